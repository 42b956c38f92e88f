"""Imported records of what was completed elsewhere."""
