"""What bodies ask for, read member by member: definitions of envelopes, recipients, tabs."""
