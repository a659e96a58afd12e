"""
The preference centre: where people see and change their choices, and leave.

vouching.py              whom the operator's application vouches for; who holds a link: tokens/passes.py
rules.py                 what a form changes, what a link leaves, whose answer prevails
centre.py, leave.py, objection.py, account.py, receipts.py   the handlers, by what people come for
"""
