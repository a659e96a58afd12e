"""One request as a handler sees it, what it gives back, and what holds for every answer."""
