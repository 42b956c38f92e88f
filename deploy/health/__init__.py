"""What `countersign doctor` looks at."""
