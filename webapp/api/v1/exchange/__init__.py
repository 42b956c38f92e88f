"""Archives as programs export and import them."""
