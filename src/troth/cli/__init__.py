"""The command line: one file per command, each of which turns words into one call of a verb."""
