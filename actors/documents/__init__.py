"""The documents of an envelope: upload, intake, pages and files."""
