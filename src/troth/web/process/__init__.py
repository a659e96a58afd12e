"""What runs: sites put together, the door around every handler, limits, health."""
