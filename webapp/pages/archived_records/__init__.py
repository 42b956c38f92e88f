"""What pages and the API share of archived records."""
