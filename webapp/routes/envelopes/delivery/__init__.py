"""How what is sent reaches people."""
