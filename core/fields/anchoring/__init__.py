"""Fields placed, and kept in place, by the text of a document."""
