"""Rows of what programs that speak DocuSign's API have said."""
