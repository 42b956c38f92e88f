"""Ceremonies opened by an address that works once: in a frame, or on another device."""
