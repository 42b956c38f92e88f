"""The page on which fields are placed."""
