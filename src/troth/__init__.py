"""
Troth runs a website's privacy policy: what is promised is done, and shown to be done.

    import troth

    with troth.open("sites/acme") as site:
        site.access({"email": "ana@example.com"}, "answer")
        plan = site.plan_erasure({"email": "ana@example.com"})
        site.erase(plan)

`open` gives a Site; nothing else is public.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from troth import site as parts
    from troth.claims.facts import Fact
    from troth.claims.keys import Key
    from troth.gate.model import Answer
    from troth.gate.warm import Gate
    from troth.requests.access import Answered
    from troth.requests.erase import Balance
    from troth.retention.model import Outcome, Plan
    from troth.subjects.model import NewFact

__version__ = "0.1.0.dev0"
__all__ = ["Site", "open"]

Subject = Mapping[str, str]  # type of key → value, all of one person


def open(folder: str | Path, environ: Mapping[str, str] | None = None) -> Site:  # noqa: A001  # troth.open
    """
    The site in this folder; close it, or use it in a `with`.

    Args:
        folder: that holds policy.yaml and stores.yaml.
        environ: the settings and secrets; those of the process where none are given.
    """
    from troth.site import open_site

    return Site(open_site(Path(folder), os.environ if environ is None else environ))


class Site:
    """A site and its verbs. Each raises one of the four kinds of failure of `troth.errors`."""

    def __init__(self, site: parts.Site) -> None:
        self._site = site
        self._gate: Gate | None = None

    def __enter__(self) -> Site:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give back every connection."""
        self._site.close()

    def may(
        self,
        purpose: str,
        subject: Subject,
        *,
        items: Collection[str] | None = None,
        choice: str | None = None,
        channel: str | None = None,
        recipient: str | None = None,
        actor: str | None = None,
        age: int | None = None,
        at: datetime | None = None,
    ) -> Answer:
        """
        May this purpose use data about this person now, on this channel, for this recipient?

        Gives `Yes` with what it is tied to, or `No` with its reason; whatever is not known is a no. Ask before
        each use, and before data about somebody is first written.

        Args:
            items: only these; else all that the purpose uses.
            choice: only this choice of the purpose; else every one that the channel leaves.
            actor: who of the controller's own people, as an internal recipient of the policy.
            age: in years, where you know it: a child does not consent alone.
        """
        from troth.gate.model import Question

        named = None if items is None else frozenset(items)
        question = Question(purpose, named, choice, channel, recipient, actor, age)
        if self._gate is None:
            from troth.gate.warm import Gate

            self._gate = Gate(self._site)
        return self._gate.may(question, subject, at)

    def access(self, subject: Subject, out: str | Path, *, at: datetime | None = None) -> Answered:
        """Write everything that is held about a person, with the reason for each datum, into a folder."""
        from troth.requests.access import access

        return access(self._site, [_keys(subject)], Path(out), at or _now())

    def data(self, subject: Subject, *, at: datetime | None = None) -> bytes:
        """Everything that is held about a person, with the claims on each datum, as JSON."""
        from troth.requests.data import data_of

        return data_of(self._site, [_keys(subject)], at or _now())[0]

    def plan_erasure(
        self,
        subject: Subject,
        *,
        items: Collection[str] = (),
        balances: Collection[Balance] = (),
        at: datetime | None = None,
    ) -> Plan:
        """What granting an erasure to a person leads to. Nothing is touched yet."""
        from troth.manifest.names import ItemName
        from troth.requests.erase import Erasure, plan_erasure

        named = [ItemName(item) for item in items]
        return plan_erasure(self._site, Erasure([_keys(subject)], at or _now(), named, balances))

    def erase(self, plan: Plan, *, at: datetime | None = None) -> Outcome:
        """Carry out just this plan: what it holds and is still ended goes."""
        from troth.retention.run import carry_out

        return carry_out(self._site, plan.id, at or _now())

    def explain(
        self, subject: Subject, datum: str, *, language: str | None = None, at: datetime | None = None
    ) -> str:
        """Why a column's data (`customers.email`) about a person is held, by whose claim and until when."""
        from troth.requests.explain import column_of, explain, in_words
        from troth.texts.language import chosen

        manifest = self._site.manifest
        table, column = column_of(manifest, datum)
        found = explain(self._site, _keys(subject), table, column, at or _now())
        spoken = chosen([language] if language else manifest.policy.languages)
        return "\n\n".join(in_words(manifest, found, spoken))

    def choices_link(self, subject: Subject, *, address: str = "", at: datetime | None = None) -> str:
        """
        The link to a person's choices, for a message to that person; it works for 90 days.

        Args:
            subject: one key: that by which the message goes out.
            address: where the site's pages stand; else /troth below the controller's own address.
        """
        from troth.web.preferences import links

        where = links.address_of(self._site.manifest, address)
        return links.choices_link(links.sealer_of(self._site), where, _one(subject), at or _now())

    def unsubscribe_headers(
        self,
        subject: Subject,
        purpose: str | None = None,
        *,
        choice: str | None = None,
        mailto: str = "",
        address: str = "",
    ) -> Mapping[str, str]:
        """
        The headers by which a person leaves with one click (RFC 8058); DKIM must cover both.

        Args:
            subject: one key: that by which the message goes out.
            purpose: what the message belongs to; without it, all marketing.
            choice: the choice of the purpose that it belongs to.
            mailto: an address that takes the same by e-mail, where there is one.
            address: as for `choices_link`.
        """
        from troth.web.preferences import links

        left = links.subscription(self._site, purpose, choice, _now())
        where = links.address_of(self._site.manifest, address)
        link = links.unsubscribe_link(links.sealer_of(self._site), where, _one(subject), left)
        return links.headers(link, mailto)

    def record(self, *facts: NewFact) -> list[Fact]:
        """Record what befell a person's relation with the controller: all of these facts, or none."""
        from troth.subjects.record import record

        return record(self._site, facts)


def _keys(subject: Subject) -> frozenset[Key]:
    from troth.claims.keys import Key

    return frozenset(Key.of(kind, value) for kind, value in subject.items())


def _one(subject: Subject) -> Key:
    """The only key: a message goes to one address."""
    (key,) = _keys(subject)
    return key


def _now() -> datetime:
    return datetime.now(UTC)
