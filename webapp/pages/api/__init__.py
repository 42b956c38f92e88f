"""What pages for developers show."""
