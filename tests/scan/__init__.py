"""`troth scan`: how well it draws its map, that it reads no more than it may, and what it writes."""
