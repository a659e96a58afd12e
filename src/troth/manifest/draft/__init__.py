"""Evidence becomes a first map: what a database seems to hold of people, each guess with its reason.

    evidence.py      what was seen: tables, columns, and how many sampled values pass which test (never a value)
    words.py         a name split into words, French and English, without accents and abbreviations
    vocabulary.py    what words mean; phrases.py, lists.py: words together, first names, towns, mailboxes of nobody
    values.py        sampled values counted: addresses, numbers whose check digits hold, names, free text
    names.py         what a column's name says; reading.py: with its table's name at the end, or by a comment
    tables.py        whose a table is; links.py: who points at whom, roles.py: as what
    affixes.py       what names have in common, and what therefore says nothing of one
    beside.py        what a word says beside such columns (`line1`, `title`); short.py: a `code`, a `hash`
    byvalue.py       what values say alone; judge.py: the verdict on each column, worded by wording.py
    unnamed.py       columns that no concept names: free text, amounts; guesses.py: how a guess is made
    drafting.py      all of it together; render.py, promises.py: the two files; difference.py: what changed

Pure. Nothing here destroys or declares anything: a person reads the draft and makes it the operator's word.
"""
