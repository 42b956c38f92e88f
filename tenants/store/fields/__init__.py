"""What recipients fill in, as rows."""
