"""Templates: made, published, used."""
