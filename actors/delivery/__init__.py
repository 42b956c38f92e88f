"""Mail and text messages on their way out."""
