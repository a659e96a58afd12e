"""
Erasure (GDPR Art. 17): grant it, plan what follows from it, show the plan, carry it out.

A granted erasure is a fact about the records that exist now. What it leads to is planned like all else
and runs once; what the law or a claim keeps is told with its ground and its end.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from troth.claims.facts import Effect, Instant
from troth.claims.keys import Key
from troth.manifest.names import ItemName, PurposeName
from troth.requests.find import check_key_types
from troth.requests.one_person import OneEach
from troth.retention import kept
from troth.retention import plan as plans
from troth.retention.model import Plan
from troth.site import Site
from troth.subjects import NewFact
from troth.subjects.record import ERASURE, FactRefused, problems_of


@dataclass(frozen=True, slots=True)
class Balance:
    """How the balance between the person and one interest was decided, and on which grounds."""

    purpose: PurposeName
    is_upheld: bool  # for the person
    because: str


def plan_erasure(
    site: Site,
    subjects: Sequence[frozenset[Key]],
    at: Instant,
    items: Collection[ItemName] = (),
    balances: Collection[Balance] = (),
    by: str = "",
    *,
    is_one_person: bool = False,
) -> Plan:
    """
    Plan what granting an erasure to these people leads to, and keep the plan. Nothing is destroyed or recorded.

    Args:
        items: only these, where the person asked for no more.
        balances: of interests, as far as somebody decided them; the others stay frozen.
        is_one_person: somebody looked, and what each is taken for is one person although it seemed doubtful.

    Raises:
        FactRefused: an item or a purpose is not one of the site's.
        SeveralPeople: what is taken for one person may be several.
        Surprise: the schema of a store is not as declared.
    """
    keys = frozenset[Key]().union(*subjects)
    granted = [list(_granted(key, at, frozenset(items), balances, by)) for key in sorted(keys)]
    of_one = granted[0] if granted else []  # to everybody the same is granted
    problems = [problem for fact in of_one for problem in problems_of(site.manifest, fact)]
    if problems:
        raise FactRefused(list(dict.fromkeys(problems)))
    check_key_types(site.manifest, keys)
    facts = tuple([fact for of_key in granted for fact in of_key])
    made = plans.make(site, keys, at, facts, None if is_one_person else OneEach(site, subjects, at))
    kept.keep(site, made)
    return made


def _granted(
    key: Key,
    at: Instant,
    items: frozenset[ItemName],
    balances: Collection[Balance],
    by: str,
) -> Iterator[NewFact]:
    """The facts: the erasure of a person, under a key that was given, and what was decided with it."""
    yield NewFact(Effect.ERASED, at, at, key=key, items=items, by=by)
    for balance in balances:
        effect = Effect.UPHELD if balance.is_upheld else Effect.REJECTED
        purposes = frozenset((balance.purpose,))
        yield NewFact(effect, at, at, key=key, purposes=purposes, name=ERASURE, ground=balance.because, by=by)
