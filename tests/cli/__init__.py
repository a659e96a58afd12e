"""The command line: what is said, what comes back, and how each failure ends."""
