"""Broken documents and random fields, through everything that the worker does with them."""
