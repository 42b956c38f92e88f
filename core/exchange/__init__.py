"""What is taken over from elsewhere: definitions of other products, read into our own format."""
