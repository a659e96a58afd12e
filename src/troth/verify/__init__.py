"""
Verified: what is held, against what was promised, table by table and item by item.

    model.py     the nouns
    rules.py     from counts to a verdict
    ask.py       what is counted of a table: states now and at the lag, orphans, records on hold
    gather.py    the question put to every store, one pass for each table
    undeclared.py  what stands beside what is declared
    records.py   the verdicts, kept with their instant
    verify.py    the verb
"""
