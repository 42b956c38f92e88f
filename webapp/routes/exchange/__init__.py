"""Archives of envelopes and templates: exported and imported."""
