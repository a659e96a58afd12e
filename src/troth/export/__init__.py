"""
Exported: tables for analysis in which nobody can be found again (GDPR recital 26, WP216).

    model.py     the nouns
    rules.py     how each column is reduced; which figures are hidden
    ask.py       which records the purpose may use, and the statements that group them
    files.py     CSV and README.json, written whole or not at all
    export.py    the verb
"""
