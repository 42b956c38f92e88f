"""What is stored of OAuth clients, of what was allowed them, and of their tokens."""
