"""
Putting people on the suppression list: an objection to marketing, at once, for no reason, without proof of identity.

What the list holds is a keyed hash and what it bars, no address. It outlives an erasure, and bars a list that is
brought in again.
"""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from troth import audit
from troth.claims.carried import is_marketing
from troth.claims.contacts import Contacts
from troth.claims.facts import Effect, Instant
from troth.claims.keys import Key
from troth.consent.questions import day_of
from troth.errors import ManifestError, Place, Problem
from troth.manifest.names import PurposeName
from troth.site import Site
from troth.subjects.suppressions import Suppression, suppress

AT_ONCE = 10_000  # entries in one transaction


def bar(
    site: Site,
    keys: Iterable[Key],
    at: Instant,
    purposes: Collection[str] = (),
    channel: str | None = None,
) -> tuple[int, int]:
    """
    Bar marketing to these people from now on, and return how many there were and how many entries are new.

    A telephone number is barred in each spelling that a list may have.

    Args:
        keys: of whom; addresses and numbers that are such (`Contacts.wrong`).
        purposes: only these; none: every purpose of direct marketing.
        channel: only messages on this channel.

    Raises:
        NotMarketing: a purpose is none of direct marketing, or the channel is not declared.
    """
    _check(site, purposes, channel, at)
    named = frozenset(PurposeName(name) for name in purposes)
    contacts = Contacts.of(site.manifest, day_of(site.manifest, at))
    people, new = 0, 0

    def entries(of: Iterable[Key]) -> list[Suppression]:
        return [
            Suppression(key, effect, at, named, channel=channel)
            for key in dict.fromkeys(of)
            for effect in (Effect.OBJECTED, Effect.WITHDRAWN)
        ]

    for some in _windows(keys, AT_ONCE):
        spelled = [one for key in some for one in contacts.read(key.type, key.value) or () if one != key]
        with site.database.transaction() as tx:
            added = suppress(tx, site.name, entries(some))
            suppress(tx, site.name, entries(spelled))
            body: audit.Body = {"people": len(some), "purposes": sorted(named), "channel": channel}
            audit.append(tx, site.name, "marketing.objected", body, at)
        people, new = people + len(some), new + added // 2
    return people, new


class NotMarketing(ManifestError):
    """What somebody is to be barred from is no marketing that the site declares."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__([Problem("not-marketing", _Word("the suppression list", 1, 1), what, mend)])


class _Word(Place):
    """A place that is a word of the command."""

    __slots__ = ()

    def __str__(self) -> str:
        return self.file


def _check(site: Site, purposes: Collection[str], channel: str | None, at: Instant) -> None:
    manifest = site.manifest
    marketing = [name for name, purpose in manifest.purposes.items() if is_marketing(manifest, purpose)]
    for name in purposes:
        if name not in marketing:
            known = ", ".join(marketing) or "none"
            raise NotMarketing(f"`{name}` is no purpose of direct marketing", f"the site's are: {known}")
    if channel is not None and channel not in manifest.policy.channels:
        known = ", ".join(manifest.policy.channels) or "none"
        raise NotMarketing(f"there is no channel `{channel}`", f"the site's are: {known}")


def _windows(keys: Iterable[Key], size: int) -> Iterator[list[Key]]:
    waiting = iter(keys)
    while some := list(islice(waiting, size)):
        yield some
