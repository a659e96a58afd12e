"""Every step, in order. A step that was released is never changed: a later one mends it."""
