"""Which fields are shown and required, and what formulas say, with what is filled in."""
