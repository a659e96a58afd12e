"""
Plans carried out: the only room that destroys anything in a store.

    terms.py     on what terms a site is looked at     people.py   whose records are
    survey.py    what is there, and how it is judged   fates.py    what becomes of each record
    reasons.py   why each datum is held                notes.py    clocks never move back
    plan.py      decide and keep a plan                run.py      carry it out, once
    sweep/       whole stores, in the background
"""
