"""The organization's seal on a PDF."""
