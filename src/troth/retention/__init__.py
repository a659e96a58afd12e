"""Plans carried out: the only room that destroys anything in a store."""
