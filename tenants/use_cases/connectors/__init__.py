"""Copies of sealed documents for another system."""
