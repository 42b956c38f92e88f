"""Text that people type and read: letters, encodings, languages."""
