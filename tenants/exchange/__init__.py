"""The format in which envelopes, templates and archived records leave and come: JSON and files."""
