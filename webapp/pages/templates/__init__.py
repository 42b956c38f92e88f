"""Templates: what their pages show."""
