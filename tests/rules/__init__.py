"""The law's rules over a manifest: one good policy, and one that is broken for each way in which a rule says no."""
