"""Form fields and annotations of a PDF."""
