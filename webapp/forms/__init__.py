"""What browsers post, parsed."""
