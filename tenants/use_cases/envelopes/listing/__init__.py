"""Lists of envelopes: search, folders, tags, saved views and bulk actions."""
