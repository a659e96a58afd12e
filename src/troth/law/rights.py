"""The rights of persons: where they stand, who may ask, on which bases they apply, what may stand against them."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from troth.law.dated import Entry, outside_france


class Applicant(Enum):
    """Who may ask."""

    SUBJECT = "S"
    GUARDIAN = "G"  # legal guardian, holder of parental authority
    MANDATARY = "M"
    HEIR = "H"


S, G, M, H = Applicant.SUBJECT, Applicant.GUARDIAN, Applicant.MANDATARY, Applicant.HEIR


@dataclass(frozen=True, slots=True, kw_only=True)
class Right(Entry):
    """One right; `name` is what policy.yaml calls it, where it can be named there."""

    id: str
    name: str | None
    applicants: frozenset[Applicant]
    refusals: tuple[str, ...] = ()  # the codes of refusals.py that may stand against it
    bases: frozenset[str] = frozenset()  # it applies where a purpose rests on one of these; empty: always
    is_always_told: bool = False  # whether every policy must name it (GDPR Art. 13(2)(b)-(d))
    is_at_once: bool = False  # takes effect the same day, with no balance and no proof


RIGHTS = (
    Right(
        id="access",
        name="access",
        source="GDPR Art. 15; loi 78-17 Art. 49",
        applicants=frozenset({S, G, M, H}),
        refusals=("R-ID", "R-NOID", "R-UNF", "R-EXC", "R-OTHERS", "R-LAW"),
        is_always_told=True,
    ),
    Right(
        id="rectify",
        name="rectification",
        source="GDPR Art. 16; loi 78-17 Art. 50",
        applicants=frozenset({S, G, M}),
        refusals=("R-ID", "R-ACC", "R-UNF"),
        is_always_told=True,
    ),
    Right(
        id="erase",
        name="erasure",
        source="GDPR Art. 17; loi 78-17 Art. 51",
        applicants=frozenset({S, G, M, H}),
        refusals=("R-FREE", "R-DUTY", "R-PUB", "R-ARCH", "R-CLAIMS", "R-NEEDED", "R-ID"),
        is_always_told=True,
    ),
    Right(
        id="restrict",
        name="restriction",
        source="GDPR Art. 18; loi 78-17 Art. 53",
        applicants=frozenset({S, G, M}),
        refusals=("R-ID", "R-NOCASE"),
        is_always_told=True,
    ),
    Right(id="notify", name=None, source="GDPR Art. 19, second sentence", applicants=frozenset({S})),
    Right(
        id="port",
        name="portability",
        source="GDPR Art. 20; loi 78-17 Art. 55; WP242",
        applicants=frozenset({S, G, M}),
        refusals=("R-BASIS", "R-OTHERS", "R-ID"),
        bases=frozenset({"consent", "contract"}),
        is_always_told=True,
    ),
    Right(
        id="object",
        name="objection",
        source="GDPR Art. 21(1); loi 78-17 Art. 56",
        applicants=frozenset({S, G, M}),
        refusals=("R-COMP", "R-CLAIMS"),
        bases=frozenset({"legitimate_interest", "public_task"}),
        is_always_told=True,
    ),
    Right(
        id="object_mkt",
        name="objection_to_marketing",
        source="GDPR Art. 21(2)-(3); CPCE Art. L34-5",
        applicants=frozenset({S}),
        is_at_once=True,
    ),
    Right(
        id="withdraw",
        name="withdrawal",
        source="GDPR Art. 7(3)",
        applicants=frozenset({S, G}),
        bases=frozenset({"consent"}),
        is_always_told=True,
        is_at_once=True,
    ),
    Right(
        id="adm",
        name="human_review",
        source="GDPR Art. 22(3), 15(1)(h); loi 78-17 Art. 47; CJEU C-634/21, C-203/22",
        applicants=frozenset({S, G, M}),
        refusals=("R-NOADM",),
    ),
    Right(
        id="post_mortem",
        name="after_death",
        source="loi 78-17 Art. 84-86; décret 2019-536 Art. 124",
        applicants=frozenset({S, H}),
        refusals=("R-ID", "R-OTHERS"),
        since=date(2019, 6, 1),
    ),
    Right(
        id="tel",
        name=None,
        source="C. conso Art. L223-1 (loi 2025-594)",
        applicants=frozenset({S}),
        since=date(2026, 8, 11),
        is_at_once=True,
    ),
    Right(
        id="info",
        name="information",
        source="GDPR Art. 13, 14",
        applicants=frozenset({S, G, M, H}),
        refusals=("13(4)", "14(5)"),
    ),
    Right(
        id="complain",
        name="complaint",
        source="GDPR Art. 77-79",
        applicants=frozenset({S}),
        is_always_told=True,
    ),
)

# The directives on one's data after death stand in French law only.
OUTSIDE_FRANCE = tuple(outside_france(right) for right in RIGHTS if right.id not in ("post_mortem", "tel"))
