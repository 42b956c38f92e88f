"""OAuth 2.0 clients, what members allow them, and how their tokens end."""
