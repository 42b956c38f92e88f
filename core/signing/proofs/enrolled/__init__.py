"""Proofs that recipients set up at first use and have from then on."""
