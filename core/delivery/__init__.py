"""What comes back of the mails that were sent."""
