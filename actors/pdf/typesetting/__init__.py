"""Text set in fonts that have its letters."""
