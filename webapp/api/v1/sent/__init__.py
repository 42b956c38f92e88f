"""What programs do with envelopes that were sent."""
