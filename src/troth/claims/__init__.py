"""Who still has a claim on this datum: the one question that everything else follows from.

states.py       ended < frozen < archived < active
facts.py        what befell: decisions, objections, erasures, restrictions, holds, events
world.py        one small world: a manifest, its rows, its facts
interpreter.py  the specification: states and fates over one world, slow and obvious
compiler.py     the same, as set-based questions that a store's own engine answers
plan.py         from states to acts: what goes, what stays, in which order
"""
