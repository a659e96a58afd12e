"""
How long the proof of a consent is kept, and how it is forgotten: Troth's own tables are under claims too.

Proof is kept while a decision stands, and then as long as somebody may still ask for it: what the manifest says of
its purpose of the sort `consent_proof`, else the law pack's period. Then the data key is destroyed. The record stays
in its place in the chain, and says what was decided, by nobody. A server does it by itself, once a day.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import bindparam, select

from troth import audit
from troth.claims.facts import Instant
from troth.claims.keys import Key
from troth.consent import records
from troth.consent.model import id_of
from troth.consent.questions import day_of
from troth.consent.records import Kept, consent_records, records_of
from troth.database.rounds import is_mine
from troth.database.sequences import lock_site
from troth.database.transactions import Transaction
from troth.law.packs import pack
from troth.manifest.model import Manifest
from troth.manifest.names import PurposeName
from troth.manifest.period import Period
from troth.publication.publish import manifest_of
from troth.publication.wordings import look_again, version_in_force
from troth.site import Site
from troth.subjects.records import forget_facts

SORT = "consent_proof"
_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was forgotten, or would be."""

    records: int
    people: int
    term: Period


def term_of(manifest: Manifest, today: date) -> Period:
    """How long proof is kept after the decision no longer stands."""
    for purpose in manifest.purposes.values():
        if purpose.terms.sort == SORT and purpose.ended is None:
            archive = None if purpose.archive is None else purpose.archive.span.period
            if (period := archive or purpose.active.period) is not None:
                return period
    kept = pack(manifest.policy.law, today).retention.get(SORT)
    return (kept.archive or kept.active if kept is not None else None) or Period(months=60)


def forget_daily(site: Site, at: Instant, may_go_on: Callable[[], bool]) -> Forgotten | None:
    """
    The same by itself, in one of the processes that share the database; None where another has done it today.

    A term that words have made shorter counts once they are published: until then nobody has approved them.
    """
    today = day_of(site.manifest, at)
    if not is_mine(site.database, site.name, SORT, today):
        return None
    look_again(site)
    version = version_in_force(site, today)
    said = [site.manifest, *([] if version is None else [manifest_of(version)])]
    term = max((term_of(manifest, today) for manifest in said), key=lambda one: one.after(today))
    return forget_ended(site, at, term=term, may_go_on=may_go_on)


def forget_ended(
    site: Site,
    at: Instant,
    *,
    is_dry: bool = False,
    term: Period | None = None,
    may_go_on: Callable[[], bool] = lambda: True,
) -> Forgotten:
    """
    Forget who decided what, where the proof's time is over; in batches, each committed on its own.

    Killed, it has forgotten fewer; run again, it goes on; where two run, each record is forgotten by one of them.

    Args:
        site: whose ledger.
        at: when.
        is_dry: only count.
        term: how long proof is kept, where the manifest's own word does not count.
        may_go_on: is asked before each batch.
    """
    today = day_of(site.manifest, at)
    after, gone, people = 0, 0, 0
    term = term or term_of(site.manifest, today)
    while True:
        if not may_go_on():
            return Forgotten(gone, people, term)
        with site.database.transaction() as tx:
            if not is_dry:
                lock_site(tx, site.name)  # before anything is read: what another forgot is not found again
            candidates, last = _candidates(tx, site.name, after, term, today)
            if last is None:
                return Forgotten(gone, people, term)
            after = last
            ended = [*_ended(tx, site, candidates, term, today)]
            if not ended:
                continue
            gone += sum(len(numbers) for _, numbers, _ in ended)
            people += len(ended)
            if is_dry:
                continue
            records.forget(tx, site.name, sorted(number for _, numbers, _ in ended for number in numbers))
            for key, _, purposes in ended:
                if purposes:
                    forget_facts(tx, site.name, [key], purposes)
            body: audit.Body = {"records": sum(len(numbers) for _, numbers, _ in ended), "term": str(term)}
            audit.append(tx, site.name, "proof.forgotten", body, at)


def ends_on(kept: Kept, later: Sequence[Kept], zone_day: date) -> date | None:
    """The day on which nothing that a record decided stands any more; None while something has no end."""
    ends = []
    for name, told in kept.body["answers"].items():
        replaced = min((one.at for one in later if name in one.body["answers"]), default=None)
        until = date.fromisoformat(told["until"]) if told.get("until") else None
        if told["event"] != "given":
            until = zone_day  # a refusal proves nothing that anybody relies on: it ends with its day
        days = [day for day in (until, None if replaced is None else replaced.date()) if day is not None]
        if not days:
            return None
        ends.append(min(days))
    return max(ends, default=zone_day)


def _candidates(
    tx: Transaction, site: str, after: int, term: Period, today: date
) -> tuple[list[Key], int | None]:
    """The people with a record that is old enough, among the next thousand; and where to go on."""
    before = datetime.combine(term.last_day_ended(today), time.max, UTC)
    rows = tx.rows(_OLD, {"site": site, "after": after, "before": before, "most": _BATCH})
    if not rows:
        return [], None
    found = records.between(tx, site, rows[0].number, rows[-1].number)
    keys = {kept.private.key for kept in found if kept.private is not None}
    return sorted(keys), rows[-1].number


def _ended(
    tx: Transaction, site: Site, keys: Iterable[Key], term: Period, today: date
) -> Iterable[tuple[Key, list[int], frozenset[PurposeName]]]:
    """Of each person, the records that are to be forgotten, and the purposes of which nothing else is known."""
    by_key: dict[Key, list[Kept]] = defaultdict(list)
    for kept in records_of(tx, site.name, list(keys)):
        if kept.private is not None:
            by_key[kept.private.key].append(kept)
    for key, theirs in by_key.items():
        over = set()
        for place, kept in enumerate(theirs):
            end = ends_on(kept, theirs[place + 1 :], day_of(site.manifest, kept.at))
            if end is not None and term.after(end) < today:
                over.add(kept.number)
        months = {f"{kept.at:%Y-%m}" for kept in theirs if kept.number not in over}
        numbers = [kept.number for kept in theirs if kept.number in over and f"{kept.at:%Y-%m}" not in months]
        if numbers:
            gone = {
                _purpose(name) for kept in theirs if kept.number in numbers for name in kept.body["answers"]
            }
            left = {
                _purpose(name)
                for kept in theirs
                if kept.number not in numbers
                for name in kept.body["answers"]
            }
            yield key, numbers, frozenset(gone - left)


def _purpose(name: str) -> PurposeName:
    return id_of(name)[0]


_OLD = (
    select(consent_records.c.number)
    .where(
        consent_records.c.site == bindparam("site"),
        consent_records.c.number > bindparam("after"),
        consent_records.c.key_hash.is_not(None),
        consent_records.c.at <= bindparam("before"),
    )
    .order_by(consent_records.c.number)
    .limit(bindparam("most"))
)
