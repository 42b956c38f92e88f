"""Pages as pictures and as text."""
