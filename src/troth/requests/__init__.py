"""
What a person asks for: everything that is held, with the reason for each datum.

access.py    find everything of some people, window by window, whatever there is
rules.py     what of a record concerns a person, and when it is doubtful who that is     pure
package.py   one folder per person: a page to read, data.json, a CSV file for each table
page.py      the page
explain.py   who claims one datum, in a paragraph
"""
