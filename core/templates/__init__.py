"""Templates: what is prepared once and sent again and again."""
