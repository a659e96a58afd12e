"""
Sweeps: whatever has ended goes, in whole stores, a little at a time.

    model.py     the nouns: a sweep's plan in counts, its steps, what came of it
    reach.py     what the tables of a store have to do with one another
    gears.py     which steps a table takes: by statements where they say it all, else record by record
    asked.py     what is asked of each row, under the plan's terms and under those of now
    plan.py      make a plan: the steps and how much each would do
    run.py       carry it out, resumably
    steps.py     the steps in one store, each a row of chunks
    statements.py, chunks.py    a chunk in either gear
    session.py   a connection of its own, what is carried there, how long it waits
    records.py   how far a sweep has come, in Troth's own database
"""
