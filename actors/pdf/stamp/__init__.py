"""Values and signatures drawn on the pages."""
