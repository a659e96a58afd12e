"""Tokens of programs that call the API: each with scopes and an end; only a keyed hash of it is kept."""
