"""Webhook endpoints of an organization, and what is delivered to them."""
