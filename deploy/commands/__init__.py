"""The commands of the launcher."""
