"""What is stored of programs that use the API."""
