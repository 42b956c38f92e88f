"""OAuth 2.0: clients, what members allow them, and the tokens that they get."""
