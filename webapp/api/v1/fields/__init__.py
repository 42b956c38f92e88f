"""Fields of envelopes and their values, as programs place and fill them in."""
