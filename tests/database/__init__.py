"""Troth's own database, on the real engines."""
