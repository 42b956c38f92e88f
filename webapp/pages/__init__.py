"""What routes call to put a page together."""
