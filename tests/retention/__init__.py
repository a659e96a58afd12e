"""Plans, runs and accepted versions."""
