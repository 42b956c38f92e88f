"""Envelopes as programs make, see and change them."""
