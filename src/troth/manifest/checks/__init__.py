"""What the words of a manifest mean together: the rules on which claims rely, and what is surely a slip.

    context.py     what every check needs: the manifest, quick ways through it, and how to report
    purposes.py    bases, consent, periods, choices, what feeds and follows what
    tables.py      kinds, fields, links, archives, how records end
    clocks.py      what starts periods, and conditions
    whole.py       what is declared and never used
    succession.py  what a new version may not do to the one before it

Nothing here needs the live schema. A check that speaks of a part runs only where that part was read without
error; those that speak of the whole run only where there is no error at all.
"""

from troth.manifest.checks import clocks, purposes, tables, whole
from troth.manifest.checks.context import Context
from troth.manifest.references import Names


def check_meaning(names: Names) -> None:
    """Report what the manifest says that cannot be meant."""
    context = Context.of(names)
    for purpose in context.sound_purposes():
        purposes.check(purpose, context)
    purposes.check_names(context)
    for store in names.manifest.stores.values():
        tables.check_store(store, context)
    for table in context.sound_tables():
        tables.check(table, context)
        clocks.check(table, context)
    if not names.found.has_errors:
        whole.check(context)
