"""
Recording decisions: the evidence in the ledger and what is in force as facts, in one transaction.

A batch of many people's decisions costs the same few statements as one: the server commits together all that
wait for it. Rows are numbered under the site's lock, so that the sequencer can chain them as they become visible.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from troth.claims.facts import Effect, Instant
from troth.claims.keys import Key
from troth.consent import notices, records, rules
from troth.consent.beginning import begin
from troth.consent.model import Answer, Event, NewDecision, Notice, Offer, OfferId, Recorded, name_of
from troth.consent.questions import asked, day_of
from troth.consent.records import NewRow, Private
from troth.consent.rules import DecisionRefused, Known
from troth.database.foresight import Outrun
from troth.database.sealing import data_keys_of, new_data_keys
from troth.database.sequences import Series, next_numbers
from troth.database.tables import instant_text
from troth.database.transactions import Transaction
from troth.site import Site
from troth.subjects.hashes import key_hash
from troth.subjects.model import NewFact
from troth.subjects.records import CHECKPOINT_SECONDS, add_facts, decisions_under
from troth.subjects.rows import holders_of
from troth.subjects.suppressions import of_facts, suppress

_EFFECTS = {Event.GIVEN: Effect.GIVEN, Event.REFUSED: Effect.REFUSED, Event.WITHDRAWN: Effect.WITHDRAWN}
_TICK = timedelta(microseconds=1)


@dataclass(slots=True)
class _Before:
    """What is known under the keys of a batch, and becomes known while it is worked through."""

    answers: dict[tuple[Key, OfferId], Known] = field(default_factory=dict)
    last: dict[Key, str] = field(default_factory=dict)  # the last record's id

    def of(self, key: Key, offer: OfferId) -> Known | None:
        return self.answers.get((key, offer)) or self.answers.get((key, (offer[0], None)))


def record(
    site: Site, decisions: Sequence[NewDecision], recorded_at: Instant | None = None
) -> list[Recorded]:
    """
    Record decisions, all or none, and tell how each stands in the ledger.

    Args:
        site: whose people decided.
        decisions: each act of each person, in the order in which they happened.
        recorded_at: when they are recorded, where that is not when they were made (imports).

    Raises:
        DecisionRefused: with every reason; nothing was recorded.
    """
    ready = prepared(site, decisions, recorded_at)
    if not decisions:
        return []
    try:
        with site.database.foreseeing() as tx:
            return write(tx, site, ready)
    except Outrun:
        with site.database.transaction() as tx:
            return write(tx, site, ready)


@dataclass(frozen=True, slots=True)
class Prepared:
    """Decisions that were found in order, and what was shown with each: ready for a transaction."""

    decisions: Sequence[NewDecision]
    shown: Sequence[Notice]
    offers: Mapping[OfferId, Offer]
    recorded_at: Instant | None


def prepared(site: Site, decisions: Sequence[NewDecision], recorded_at: Instant | None = None) -> Prepared:
    """
    What `write` records in a transaction of its caller, together with whatever else that holds.

    Raises:
        DecisionRefused: with every reason.
    """
    if not decisions:
        return Prepared((), (), {}, recorded_at)
    offers = asked(site, recorded_at or max(decision.at for decision in decisions))
    _check(site, offers, decisions, recorded_at)
    # What was shown elsewhere, once, is what its importer says, and not what would be shown today.
    is_now = recorded_at is None
    shown = [notices.shown(site, offers, one) if is_now else one.notice for one in decisions]
    return Prepared(decisions, shown, offers, recorded_at)


def write(tx: Transaction, site: Site, ready: Prepared) -> list[Recorded]:
    """Record decisions in this transaction, and tell how each stands in the ledger."""
    decisions = ready.decisions
    if not decisions:
        return []
    notices.keep(tx, site, ready.shown)
    facts_count = sum(_is_answered(answer) for one in decisions for answer in one.answers.values())
    # Where every key is new, each decision makes a data key for its proof, and one for each purpose.
    new_keys = sum(_keys_of(one) for one in decisions) if all(one.is_first for one in decisions) else 0
    begin(tx, site.name, facts_count, len(decisions), new_keys)
    before = _before(tx, site.name, decisions)
    made = [
        _made(site, ready.offers, decision, notice, before, ready.recorded_at)
        for decision, notice in zip(decisions, ready.shown, strict=True)
    ]
    suppress(tx, site.name, of_facts(site.manifest, (fact for one in made for fact in one.facts)))
    return _write(tx, site.name, decisions, made)


def new_number() -> str:
    """A number of a receipt: nobody guesses it, and no command takes it for an option."""
    number = secrets.token_urlsafe(16)
    return new_number() if number.startswith("-") else number


@dataclass(frozen=True, slots=True)
class _Made:
    row: NewRow
    facts: tuple[NewFact, ...]
    events: Mapping[OfferId, Event]
    until: Mapping[OfferId, date | None]


def _check(
    site: Site, offers: Mapping[OfferId, Offer], decisions: Sequence[NewDecision], recorded_at: Instant | None
) -> None:
    problems = [
        problem
        for decision in decisions
        for problem in rules.problems_of(
            site.manifest, offers, decision, day_of(site.manifest, recorded_at or decision.at)
        )
    ]
    if problems:
        raise DecisionRefused(list(dict.fromkeys(problems)))


def _before(tx: Transaction, site: str, decisions: Sequence[NewDecision]) -> _Before:
    """What stands under the keys that may be known already."""
    keys = {key_hash(tx, site, one.key): one.key for one in decisions if not one.is_first}
    before = _Before()
    if not keys:
        return before
    latest: dict[tuple[Key, OfferId], Any] = {}
    for found in decisions_under(tx, site, keys):
        for purpose in found.purposes:
            place = keys[found.key_hash], (purpose, found.choice)
            rank = (found.since, found.effect, found.recorded, found.sequence)
            if place not in latest or rules.later(rank, latest[place]):
                latest[place] = rank
    before.answers = {place: Known(effect, since) for place, (since, effect, _, _) in latest.items()}
    before.last = {keys[hash_]: id_ for hash_, id_ in records.last_ids(tx, site, keys).items()}
    return before


def _made(
    site: Site,
    offers: Mapping[OfferId, Offer],
    decision: NewDecision,
    notice: Notice,
    before: _Before,
    recorded_at: Instant | None,
) -> _Made:
    """One act as ledger and facts hold it. What it says is known to the acts after it."""
    id_ = new_number()
    told, events, until, facts = {}, {}, {}, []
    for one, answer in decision.answers.items():
        offer = offers[one]
        event = rules.event_of(answer, decision, before.of(decision.key, one))
        events[one] = event
        part: dict[str, Any] = {"answer": answer.value, "event": event.value}
        if event in _EFFECTS:
            fact = _fact(decision, offer, event, before, recorded_at, id_)
            facts.append(fact)
            if event is Event.GIVEN:
                until[one] = _until(site, offer, fact.since)
                part["until"] = None if until[one] is None else str(until[one])
            before.answers[decision.key, one] = Known(fact.effect, fact.since)
        wording = offer.wording if decision.wording is None else decision.wording
        if wording:
            part["wording"] = wording
        if offer.channel:
            part["channel"] = offer.channel
        told[name_of(one)] = part
    opened: dict[str, Any] = {
        "schema": records.SCHEMA,
        "at": instant_text(decision.at),
        "key": decision.key.type,
        "channel": decision.channel,
        "act": decision.act,
        "answers": told,
        "notice": _notice(notice),
    }
    if decision.signal:
        opened["signal"] = decision.signal
    if decision.minor is not None:
        opened["minor"] = decision.minor.ground
    if recorded_at is not None:
        opened["recorded"] = instant_text(recorded_at)
    private = _private(decision, before.last.get(decision.key))
    before.last[decision.key] = id_
    return _Made(NewRow(id_, decision.at, opened, private), tuple(facts), events, until)


def _fact(
    decision: NewDecision,
    offer: Offer,
    event: Event,
    before: _Before,
    recorded_at: Instant | None,
    id_: str,
) -> NewFact:
    since = decision.at
    known = before.of(decision.key, offer.id)
    if recorded_at is None and known is not None and since <= known.since:
        # The clock ran backwards, or two acts share an instant: the act that came later counts all the same.
        since = known.since + _TICK
    return NewFact(
        _EFFECTS[event],
        since,
        max(since, recorded_at or since),
        decision.key,
        purposes=frozenset({offer.purpose}),
        choice=offer.choice,
        name=(decision.wording if decision.wording is not None else offer.wording)
        if event is Event.GIVEN
        else "",
        ground=decision.minor.ground if decision.minor and event is Event.GIVEN else "",
        by=f"consent {id_}",
    )


def _write(
    tx: Transaction, site: str, decisions: Sequence[NewDecision], made: Sequence[_Made]
) -> list[Recorded]:
    rows = [one.row for one in made]
    facts = [fact for one in made for fact in one.facts]
    holders = [records.holder(tx, site, row) for row in rows]
    wanted = [*holders, *holders_of(tx, site, facts)]
    if all(decision.is_first for decision in decisions):
        new_data_keys(tx, site, wanted)
    keys = data_keys_of(tx, site, wanted)
    numbers = next_numbers(tx, site, Series.CONSENTS, len(rows))
    hashes = records.add(tx, site, rows, numbers, keys)
    add_facts(tx, site, facts, CHECKPOINT_SECONDS)
    return [
        Recorded(
            one.row.id, number, one.row.at, one.events, one.until, one.row.private.supersedes, hash_.hex()
        )
        for one, number, hash_ in zip(made, numbers, hashes, strict=True)
    ]


def _private(decision: NewDecision, supersedes: str | None) -> Private:
    parent, proof = "", dict(decision.proof)
    if decision.minor is not None:
        parent = decision.minor.parent
        if decision.minor.proof:
            proof["parent"] = decision.minor.proof
    page = decision.page.partition("?")[0].partition("#")[0]
    return Private(decision.key, page, supersedes, proof or None, parent)


def _until(site: Site, offer: Offer, since: Instant) -> date | None:
    return None if offer.validity is None else offer.validity.after(day_of(site.manifest, since))


def _notice(notice: Notice) -> dict[str, Any]:
    parts = {
        "language": notice.language,
        "layer": notice.layer,
        "version": notice.version,
        "manifest": notice.manifest,
        "text": notice.text_hash,
        "artefact": notice.artefact_hash,
    }
    return {name: part for name, part in parts.items() if part not in (None, "")}


def _keys_of(decision: NewDecision) -> int:
    return 1 + len({one[0] for one, answer in decision.answers.items() if _is_answered(answer)})


def _is_answered(answer: Answer) -> bool:
    return answer is not Answer.NOT_ASKED
