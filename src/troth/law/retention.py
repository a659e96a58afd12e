"""The reference table of periods: for each sort of purpose what starts the clock, and how long data may stay.

`max` may be shortened by a promise, `min` is a duty and is never shortened, `exact` is both. `active` is the
active base, `archive` the intermediate archive after it. None is a period that the row does not set: the
relation itself, or until a withdrawal.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from types import MappingProxyType

from troth.law.dated import Entry, outside_france
from troth.law.period import Period


class Bound(Enum):
    """Which way a promise may leave the law's period."""

    MAX = "max"
    MIN = "min"
    EXACT = "exact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep(Entry):
    """One row: a sort of purpose and its periods."""

    id: str
    sort: str  # how policy.yaml names it (`sort`)
    clock: str
    bound: Bound
    active: Period | None = None
    archive: Period | None = None
    proposal: Period | None = None  # what Troth proposes where a policy is silent, if shorter than the bound
    others: Mapping[str, Period] = field(default_factory=dict)  # for special cases, in words
    bases: frozenset[str] = frozenset()  # what it may rest on; empty: see bases.py

    @property
    def longest(self) -> Period | None:
        """How long the data may stay at most, active and archived, or must stay at least for `min`."""
        if self.active is None or self.archive is None:
            return self.active if self.archive is None else self.archive
        return max((self.active, self.archive), key=lambda p: p.after(date(2001, 1, 1)))


def years(count: int) -> Period:
    """That many years."""
    return Period(months=12 * count)


def months(count: int) -> Period:
    """That many months."""
    return Period(months=count)


def _others(**periods: Period) -> Mapping[str, Period]:
    return MappingProxyType(periods)


_CIVIL = "C. civ. Art. 2224"
MAX, MIN, EXACT = Bound.MAX, Bound.MIN, Bound.EXACT

RETENTION = (
    Keep(
        id="T01",
        sort="customer_file",
        clock="end of the relationship",
        archive=years(5),
        bound=MAX,
        source=f"{_CIVIL}; C. com. Art. L110-4; CNIL délib. 2021-131",
    ),
    Keep(
        id="T02",
        sort="former_customer",
        clock="last purchase, end of the contract, or last contact by the person",
        active=years(3),
        bound=MAX,
        source="CNIL délib. 2021-131; SAN-2020-008",
    ),
    Keep(
        id="T03",
        sort="prospect",
        clock="collection, or last contact by the person",
        active=years(3),
        bound=MAX,
        source="CNIL délib. 2021-131",
    ),
    Keep(
        id="T04",
        sort="account",
        clock="last login or act",
        active=years(2),
        bound=MAX,
        source="CNIL délib. 2021-131; practice",
    ),
    Keep(
        id="T05",
        sort="newsletter",
        clock="consent, then the last act",
        active=years(3),
        bound=MAX,
        source="GDPR Art. 7(3); CNIL délib. 2021-131",
    ),
    Keep(
        id="T06",
        sort="objection_list",
        clock="objection",
        active=years(3),
        bound=MIN,
        source="CNIL délib. 2021-131; NS-48 Art. 5",
    ),
    Keep(
        id="T07",
        sort="contact",
        clock="last exchange",
        active=months(12),
        proposal=months(3),
        others=_others(shortest=months(3)),
        bound=MAX,
        source="GDPR Art. 5(1)(e)",
    ),
    Keep(
        id="T08",
        sort="accounting",
        clock="end of the financial year",
        archive=years(10),
        bound=MIN,
        source="C. com. Art. L123-22",
    ),
    Keep(
        id="T09",
        sort="tax",
        clock="date of the last entry",
        archive=years(6),
        bound=MIN,
        source="LPF Art. L102 B",
    ),
    Keep(
        id="T10",
        sort="e_contract",
        clock="conclusion, or delivery if later",
        archive=years(10),
        bound=MIN,
        source="C. conso Art. L213-1, D213-1, D213-2 (from 120 €)",
    ),
    Keep(
        id="T11",
        sort="contract",
        clock="end",
        archive=years(5),
        bound=MAX,
        source=_CIVIL,
    ),
    Keep(
        id="T12",
        sort="card",
        clock="full payment, withdrawal period included",
        archive=months(13),
        others=_others(deferred_debit=months(15)),
        bound=MAX,
        source="CNIL délib. 2018-303; CMF Art. L133-24",
    ),
    Keep(
        id="T13",
        sort="card_code",
        clock="authorisation",
        active=Period(),
        bound=EXACT,
        source="CNIL délib. 2018-303; PCI DSS 3.3",
    ),
    Keep(
        id="T14",
        sort="stored_card",
        clock="consent, until withdrawal or expiry of the card",
        bound=MAX,
        bases=frozenset({"consent"}),
        source="CNIL délib. 2018-303",
    ),
    Keep(
        id="T15",
        sort="subscription_card",
        clock="last due date, or termination",
        archive=months(13),
        others=_others(deferred_debit=months(15)),
        bound=MAX,
        source="CNIL délib. 2018-303",
    ),
    Keep(
        id="T16",
        sort="delivery",
        clock="delivery",
        active=years(2),
        archive=years(5),
        others=_others(withdrawal=Period(days=14)),
        bound=MAX,
        source="C. conso Art. L217-3, L221-18",
    ),
    Keep(
        id="T17",
        sort="complaint",
        clock="closing",
        archive=years(5),
        bound=MAX,
        source=_CIVIL,
    ),
    Keep(
        id="T18",
        sort="tracer",
        clock="placing",
        active=months(13),
        bound=MAX,
        source="loi 78-17 Art. 82; CNIL délib. 2020-091, 2020-092",
    ),
    Keep(
        id="T19",
        sort="audience",
        clock="collection",
        active=months(25),
        bound=MAX,
        source="loi 78-17 Art. 82; CNIL délib. 2020-091, 2020-092",
    ),
    Keep(
        id="T20",
        sort="cookie_choice",
        clock="choice, acceptance or refusal alike",
        active=months(13),
        proposal=months(6),
        others=_others(usual=months(6)),
        bound=MAX,
        source="CNIL délib. 2020-092",
    ),
    Keep(
        id="T21",
        sort="basket",
        clock="last change",
        active=months(3),
        bound=MAX,
        source="GDPR Art. 5(1)(e)",
    ),
    Keep(
        id="T22",
        sort="consent_proof",
        clock="end of the processing that rested on it",
        archive=years(5),
        bound=MAX,
        source=f"GDPR Art. 7(1); {_CIVIL}",
    ),
    Keep(
        id="T23",
        sort="video_surveillance",
        clock="recording",
        active=months(1),
        bound=MAX,
        source="CSI Art. L252-5; CNIL",
    ),
    Keep(
        id="T24",
        sort="call_recording",
        clock="recording",
        active=months(6),
        others=_others(evaluation_sheet=years(1)),
        bound=MAX,
        source="CNIL délib. 2014-474",
    ),
    Keep(
        id="T25",
        sort="recorded_contract",
        clock="contract made by telephone",
        archive=years(5),
        bound=MAX,
        source=_CIVIL,
    ),
    Keep(
        id="T26",
        sort="support",
        clock="closing",
        active=years(2),
        archive=years(5),
        others=_others(usual=years(1)),
        bound=MAX,
        source="GDPR Art. 5(1)(e)",
    ),
    Keep(
        id="T27",
        sort="candidate",
        clock="last contact",
        active=years(2),
        archive=years(5),
        bound=MAX,
        source="CNIL délib. 2019-160; recruitment guide 2023; C. trav. Art. L1134-5",
    ),
    Keep(
        id="T28",
        sort="application_log",
        clock="event",
        active=months(12),
        others=_others(shortest=months(6), documented_risk=years(3)),
        bound=EXACT,
        source="CNIL délib. 2021-122",
    ),
    Keep(
        id="T29",
        sort="web_log",
        clock="event",
        active=months(12),
        others=_others(shortest=months(6)),
        bound=MAX,
        source="CNIL délib. 2021-122",
    ),
    Keep(
        id="T30",
        sort="hosting_connection",
        clock="event, or end of the contract",
        archive=years(1),
        others=_others(identity=years(5), account_and_payment=years(1), ip_address=years(1)),
        bound=MIN,
        source="CPCE Art. L34-1; LCEN Art. 6; décret 2021-1362",
        since=date(2021, 10, 21),
    ),
    Keep(
        id="T31",
        sort="fraud",
        clock="alert, or end of the case",
        active=months(12),
        archive=years(5),
        others=_others(list=years(3)),
        bound=MAX,
        source="CNIL former AU-054, as a guide",
    ),
    Keep(
        id="T32",
        sort="unpaid",
        clock="payment, or write-off",
        archive=years(5),
        proposal=years(3),
        others=_others(after_payment=Period(seconds=48 * 3600), usual=years(3)),
        bound=MAX,
        source="CNIL référentiel on unpaid bills",
    ),
    Keep(
        id="T33",
        sort="contest",
        clock="end of the contest",
        archive=years(5),
        bound=MAX,
        source=_CIVIL,
    ),
    Keep(
        id="T34",
        sort="review",
        clock="posting, as long as it is published",
        bound=MAX,
        source="GDPR Art. 17(3)(a)",
    ),
    Keep(
        id="T35",
        sort="location",
        clock="collection, for the time of the service",
        proposal=Period(),
        bound=MAX,
        source="GDPR Art. 5(1)(c); Dir. 2002/58 Art. 9",
    ),
    Keep(
        id="T36",
        sort="money_laundering",
        clock="end of the relation",
        archive=years(5),
        bound=MIN,
        source="CMF Art. L561-12, only for those of Art. L561-2",
    ),
    Keep(
        id="T37",
        sort="identity_check",
        clock="check",
        active=Period(),
        bound=MAX,
        source="GDPR Art. 5(1)(c)",
    ),
    Keep(
        id="T38",
        sort="rights_request",
        clock="closing",
        active=months(3),
        archive=years(5),
        bound=MAX,
        source=f"GDPR Art. 5(2), 82; {_CIVIL}",
    ),
    Keep(
        id="T39",
        sort="breach",
        clock="closing",
        archive=years(5),
        bound=MIN,
        source="GDPR Art. 33(5), 5(2)",
    ),
    Keep(
        id="T40",
        sort="accountability",
        clock="replaced or ended",
        archive=years(5),
        bound=MIN,
        source="GDPR Art. 5(2)",
    ),
    Keep(
        id="T41",
        sort="directive",
        clock="registration, until revoked or executed",
        bound=MAX,
        source="loi 78-17 Art. 85",
        since=date(2019, 6, 1),
    ),
    Keep(
        id="T42",
        sort="profile",
        clock="computation; never longer than the shortest input",
        bound=MAX,
        source="GDPR Art. 5(1)(e)",
    ),
    Keep(
        id="T43",
        sort="backup",
        clock="copy",
        active=Period(days=90),
        bound=MAX,
        source="GDPR Art. 5(1)(e), 32; EDPB report on erasure 2026",
    ),
    Keep(
        id="T44",
        sort="test_copy",
        clock="copy",
        active=Period(),
        bound=EXACT,
        source="GDPR Art. 32",
    ),
)
SORTS = tuple(row.sort for row in RETENTION)

# Estonia: the GDPR's rows, its own texts, and for the rest the same maximum for want of a text of its own.
_ESTONIAN = {
    "T08": Keep(
        id="T08",
        sort="accounting",
        clock="end of the financial year",
        archive=years(7),
        bound=MIN,
        source="Raamatupidamise seadus § 12",
    ),
    "T11": Keep(
        id="T11",
        sort="contract",
        clock="end",
        archive=years(3),
        bound=MAX,
        source="TsÜS § 146: claims of a contract",
    ),
    "T30": Keep(
        id="T30",
        sort="hosting_connection",
        clock="the day of the communication",
        archive=years(1),
        bound=MIN,
        source="Elektroonilise side seadus § 111¹",
    ),
}
_AS_IN_FRANCE = "GDPR Art. 5(1)(e); as in France"
_FRENCH_ONLY = frozenset({"T09", "T10", "T36", "T41"})
ESTONIA = tuple(
    _ESTONIAN.get(row.id)
    or (outside_france(row) if row.source.startswith("GDPR") else replace(row, source=_AS_IN_FRANCE))
    for row in RETENTION
    if row.id not in _FRENCH_ONLY
)
