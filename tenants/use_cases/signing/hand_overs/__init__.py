"""Ceremonies that someone else opens: an application, another device, a member who is there."""
