"""Programs that use the API: their keys, and what each key may be used for."""
