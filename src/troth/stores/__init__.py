"""Doors out: the operator's data, where it is. They speak to a store and decide nothing.

live.py      what a store really holds: tables, columns, keys, what they enforce, and what we may do
against.py   the declaration compared with that, as problems                            pure
sql/         SQLite, PostgreSQL and MariaDB
"""
