"""The interpreter: who still has a claim, said over one small world. It is the specification: slow, obvious.

It says what docs/explanation/claims.md says, in the same words; the compiler says the same over whole
stores and shares nothing with it but the nouns. Read it in this order:

    records.py   what can be read, and the answers to conditions
    people.py    whose a record is: ties, persons
    clocks.py    what a clock shows, and whether a span from it is over
    bases.py     what each legal basis makes of the facts
    claims.py    the claims on a field
    data.py      the state of a datum
    acts.py      what becomes of each record
    after.py     the world after a plan
"""

from datetime import UTC, datetime

from troth.claims.interpreter.acts import fates
from troth.claims.interpreter.after import after
from troth.claims.interpreter.claims import Claim, Phase
from troth.claims.interpreter.data import claims_on, states
from troth.claims.interpreter.people import Tie, View
from troth.claims.keys import Key, RecordRef
from troth.claims.world import World

__all__ = [
    "Claim",
    "Phase",
    "Tie",
    "after",
    "candidates",
    "claims_on",
    "fates",
    "people",
    "states",
    "ties",
]


def ties(world: World, record: RecordRef) -> tuple[Tie, ...]:
    """Whose a record is, role by role."""
    view = _view(world)
    return view.ties(view.by_ref[record])


def people(world: World) -> frozenset[frozenset[Key]]:
    """The persons: keys that stand together in a sure tie, or that Troth remembers together."""
    return _view(world).people


def candidates(world: World, keys: frozenset[Key]) -> frozenset[RecordRef]:
    """The records that match these people only by links that are not sure: a human decides (case D10)."""
    view = _view(world)
    known = keys.union(*(person for person in view.people if person & keys))
    return frozenset(
        record.ref
        for record in view.all
        if any(known & set(tie.keys) for tie in view.ties(record)) and not view.is_tied_to(record, known)
    )


def _view(world: World) -> View:
    """Ties do not depend on the instant."""
    return View(world, world.manifest, datetime.max.replace(tzinfo=UTC))
