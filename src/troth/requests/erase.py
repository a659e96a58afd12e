"""
Erasure (GDPR Art. 17): grant it, plan what follows from it, show the plan, carry it out.

A granted erasure is a fact about the records that exist now. What it leads to is planned like all else
and runs once; what the law or a claim keeps is told with its ground and its end.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from troth.claims.facts import Effect, Instant
from troth.claims.keys import Key
from troth.manifest.names import ItemName, PurposeName
from troth.requests.find import check_key_types
from troth.requests.one_person import OneEach
from troth.retention.kept import keep
from troth.retention.model import Outcome, Plan
from troth.retention.plan import make
from troth.retention.run import plan_and_carry_out
from troth.site import Site
from troth.subjects import NewFact
from troth.subjects.record import ERASURE, FactRefused, problems_of


@dataclass(frozen=True, slots=True)
class Balance:
    """How the balance between the person and one interest was decided, and on which grounds."""

    purpose: PurposeName
    is_upheld: bool  # for the person
    because: str


Decided = Mapping[tuple[Effect, str], frozenset[PurposeName]]  # how and on which grounds, of which interests


@dataclass(frozen=True, slots=True)
class Erasure:
    """
    An erasure that is granted to some people.

    `items`: only these, where they asked for no more. `balances`: of interests, as far as somebody decided them; the
    others stay frozen. `is_one_person`: somebody looked, and what each is taken for is one person although it
    seemed doubtful.
    """

    subjects: Sequence[frozenset[Key]]
    at: Instant
    items: Collection[ItemName] = ()
    balances: Collection[Balance] = ()
    by: str = ""
    is_one_person: bool = False

    @property
    def keys(self) -> frozenset[Key]:
        """All keys that were given."""
        return frozenset[Key]().union(*self.subjects)

    @property
    def decided(self) -> Decided:
        """What was decided of which interests; of those that were decided alike, on the same grounds, once."""
        found: dict[tuple[Effect, str], frozenset[PurposeName]] = {}
        for balance in self.balances:
            how = (Effect.UPHELD if balance.is_upheld else Effect.REJECTED, balance.because)
            found[how] = found.get(how, frozenset()) | {balance.purpose}
        return found


def plan_erasure(site: Site, erasure: Erasure) -> Plan:
    """
    Plan what granting an erasure leads to, and keep the plan. Nothing is destroyed or recorded.

    Raises:
        FactRefused: an item or a purpose is not one of the site's.
        SeveralPeople: what is taken for one person may be several.
        Surprise: the schema of a store is not as declared.
    """
    made = make(site, erasure.keys, erasure.at, _facts(site, erasure), _looking(site, erasure))
    keep(site, made)
    return made


def erase(site: Site, erasure: Erasure, accept_count: int | None = None) -> tuple[Plan, Outcome]:
    """
    Plan what granting an erasure leads to, keep the plan, and carry it out at once.

    Args:
        site: whose people they are.
        erasure: what is granted, and to whom.
        accept_count: the plan's number of records, where a person releases the brake.

    Raises:
        FactRefused, SeveralPeople: as `plan_erasure`.
        Surprise, Forbidden, Unavailable: as `carry_out`; a plan that the brake holds is kept, and can be carried out.
    """
    facts, looking = _facts(site, erasure), _looking(site, erasure)
    return plan_and_carry_out(site, erasure.keys, erasure.at, facts, looking, accept_count)


def _looking(site: Site, erasure: Erasure) -> OneEach | None:
    return None if erasure.is_one_person else OneEach(site, erasure.subjects, erasure.at)


def _facts(site: Site, erasure: Erasure) -> Sequence[NewFact]:
    """What is recorded of an erasure when it is carried out."""
    decided = erasure.decided
    granted = [list(_granted(key, erasure, decided)) for key in sorted(erasure.keys)]
    of_one = granted[0] if granted else []  # to everybody the same is granted
    problems = [problem for fact in of_one for problem in problems_of(site.manifest, fact)]
    if problems:
        raise FactRefused(list(dict.fromkeys(problems)))
    check_key_types(site.manifest, erasure.keys)
    return [fact for of_key in granted for fact in of_key]


def _granted(key: Key, erasure: Erasure, decided: Decided) -> Iterator[NewFact]:
    """The facts: the erasure of a person, under a key that was given, and what was decided with it."""
    at, by = erasure.at, erasure.by
    yield NewFact(Effect.ERASED, at, at, key=key, items=frozenset(erasure.items), by=by)
    for (effect, because), purposes in decided.items():
        yield NewFact(effect, at, at, key=key, purposes=purposes, name=ERASURE, ground=because, by=by)
