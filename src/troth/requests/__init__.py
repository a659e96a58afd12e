"""
What a person asks for: everything that is held, with the reason for each datum; its erasure; an explanation.

find.py      everything of some people, window by window; whether they are one person each
rules.py     what of a record concerns a person, and what keeps it                       pure
access.py    hand it over
package.py   one folder per person: a page to read, data.json, a CSV file for each table
page.py      the page                                                                    pure
explain.py   who claims one datum, in a paragraph
erase.py     grant an erasure, and plan what follows from it
"""
