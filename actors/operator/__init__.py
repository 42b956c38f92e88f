"""What operators of an installation may do."""
