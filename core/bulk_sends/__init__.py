"""Bulk send: one template, many rows of a table, an envelope for each."""
