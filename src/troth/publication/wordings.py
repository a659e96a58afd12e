"""
The manifest as it is in force at an instant: what is declared, with the wordings that the published versions imply.

A purpose whose wording the manifest names is outgrown when its wording says so. One without takes its wordings
from the versions that were published: a version that materially grew it (`claims/diff.py`) begins a new one, and
consents given before it wait to be asked again; other versions touch nothing. Whoever judges a consent, be it the
ledger, the gate, a plan or a verdict, asks for the manifest here, so that they all judge by the same.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from troth.claims.diff import changes, outgrown
from troth.claims.facts import Instant
from troth.database import Database
from troth.database.glances import SITE, Glance
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
_worded: dict[tuple[str, date, tuple[str, ...]], Manifest] = {}
VERSIONS = Glance(select(func.count()).select_from(publications).where(publications.c.site == SITE))


def manifest_in_force(site: Site, at: Instant) -> Manifest:
    """What is declared, each consent under the wording that is in force; the same object as long as it is the same."""
    return worded(site, site.manifest, site.manifest_hash, at)


def worded(
    site: Site, manifest: Manifest, fingerprint: str, at: Instant, published_by: Instant | None = None
) -> Manifest:
    """
    The same of any manifest of the site, as of one that was accepted earlier.

    Args:
        site: whose versions.
        manifest: what was declared.
        fingerprint: of that manifest.
        at: the instant asked about.
        published_by: versions that were published later imply nothing for it; none: all count.
    """
    day = at.astimezone(ZoneInfo(manifest.zone)).date()
    published = [one for one in versions(site) if published_by is None or one.published_at <= published_by]
    key = (fingerprint, day, tuple(one.fingerprint for one in published if one.effective <= day))
    if key not in _worded:
        if len(_worded) >= _MOST_KEPT:
            _worded.clear()
        _worded[key] = with_wordings(manifest, published, day)
    return _worded[key]


def version_in_force(site: Site, day: date) -> Publication | None:
    """The version that is in force on that day; none where none was published for it."""
    published = [one for one in versions(site) if one.effective <= day]
    return max(published, key=lambda one: one.number, default=None)


def look_again(site: Site) -> None:
    """What is asked next sees every version that was published by now, by whichever process."""
    known = _published.get(site.database, {})
    if site.name in known:
        known[site.name] = float("-inf"), known[site.name][1]


def with_wordings(manifest: Manifest, published: Sequence[Publication], day: date) -> Manifest:
    """The manifest, each consent without a declared wording under the one that the published versions imply."""
    in_force = sorted((one for one in published if one.effective <= day), key=lambda one: one.number)
    begun: dict[PurposeName, Publication] = {}
    for before, after in pairwise(in_force):
        was, now = manifest_of(before), manifest_of(after)
        begun |= dict.fromkeys(outgrown(now, changes(was, now)), after)
    if not begun:
        return manifest
    return replace(
        manifest,
        purposes={name: _under(purpose, begun) for name, purpose in manifest.purposes.items()},
    )


def versions(site: Site) -> _Published:
    """Every version that was published, as it was read a moment ago."""
    known = _published.setdefault(site.database, {})
    read_at, published = known.get(site.name, (float("-inf"), ()))
    if time.monotonic() - read_at > STALE_SECONDS:
        with site.database.reading() as tx:
            if tx.glanced(VERSIONS, site.name) != len(published):
                published = tuple(records.all_publications(tx, site.name))
        known[site.name] = time.monotonic(), published
    return published


def _under(purpose: Purpose, begun: Mapping[PurposeName, Publication]) -> Purpose:
    if purpose.wording is not None or Basis.CONSENT not in purpose.bases:
        return purpose
    since = [begun[name] for name in (purpose.name, *sorted(purpose.was)) if name in begun]
    if not since:
        return purpose
    last = max(since, key=lambda one: one.number)
    return replace(purpose, wording=Wording(f"policy-{last.number}", last.effective))
