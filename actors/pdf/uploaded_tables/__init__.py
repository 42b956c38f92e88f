"""Tables that strangers wrote, read in the sandbox."""
