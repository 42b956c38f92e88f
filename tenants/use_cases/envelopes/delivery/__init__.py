"""How what is sent reaches people, and what comes back."""
