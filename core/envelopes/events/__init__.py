"""The events of envelopes: their life, their recipients, whom they are shown to."""
