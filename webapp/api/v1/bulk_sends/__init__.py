"""Bulk sends of the API: their tables, columns, rows and files."""
