"""How DocuSign's API calls what this product has: words, times and names, both ways."""
