"""Completed documents from elsewhere, kept as they came: never sent, signed or sealed here."""
