"""Sweeps: what has ended in whole stores."""
