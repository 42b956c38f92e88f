"""Pages painted by two engines, compared."""
