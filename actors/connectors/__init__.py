"""Brings copies of sealed documents to other systems."""
