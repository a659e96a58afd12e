"""
An objection to marketing: at once, without a reason, without a proof of who one is (GDPR Art. 21(2), (3)).

It only narrows. It is the same verb whether it comes by the web, by mail, by post or by telephone.
"""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from troth import audit
from troth.claims.facts import Effect, Instant
from troth.claims.keys import Key
from troth.consent.model import Answer, NewDecision, Notice
from troth.consent.questions import asked, day_of
from troth.consent.record import record
from troth.site import Site
from troth.subjects import NewFact, add_facts
from troth.subjects.suppressions import Suppression, suppress
from troth.web.preferences import rules

ACT = "object"

Spellings = Sequence[Key]  # one address or number, in each form under which a store may hold it


@dataclass(frozen=True, slots=True)
class Objection:
    """What was recorded: the receipt's number, the instant from which it holds, and whose it is."""

    number: str
    at: Instant
    keys: tuple[Key, ...]


def object_to_marketing(
    site: Site, people: Sequence[Spellings], notice: Notice, at: Instant, channel: str = "web"
) -> Objection:
    """
    End all marketing under these keys from this instant on.

    The suppression list comes first: whatever happens then, nobody is approached any more.
    """
    number = secrets.token_urlsafe(16)
    interests = frozenset(one.name for one in rules.objectable(site.manifest, day_of(site.manifest, at)))
    with site.database.transaction() as tx:
        for effect in (Effect.OBJECTED, Effect.WITHDRAWN):
            suppress(tx, site.name, [Suppression(key, effect, at) for ways in people for key in ways])
        if interests:
            new = [NewFact(Effect.OBJECTED, at, at, ways[0], purposes=interests) for ways in people]
            add_facts(tx, site.name, new)
        audit.append(tx, site.name, "objection.received", {"receipt": number, "people": len(people)}, at)
    record(site, list(_withdrawals(site, people, notice, at, channel)))
    return Objection(number, at, tuple(ways[0] for ways in people))


def _withdrawals(
    site: Site, people: Sequence[Spellings], notice: Notice, at: Instant, channel: str
) -> Iterator[NewDecision]:
    ended = rules.marketing(site.manifest, asked(site, at).values())
    for ways in people:
        answers = {offer.id: Answer.REFUSED for offer in ended if offer.key_type == ways[0].type}
        if answers:
            yield NewDecision(ways[0], answers, notice, ACT, at, channel=channel)
