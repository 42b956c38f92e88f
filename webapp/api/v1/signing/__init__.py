"""Signing pages inside applications."""
