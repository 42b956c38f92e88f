"""The certificate of completion, laid out."""
