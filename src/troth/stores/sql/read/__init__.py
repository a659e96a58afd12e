"""What is asked of a store: whose its rows are, how they are judged, what their clocks show, what needs them.

One statement per table and join path for any number of people, never one per row or person.
"""

from troth.stores.sql.read.acts import add_acts, by_person, last_acts, want_last_acts
from troth.stores.sql.read.clocks import instant_of, want_reached_by_clocks, want_shown
from troth.stores.sql.read.judged import want_judged
from troth.stores.sql.read.needs import needs, pointing_columns
from troth.stores.sql.read.rows import (
    check_named,
    is_same,
    keys_of,
    naming,
    present,
    record_of,
    value_of,
    want_keys,
    want_values,
)
from troth.stores.sql.read.tied import (
    Keyed,
    Tied,
    all_tied,
    key_of,
    led_through,
    of_people,
    tied,
    ties_shown,
    want_identities,
    want_led_through,
    want_ties,
)

__all__ = [
    "Keyed",
    "Tied",
    "add_acts",
    "all_tied",
    "by_person",
    "check_named",
    "instant_of",
    "is_same",
    "key_of",
    "keys_of",
    "last_acts",
    "led_through",
    "naming",
    "needs",
    "of_people",
    "pointing_columns",
    "present",
    "record_of",
    "tied",
    "ties_shown",
    "value_of",
    "want_identities",
    "want_judged",
    "want_keys",
    "want_last_acts",
    "want_led_through",
    "want_reached_by_clocks",
    "want_shown",
    "want_ties",
    "want_values",
]
