"""The language of conditions and formulas: read, checked by types, and computed, within limits."""
