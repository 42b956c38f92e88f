"""Whose turn it is once an envelope is sent: later starts, pauses, other people, witnesses."""
