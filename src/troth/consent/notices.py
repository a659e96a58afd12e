"""
What was shown when somebody decided, kept so that it can be shown again: the text, and the artefact.

An artefact is the rendering of a layer with its script and style. It is a function of the manifest, the language
and what was asked, so that whoever holds the manifest can render it again and compare the hash; addresses, which
differ from host to host, stand in it by their names.
"""

import hashlib
import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from html import unescape
from typing import Any
from weakref import WeakKeyDictionary

import rfc8785

from troth import banner
from troth.banner import Addresses
from troth.consent.model import NewDecision, Notice, Offer, OfferId
from troth.consent.records import Kept, canonical
from troth.database import Database
from troth.database.transactions import Transaction
from troth.manifest.canonical import from_data, to_data
from troth.manifest.model import Manifest
from troth.publication import records
from troth.publication.model import Artefact, Publication
from troth.site import Site
from troth.texts.language import LANGUAGES, Language

SCHEMA = "troth-artefact-1"
RENDERED = frozenset({"banner", "panel", "page"})
ADDRESSES = Addresses("choice", "policy", "controllers", "shown")
_TEXT, _HTML, _JSON = "text/plain; charset=utf-8", "text/html; charset=utf-8", "application/json"
_MOST_KEPT = 512


@dataclass(frozen=True, slots=True)
class _Shown:
    """One notice with everything that has to be kept for it."""

    notice: Notice
    artefacts: tuple[Artefact, ...]


_rendered: dict[tuple[Any, ...], _Shown] = {}
_kept: WeakKeyDictionary[Database, set[tuple[str, str]]] = WeakKeyDictionary()


def shown(site: Site, offers: Mapping[OfferId, Offer], decision: NewDecision) -> Notice:
    """The notice of a decision with the hashes of what was shown, where this process can render it."""
    notice = decision.notice
    if notice.text_hash or notice.manifest not in ("", site.manifest_hash):
        return notice
    return replace(_of(site, offers, decision).notice, version=notice.version)


def keep(tx: Transaction, site: Site, notices: Collection[Notice]) -> None:
    """Keep for ever what these notices point to: once for each process and database."""
    known = _kept.setdefault(site.database, set())
    wanted = {notice for notice in notices if notice.text_hash}
    for found in [*_rendered.values()]:
        mark = site.name, _mark(found.notice)
        if mark not in known and any(_mark(notice) == mark[1] for notice in wanted):
            records.keep(tx, site.name, found.artefacts)
            tx.after_commit(f"notice {mark[1]}", partial(known.add, mark))


def manifest_shown(site: Site, kept: Kept) -> Manifest | None:
    """The manifest that a record's notice came from; none where it was not kept."""
    hash_ = kept.body["notice"].get("manifest", "")
    if hash_ == site.manifest_hash:
        return site.manifest
    with site.database.reading() as tx:
        text = manifest_kept(tx, site.name, hash_)
    return None if text is None else from_data(json.loads(text))


def manifest_kept(tx: Transaction, site: str, hash_: str) -> bytes | None:
    """The canonical JSON of a manifest, as a notice of ours or a publication kept it."""
    found = records.kept(tx, site, hash_)
    if found is not None:
        return found.content
    return next((one.manifest.encode() for one in _published(tx, site, hash_)), None)


def notice_of(site: Site, notice: Notice, begins: str) -> Notice:
    """
    The notice as what was shown came from: an earlier version, where a cache kept the page or it stood open.

    Args:
        notice: as it would be now.
        begins: the first digits of the manifest's fingerprint, as the page says.
    """
    if notice.manifest.startswith(begins):
        return notice
    with site.database.reading() as tx:
        earlier = _published(tx, site.name, begins)
    return next((replace(notice, manifest=one.fingerprint, version=one.number) for one in earlier), notice)


def _published(tx: Transaction, site: str, begins: str) -> list[Publication]:
    """The versions published of a manifest whose fingerprint begins so, the latest first."""
    return [
        one
        for one in reversed(records.all_publications(tx, site))
        if begins and one.fingerprint.startswith(begins)
    ]


def rendered(
    manifest: Manifest,
    language: Language,
    layer: str,
    asked: Sequence[Offer],
    device: Sequence[Offer],
    *,
    signal: bool,
) -> str:
    """The HTML of a layer as it is put to somebody who is asked these offers, and has answered the others."""
    if layer == "banner":
        answered = {one.print: False for one in device if one not in asked}
        return banner.first_layer(manifest, language, device, ADDRESSES, answered, signal=signal)
    return banner.panel(manifest, language, asked, ADDRESSES, {}, signal=signal)


def text_of(html: str) -> str:
    """What of a piece of HTML people read: its text, one line for each part."""
    plain = re.sub(r"<(script|style)\b.*?</\1>", " ", html, flags=re.DOTALL)
    lines = (" ".join(unescape(part).split()) for part in re.split(r"<[^>]*>", plain))
    return "\n".join(line for line in lines if line)


def words(offers: Sequence[Offer], language: str) -> str:
    """What is asked in words alone, as a form, a call or a sheet of paper puts it."""
    return "\n".join(f"{one.title.in_(language)}: {one.sentence.in_(language)}" for one in offers)


def _of(site: Site, offers: Mapping[OfferId, Offer], decision: NewDecision) -> _Shown:
    notice = decision.notice
    asked = [offers[one] for one in decision.answers]
    signal = decision.signal == "gpc"
    key = (site.manifest_hash, notice.language, notice.layer, tuple(one.print for one in asked), signal)
    if key not in _rendered:
        if len(_rendered) >= _MOST_KEPT:
            _rendered.clear()
        _rendered[key] = _made(
            site, notice, asked, [one for one in offers.values() if one.on_device], signal=signal
        )
    return _rendered[key]


def _made(
    site: Site, notice: Notice, asked: Sequence[Offer], device: Sequence[Offer], *, signal: bool
) -> _Shown:
    manifest = rfc8785.dumps(to_data(site.manifest))
    artefacts = [records.artefact(manifest, _JSON)]
    if notice.layer in RENDERED and notice.language in LANGUAGES and all(one.on_device for one in asked):
        language: Language = "fr" if notice.language == "fr" else "en"
        html = rendered(site.manifest, language, notice.layer, asked, device, signal=signal)
        assets = banner.assets()
        parts = {
            "html": records.artefact(html.encode(), _HTML),
            "script": records.artefact(assets.script, "text/javascript"),
            "style": records.artefact(assets.style, "text/css"),
            "head": records.artefact(assets.head, "text/javascript"),
        }
        about = {
            "schema": SCHEMA,
            "manifest": site.manifest_hash,
            "language": language,
            "layer": notice.layer,
            "asked": [one.name for one in asked],
            "prints": [one.print for one in asked],
            "signal": signal,
        }
        whole = records.artefact(canonical(about | {name: part.hash for name, part in parts.items()}), _JSON)
        artefacts += [*parts.values(), whole]
        text, artefact_hash = text_of(html), whole.hash
    else:
        text, artefact_hash = words(asked, notice.language), ""
    told = records.artefact(text.encode(), _TEXT)
    return _Shown(
        replace(notice, manifest=site.manifest_hash, text_hash=told.hash, artefact_hash=artefact_hash),
        (*artefacts, told),
    )


def _mark(notice: Notice) -> str:
    return hashlib.sha256(
        json.dumps([notice.manifest, notice.text_hash, notice.artefact_hash]).encode()
    ).hexdigest()
