"""Pages about programs that use the API."""
