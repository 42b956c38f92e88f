"""The places on pages that recipients fill in."""
