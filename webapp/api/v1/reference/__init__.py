"""What the API offers, in words and examples: for programs and for the reference page."""
