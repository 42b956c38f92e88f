"""What is brought to other systems: where copies of sealed documents go."""
