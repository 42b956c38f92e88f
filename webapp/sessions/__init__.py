"""Cookies and sessions, and the guards that read them."""
