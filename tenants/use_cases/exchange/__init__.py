"""Archives of envelopes, templates and records: exported and imported."""
