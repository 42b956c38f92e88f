"""Translations: what is to be translated, the catalogs, and the files that the product reads."""
