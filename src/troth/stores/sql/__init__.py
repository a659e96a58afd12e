"""Stores that are SQL databases: SQLite, PostgreSQL, MariaDB.

connect.py    a declared store → an engine whose sessions read every value and never wait for ever
failures.py   what a driver raises → one of our four kinds, naming the store and never a value
describe.py   what the catalogue says of the declared tables, in a few statements for all of them
rights.py     what the account may do with them
render.py     a question of `claims.questions` as one statement, on joined.py (rows) and expressions.py (tests, numbers)
only.py       which rows it is asked of: some people's, or those with some keys
said.py       the statement, ready to be asked again and again; asking.py asks, together.py several at once
read/         what is asked of rows: judged, tied, needed, shown by clocks
write.py      what is done to them; predicate.py the test within the statement that destroys
"""
