"""Records of what was completed elsewhere."""
