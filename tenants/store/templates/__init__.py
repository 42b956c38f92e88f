"""Templates: what they are, their versions, who has marked them."""
