"""Tables that a recipient fills in line by line, with amounts and a total."""
