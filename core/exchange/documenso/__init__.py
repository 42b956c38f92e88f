"""Documenso, as its database describes templates and documents."""
