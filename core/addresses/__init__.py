"""Network addresses and phone numbers."""
