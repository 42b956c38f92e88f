"""How recipients prove who they are, and confirm their signatures with it."""
