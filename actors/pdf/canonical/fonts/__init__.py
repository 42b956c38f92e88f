"""Fonts of the canonical version, with one reading."""
