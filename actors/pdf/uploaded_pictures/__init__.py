"""Logos and signatures that people upload."""
