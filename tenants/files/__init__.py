"""The object store, and archives of files."""
