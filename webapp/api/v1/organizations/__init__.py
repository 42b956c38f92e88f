"""What the API shows and changes of the organization itself."""
