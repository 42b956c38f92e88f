"""The roles of recipients: a module for each, listed in registry.py."""
