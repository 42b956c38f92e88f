"""The events of signing: what recipients do on their pages."""
