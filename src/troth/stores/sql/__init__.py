"""Stores that are SQL databases: SQLite, PostgreSQL, MariaDB.

connect.py    a declared store → an engine whose sessions read every value and never wait for ever
failures.py   what a driver raises → one of our four kinds, naming the store and never a value
describe.py   what the catalogue says of the declared tables, in a few statements for all of them
rights.py     what the account may do with them
"""
