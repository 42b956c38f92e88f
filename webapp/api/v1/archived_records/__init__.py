"""Archived records as programs see them."""
