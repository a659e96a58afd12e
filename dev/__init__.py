"""What it takes to build and check Troth; no part of what is installed."""
