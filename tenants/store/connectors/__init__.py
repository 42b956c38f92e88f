"""Where sealed copies go, and how far they have come, as rows."""
