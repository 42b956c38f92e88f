"""The OAuth 2.0 and OpenID Connect provider: what applications ask for access, and how."""
