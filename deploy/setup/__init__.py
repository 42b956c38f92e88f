"""What is installed before anything runs."""
