"""A PDF is looked at and taken in, or refused."""
