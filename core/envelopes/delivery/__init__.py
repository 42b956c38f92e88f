"""How what is sent reaches people: links, warnings, copies for an archive."""
