"""The API for assistants, by the Model Context Protocol."""
