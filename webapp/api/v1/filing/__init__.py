"""How members keep order in their envelopes: folders, tags, notes."""
