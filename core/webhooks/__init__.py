"""Telling other systems of events: endpoints, when a delivery is tried again, what it says."""
