"""Proofs that someone else judges: a provider of the organization or of the installation."""
