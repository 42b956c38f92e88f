"""What recipients accept before any document is shown: the standard texts and own ones."""
