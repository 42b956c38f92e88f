"""The stream of events of an organization."""
