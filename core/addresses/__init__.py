"""Network addresses and e-mail addresses."""
