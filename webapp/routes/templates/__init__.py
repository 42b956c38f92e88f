"""Templates: the list, a template, its versions, starting an envelope from it."""
