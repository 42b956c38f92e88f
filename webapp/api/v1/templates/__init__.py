"""Templates of the API: what they hold, their versions, their direct links, the gallery."""
