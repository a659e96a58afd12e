"""
Whether the ledger is as it was written: every record, every link, every artefact, and what the running version renders;
and whether what gates and plans go by, the facts, is what was recorded.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, select

from troth import audit, banner
from troth.consent import notices
from troth.consent.offers import offers
from troth.consent.questions import day_of
from troth.consent.records import Kept, all_records, commitment, consent_links, consent_records
from troth.consent.sequence import NOTHING, link_hash, tail
from troth.database.tables import instant_text
from troth.database.transactions import Transaction
from troth.manifest.canonical import from_data
from troth.manifest.model import Manifest
from troth.publication import records as kept_files
from troth.publication.wordings import with_wordings
from troth.site import Site
from troth.subjects.hashes import key_hash
from troth.subjects.proof import changed_facts
from troth.texts.language import Language

MOST_FLAWS = 1_000


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that is not as it was written: a record, a link or an artefact."""

    where: str  # "decision 17", "link to 40", "artefact 3f…"
    what: str


@dataclass(slots=True)
class Verified:
    """What was looked at, and what was found."""

    records: int = 0
    forgotten: int = 0
    links: int = 0
    unlinked: int = 0
    artefacts: int = 0
    rendered: int = 0  # artefacts of the running version that were rendered again
    other_version: int = (
        0  # artefacts whose script and style are another version's: only their bytes are checked
    )
    flaws: list[Flaw] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found."""
        return not self.flaws


def verify(site: Site) -> Verified:
    """Look at the whole ledger of a site, as it was at one instant."""
    seen = Verified()
    shown: dict[str, tuple[str, Kept]] = {}
    with site.database.reading() as tx:
        for flaw in (
            *_read(_records(tx, site, seen, shown), "the decisions"),
            *_read(_links(tx, site, seen), "the links"),
            *_read(_artefacts(tx, site, seen, shown), "the artefacts"),
            *_read(_facts(tx, site), "the facts"),
        ):
            if len(seen.flaws) < MOST_FLAWS:
                seen.flaws.append(flaw)
    return seen


def _read(part: Iterator[Flaw], where: str) -> Iterator[Flaw]:
    """A part of the ledger; where a value cannot even be read, that is a flaw, and what follows is not looked at."""
    try:
        yield from part
    except ValueError:
        yield Flaw(where, "an instant or a text in them cannot be read: what follows it was not looked at")


def _records(
    tx: Transaction, site: Site, seen: Verified, shown: dict[str, tuple[str, Kept]]
) -> Iterator[Flaw]:
    expected = 1
    for kept in all_records(tx, site.name):
        seen.records += 1
        if kept.number != expected:
            yield Flaw(f"decision {expected}", "it is missing")
        expected = kept.number + 1
        for what in _wrong(tx, site.name, kept):
            yield Flaw(f"decision {kept.number}", what)
        seen.forgotten += kept.private is None
        for part in ("text", "artefact", "manifest"):
            if hash_ := kept.body.get("notice", {}).get(part):
                shown.setdefault(hash_, (part, kept))
    last = tail(tx, site.name).last
    if expected <= last:
        yield Flaw(f"decision {expected}", f"it is missing, and so is what followed, up to {last}")


def _wrong(tx: Transaction, site: str, kept: Kept) -> Iterator[str]:
    if hashlib.sha256(kept.text).digest() != kept.hash:
        yield "it was changed"
        return
    body = kept.body or json.loads(kept.text)
    where = (body.get("site"), body.get("number"), body.get("id"), body.get("at"))
    if where != (site, kept.number, kept.id, instant_text(kept.at)):
        yield "it was put in another's place"
    if kept.private is None:
        if kept.key_hash is not None:
            yield "what was sealed of it is gone, though it was not forgotten"
        return
    if commitment(kept.salt, kept.private.text()) != body.get("private"):
        yield "what was sealed of it was changed"
    if key_hash(tx, site, kept.private.key) != kept.key_hash:
        yield "it is found under another person's key"


def _links(tx: Transaction, site: Site, seen: Verified) -> Iterator[Flaw]:
    previous, first = NOTHING, 1
    links = tx.rows(
        select(consent_links).where(consent_links.c.site == site.name).order_by(consent_links.c.last)
    )
    for link in links:
        seen.links += 1
        where = f"link to {link.last}"
        if link.first != first or link.previous != previous:
            yield Flaw(where, "it does not follow on the link before")
        rows = tx.rows(_HASHES, {"site": site.name, "low": link.first, "high": link.last})
        made = link_hash(
            site.name, link.first, link.last, instant_text(link.at), link.previous, [row.hash for row in rows]
        )
        if made != link.hash:
            yield Flaw(where, "a record in it, or the link itself, was changed")
        previous, first = link.hash, link.last + 1
    seen.unlinked = tail(tx, site.name).unlinked
    if seen.unlinked < 0:
        yield Flaw(f"link to {first - 1}", "it speaks of records that are not there")


def _artefacts(
    tx: Transaction, site: Site, seen: Verified, shown: Mapping[str, tuple[str, Kept]]
) -> Iterator[Flaw]:
    published = kept_files.all_publications(tx, site.name)
    for hash_, (part, kept) in shown.items():
        seen.artefacts += 1
        where = f"{part} {hash_[:12]}…"
        found = kept_files.kept(tx, site.name, hash_)
        if found is None:
            if not (part == "manifest" and not kept.body["notice"].get("text")):
                yield Flaw(where, "it was not kept")
            continue
        if hashlib.sha256(found.content).hexdigest() != hash_:
            yield Flaw(where, "its bytes were changed")
            continue
        if part == "artefact":
            told = json.loads(found.content)
            manifest = _manifest(tx, site, told["manifest"])
            if manifest is not None:
                day = day_of(manifest, kept.at)
                yield from _rendered(seen, with_wordings(manifest, published, day), told, kept, where)


def _facts(tx: Transaction, site: Site) -> Iterator[Flaw]:
    for found in audit.verify(tx, site.name):
        yield Flaw(f"audit record {found.sequence}", found.what)
    for number, what in changed_facts(tx, site.name):
        yield Flaw(f"fact {number}", what)


def _manifest(tx: Transaction, site: Site, hash_: str) -> Manifest | None:
    if hash_ == site.manifest_hash:
        return site.manifest
    found = kept_files.kept(tx, site.name, hash_)
    return None if found is None else from_data(json.loads(found.content))


def _rendered(
    seen: Verified, manifest: Manifest, told: Mapping[str, Any], kept: Kept, where: str
) -> Iterator[Flaw]:
    """The running version renders just what was shown, where it is the version that showed it."""
    assets = banner.assets()
    ours = {"script": assets.script, "style": assets.style, "head": assets.head}
    if any(hashlib.sha256(content).hexdigest() != told[part] for part, content in ours.items()):
        seen.other_version += 1
        return
    made = {offer.name: offer for offer in offers(manifest, day_of(manifest, kept.at))}
    if any(name not in made for name in told["asked"]):
        yield Flaw(where, "its manifest does not ask what it shows")
        return
    language: Language = "fr" if told["language"] == "fr" else "en"
    html = notices.rendered(
        manifest,
        language,
        told["layer"],
        [made[name] for name in told["asked"]],
        [offer for offer in made.values() if offer.on_device],
        signal=told["signal"],
    )
    seen.rendered += 1
    if hashlib.sha256(html.encode()).hexdigest() != told["html"]:
        yield Flaw(where, "the running version renders something else")


_HASHES = (
    select(consent_records.c.hash)
    .where(
        consent_records.c.site == bindparam("site"),
        consent_records.c.number >= bindparam("low"),
        consent_records.c.number <= bindparam("high"),
    )
    .order_by(consent_records.c.number)
)
