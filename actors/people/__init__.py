"""Members, teams, contacts and what they prefer."""
