"""
What a site asks at an instant: the manifest's offers, each under the wording that is in force.

A purpose whose wording the manifest names is outgrown when its wording says so. One without takes its wordings
from the versions that were published: a version that materially grew it (`claims/diff.py`) begins a new one, and
consents given before it wait to be asked again; other versions touch nothing.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func, select

from troth.claims.diff import changes, outgrown
from troth.claims.facts import Instant
from troth.consent.model import Offer, OfferId
from troth.consent.offers import offers
from troth.database import Database
from troth.manifest.model import Manifest
from troth.manifest.names import PurposeName
from troth.manifest.purposes import Basis, Purpose, Wording
from troth.publication import records
from troth.publication.model import Publication
from troth.publication.publish import manifest_of
from troth.publication.records import publications
from troth.site import Site

STALE_SECONDS = 2.0  # how long a version published by another process may stay unseen
_MOST_KEPT = 256

_Published = tuple[Publication, ...]
_published: WeakKeyDictionary[Database, dict[str, tuple[float, _Published]]] = WeakKeyDictionary()
_asked: dict[tuple[str, str, date, tuple[str, ...]], tuple[Manifest, Mapping[OfferId, Offer]]] = {}
_COUNT = select(func.count().label("versions")).where(publications.c.site == bindparam("site"))


def asked(site: Site, at: Instant) -> Mapping[OfferId, Offer]:
    """Every offer of the site by its id, as it is put at this instant."""
    return _of(site, at)[1]


def manifest_asked(site: Site, at: Instant) -> Manifest:
    """The manifest with the wordings that its publications imply, for whoever judges consents."""
    return _of(site, at)[0]


def look_again(site: Site) -> None:
    """Somebody saw that a version was published: it counts at once, and not when it would be read next."""
    _published.get(site.database, {}).pop(site.name, None)


def with_wordings(manifest: Manifest, published: Sequence[Publication], day: date) -> Manifest:
    """The manifest, each consent without a declared wording under the one that the published versions imply."""
    in_force = sorted((one for one in published if one.effective <= day), key=lambda one: one.number)
    begun: dict[PurposeName, Publication] = {}
    for before, after in pairwise(in_force):
        was, now = manifest_of(before), manifest_of(after)
        begun |= dict.fromkeys(outgrown(now, changes(was, now)), after)
    return replace(
        manifest,
        purposes={name: _worded(purpose, begun) for name, purpose in manifest.purposes.items()},
    )


def in_force(site: Site, day: date) -> tuple[Manifest, ...]:
    """The manifest of the version that is in force on that day; none where none was published by then."""
    published = [one for one in _versions(site) if one.effective <= day]
    return tuple(manifest_of(one) for one in sorted(published, key=lambda one: one.number)[-1:])


def day_of(manifest: Manifest, at: Instant) -> date:
    """The day of an instant in the controller's zone."""
    return at.astimezone(ZoneInfo(manifest.zone)).date()


def _worded(purpose: Purpose, begun: Mapping[PurposeName, Publication]) -> Purpose:
    if purpose.wording is not None or Basis.CONSENT not in purpose.bases:
        return purpose
    since = [begun[name] for name in (purpose.name, *sorted(purpose.was)) if name in begun]
    if not since:
        return purpose
    last = max(since, key=lambda one: one.number)
    return replace(purpose, wording=Wording(f"policy-{last.number}", last.effective))


def _of(site: Site, at: Instant) -> tuple[Manifest, Mapping[OfferId, Offer]]:
    day = day_of(site.manifest, at)
    published = _versions(site)
    key = (site.name, site.manifest_hash, day, tuple(one.fingerprint for one in published))
    if key not in _asked:
        if len(_asked) >= _MOST_KEPT:
            _asked.clear()
        manifest = with_wordings(site.manifest, published, day)
        _asked[key] = manifest, {offer.id: offer for offer in offers(manifest, day)}
    return _asked[key]


def _versions(site: Site) -> _Published:
    known = _published.setdefault(site.database, {})
    read_at, published = known.get(site.name, (float("-inf"), ()))
    if time.monotonic() - read_at > STALE_SECONDS:
        with site.database.reading() as tx:
            count = tx.first(_COUNT, {"site": site.name})
            if count is not None and count.versions != len(published):
                published = tuple(records.all_publications(tx, site.name))
        known[site.name] = time.monotonic(), published
    return published
