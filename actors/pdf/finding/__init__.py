"""Finds the places of a document that someone is to fill in: by tags, by texts, by how it looks."""
