"""Envelopes that are not sent yet: their documents, recipients, fields, and how they are sent."""
