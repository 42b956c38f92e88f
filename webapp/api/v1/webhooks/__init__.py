"""Webhook endpoints and their deliveries, for programs."""
