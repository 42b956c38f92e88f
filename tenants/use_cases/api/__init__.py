"""Making, using and revoking API keys; answering a repeated request once more."""
