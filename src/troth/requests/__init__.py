"""
What a person asks for: everything that is held, with the reason for each datum; its erasure; an explanation.

find.py        everything of some people, window by window
one_person.py  whether what is taken for one person is one
rules.py       what of a record concerns a person, and what keeps it                       pure
access.py      hand it over
data.py        the same as JSON in memory, for an application
package.py     one folder per person: a page to read, data.json, a CSV file for each table
page/          the page                                                                    pure
explain.py     who claims one datum, in a paragraph
erase.py       grant an erasure, and plan what follows from it
archive.py     read what is archived, for a reason
hold.py        hold records for a dispute, look at holds again, release them
"""
