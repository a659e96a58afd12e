"""
Claims in words, in French and in English: pages, packages, answers.

language.py    days, periods, lists: how each language writes them
sentences.py   every fixed sentence, the two languages side by side
claims.py      a claim in words: why a datum is held, on which basis, until when
"""
