"""
An objection to marketing: at once, without a reason, without a proof of who one is (GDPR Art. 21(2), (3)).

It only narrows. It is the same verb whether it comes by the web, by mail, by post or by telephone. What it says to
the suppression list, to the facts and to the ledger is committed together: killed in between, it has said nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from troth import audit
from troth.claims.facts import Effect, Instant
from troth.claims.keys import Key
from troth.consent import marketing
from troth.consent.model import Answer, NewDecision, Notice, Recorded
from troth.consent.questions import asked, day_of
from troth.consent.record import new_number, prepared, write
from troth.site import Site
from troth.subjects import NewFact, add_facts
from troth.subjects.suppressions import Suppression, of_facts, suppress

ACT = "object"

Spellings = Sequence[Key]  # one address or number, in each form under which a store may hold it


@dataclass(frozen=True, slots=True)
class Objection:
    """What was recorded: the receipt's number, the instant from which it holds, and whose it is."""

    number: str
    at: Instant
    keys: tuple[Key, ...]


def object_to_marketing(
    site: Site,
    people: Sequence[Spellings],
    notice: Notice,
    at: Instant,
    channel: str = "web",
    besides: Sequence[NewDecision] = (),
) -> Objection:
    """
    End all marketing under these keys from this instant on.

    Args:
        site: whose marketing.
        people: who objects.
        notice: what they saw or heard.
        at: when.
        channel: how it came.
        besides: what was decided by the same act; an offer that it refuses is not refused a second time.
    """
    number = new_number()
    interests = frozenset(one.name for one in marketing.objectable(site.manifest, day_of(site.manifest, at)))
    decisions = prepared(site, [*besides, *_withdrawals(site, people, notice, at, channel, besides)])
    with site.database.transaction() as tx:
        suppress(tx, site.name, list(barred([key for ways in people for key in ways], at)))
        if interests:
            new = [NewFact(Effect.OBJECTED, at, at, ways[0], purposes=interests) for ways in people]
            add_facts(tx, site.name, new)
        audit.append(tx, site.name, "objection.received", {"receipt": number, "people": len(people)}, at)
        write(tx, site, decisions)
    return Objection(number, at, tuple(ways[0] for ways in people))


def decide(
    site: Site,
    decisions: Sequence[NewDecision],
    objections: Sequence[NewFact],
    entries: Sequence[Suppression] = (),
) -> list[Recorded]:
    """
    Record what one act refused and objected to, and what follows for the suppression list.

    Args:
        site: to whose purposes.
        decisions: the answers about consents.
        objections: to interests; one to marketing goes on the suppression list by itself.
        entries: what else goes there.
    """
    ready = prepared(site, decisions)
    with site.database.transaction() as tx:
        suppress(tx, site.name, [*entries, *of_facts(site.manifest, objections)])
        add_facts(tx, site.name, objections)
        return write(tx, site, ready)


def barred(keys: Sequence[Key], at: Instant) -> Iterator[Suppression]:
    """All marketing to these keys, on whatever it rests."""
    for effect in (Effect.OBJECTED, Effect.WITHDRAWN):
        yield from (Suppression(key, effect, at) for key in keys)


def _withdrawals(
    site: Site,
    people: Sequence[Spellings],
    notice: Notice,
    at: Instant,
    channel: str,
    besides: Sequence[NewDecision],
) -> Iterator[NewDecision]:
    ended = marketing.marketing(site.manifest, asked(site, at).values())
    told = {(one.key, offer) for one in besides for offer in one.answers}
    for ways in people:
        answers = {
            offer.id: Answer.REFUSED
            for offer in ended
            if offer.key_type == ways[0].type and (ways[0], offer.id) not in told
        }
        if answers:
            yield NewDecision(ways[0], answers, notice, ACT, at, channel=channel)
