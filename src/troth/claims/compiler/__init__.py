"""
The compiler: who still has a claim, asked of a whole table at once.

For each declared table it builds one question: for every row, the state of each field and link
column. The words are those of `questions.py`; a store's own engine answers them. It says the same as
`interpreter/`, which is the specification, from the same page (docs/explanation/claims.md), and shares
nothing with it but the model. Read from `judge.py` downwards:

    judge.py      a table, a datum
    fields.py     a field            links.py     what people are found through
    claims.py     a claim
    lawful.py     its lawful part    timed.py     its time
    ties.py       whose a record is  kinds.py, clamps.py     what raises a record, or a person's data
    rows.py       rows and conditions                        paths.py    the ways of links
    question.py   what it all depends on
"""

from troth.claims.compiler.claims import ClaimAsked, claims_asked
from troth.claims.compiler.judge import Judgement, judge
from troth.claims.compiler.links import following, leading_down
from troth.claims.compiler.paths import groups, has_own_ways, leads_down
from troth.claims.compiler.question import THEN, Question
from troth.claims.compiler.rows import climb, is_met
from troth.claims.compiler.ties import People, Tie, ties, ways
from troth.claims.compiler.timed import is_open, last_day, plausible
from troth.claims.compiler.why import REASONS, STATES, Codes, decoded

__all__ = [
    "REASONS",
    "STATES",
    "THEN",
    "ClaimAsked",
    "Codes",
    "Judgement",
    "People",
    "Question",
    "Tie",
    "claims_asked",
    "climb",
    "decoded",
    "following",
    "groups",
    "has_own_ways",
    "is_met",
    "is_open",
    "judge",
    "last_day",
    "leading_down",
    "leads_down",
    "plausible",
    "ties",
    "ways",
]
