"""The connections of an organization to other systems."""
