"""
How a person's answers stand at an instant: from the facts alone, by the definition of docs/explanation/claims.md.

Nothing runs when a consent ends: whoever asks computes it from the instant of the act and the validity.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from troth.claims.facts import Effect, Fact, Instant
from troth.claims.keys import Key
from troth.consent.model import NOT_ASKED, Answer, Event, Offer, OfferId, Standing
from troth.consent.questions import asked, day_of
from troth.manifest.model import Manifest
from troth.manifest.purposes import Purpose
from troth.publication.wordings import manifest_in_force
from troth.site import Site
from troth.subjects.records import facts_for

_DECISIONS = frozenset({Effect.GIVEN, Effect.REFUSED, Effect.WITHDRAWN})
_BY = "consent "


def standing(site: Site, keys: Collection[Key], at: Instant) -> Mapping[OfferId, Standing]:
    """How each offer of the site stands for the person with these keys. An offer nobody asked about is NOT_ASKED."""
    with site.database.reading() as tx:
        facts = facts_for(tx, site.name, keys, ()).known
    return standings(manifest_in_force(site, at), asked(site, at).values(), facts, at)


def standings(
    manifest: Manifest, offers: Iterable[Offer], facts: Iterable[Fact], at: Instant
) -> Mapping[OfferId, Standing]:
    """The same from facts that are known already."""
    told = [fact for fact in facts if fact.since <= at and fact.key is not None]
    return {offer.id: _standing(manifest, offer, told, at) for offer in offers}


def _standing(manifest: Manifest, offer: Offer, told: Collection[Fact], at: Instant) -> Standing:
    purpose = manifest.purposes[offer.purpose]
    about = [fact for fact in told if fact.effect in _DECISIONS and _concerns(fact, purpose, offer)]
    own = [fact for fact in about if offer.on_device or fact.key is None or fact.key.type == offer.key_type]
    narrowed = [fact for fact in about if fact.effect is Effect.WITHDRAWN]
    erased = [fact for fact in told if fact.effect is Effect.ERASED]
    if not own:
        last = max(narrowed, key=_rank, default=None)
        return NOT_ASKED if last is None else _refused(last, manifest, offer, at)
    last = max(own, key=_rank)
    if last.effect is not Effect.GIVEN:
        return _refused(last, manifest, offer, at)
    ends = [fact for fact in (*narrowed, *erased) if fact.since >= last.since]
    if ends:
        return _refused(max(ends, key=_rank), manifest, offer, at)
    return _given(manifest, purpose, offer, last, at)


def _given(manifest: Manifest, purpose: Purpose, offer: Offer, given: Fact, at: Instant) -> Standing:
    today = day_of(manifest, at)
    until = _until(manifest, offer, given)
    record = _record(given)
    if until is not None and until < today:
        return Standing(Answer.NOT_ASKED, given.since, until, given.name, False, record, Event.EXPIRED)
    wording = purpose.wording
    if wording is None or given.name in {wording.version, *wording.covers}:
        return Standing(Answer.GRANTED, given.since, until, given.name, False, record, Event.GIVEN)
    end = wording.ask_again_within.after(wording.since)
    event = Event.EXPIRED if end < today else Event.GIVEN
    return Standing(Answer.NOT_ASKED, given.since, end, given.name, end >= today, record, event)


def _refused(last: Fact, manifest: Manifest, offer: Offer, at: Instant) -> Standing:
    """A refusal about the device is remembered as long as a consent; any other until somebody changes it."""
    until = _until(manifest, offer, last) if offer.on_device else None
    event = Event.REFUSED if last.effect is Effect.REFUSED else Event.WITHDRAWN
    if until is not None and until < day_of(manifest, at):
        return Standing(Answer.NOT_ASKED, last.since, until, "", False, _record(last), Event.EXPIRED)
    return Standing(Answer.REFUSED, last.since, until, "", False, _record(last), event)


def _concerns(fact: Fact, purpose: Purpose, offer: Offer) -> bool:
    is_named = not fact.purposes or bool(fact.purposes & {purpose.name, *purpose.was})
    return is_named and fact.choice in (None, offer.choice)


def _rank(fact: Fact) -> tuple[Instant, bool, Instant, int]:
    return fact.since, fact.effect is not Effect.GIVEN, fact.recorded, fact.sequence


def _until(manifest: Manifest, offer: Offer, fact: Fact) -> date | None:
    return None if offer.validity is None else offer.validity.after(day_of(manifest, fact.since))


def _record(fact: Fact) -> str | None:
    return fact.by.removeprefix(_BY) if fact.by.startswith(_BY) else None
