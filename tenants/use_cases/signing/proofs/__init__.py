"""Proofs of identity of recipients that take more than a code."""
