"""The ways in which recipients prove who they are: a module for each, listed in registry.py."""
