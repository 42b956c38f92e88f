"""How members keep order in their envelopes: filters, search, folders, tags, views, bulk."""
