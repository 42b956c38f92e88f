"""Records of what was completed elsewhere: seen, downloaded, deleted."""
