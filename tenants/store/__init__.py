"""Rows: how what core decided is kept, one module per noun."""
