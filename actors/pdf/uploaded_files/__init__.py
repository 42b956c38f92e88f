"""Files that recipients attach."""
