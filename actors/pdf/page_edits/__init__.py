"""Pages turned, moved, deleted, put in between and blacked out."""
