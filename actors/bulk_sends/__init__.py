"""Bulk send: a template sent once for each row of a table."""
