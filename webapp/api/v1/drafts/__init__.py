"""Drafts part by part, as programs change them."""
