"""
Everything that shows one consent, in one archive that can be checked without Troth.

The decision in words, the record, what was sealed of it, the notice, the artefact with its parts, the manifest, and
the links of the chain from the record's own to the last; each file under its hash, with the commands that check them.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import bindparam, select

from troth.claims.facts import Instant
from troth.consent.export import as_jsonld
from troth.consent.notices import manifest_kept, manifest_shown
from troth.consent.receipt import words
from troth.consent.records import Kept, consent_links, consent_records, record_of
from troth.database.tables import instant_text
from troth.database.transactions import Transaction
from troth.publication import records as kept_files
from troth.publication.wordings import manifest_in_force
from troth.site import Site
from troth.texts.evidence import README
from troth.texts.language import LANGUAGES

MOST_LINKS = 10_000  # that a pack holds after the record's own; the chain's verification holds them all
_MADE_AT = (1980, 1, 1, 0, 0, 0)  # the same evidence makes the same archive
_SUFFIX = {"text/html": "html", "text/javascript": "js", "text/css": "css", "application/json": "json"}


def pack(site: Site, kept: Kept, at: Instant) -> bytes:
    """A zip archive; the same for the same record and chain."""
    with site.database.reading() as tx:
        files = dict(_files(tx, site, kept, at))
    sums = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items())
    )
    files["SHA256SUMS"] = sums.encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _MADE_AT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, content)
    return made.getvalue()


def _files(tx: Transaction, site: Site, kept: Kept, at: Instant) -> Iterator[tuple[str, bytes]]:
    yield from ((name, text.encode()) for name, text in README.items())
    for language in LANGUAGES:
        yield f"receipt.{language}.txt", words(site, kept, language, at).encode()
    yield "record.json", kept.text
    if kept.private is not None:
        sealed = {"salt": kept.salt.hex(), "sealed": kept.private.text().decode()}
        yield "private.json", _json(sealed)
    manifest = manifest_shown(site, kept) or manifest_in_force(site, at)
    yield "record.jsonld", _json(as_jsonld(manifest, kept, at))
    yield from _notice(tx, site, kept.body["notice"])
    yield "chain.json", _json(_chain(tx, site.name, kept))


def _notice(tx: Transaction, site: Site, notice: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    manifest = manifest_kept(tx, site.name, notice.get("manifest", ""))
    if manifest is not None:
        yield "manifest.json", manifest
    for part, name in (("text", "notice.txt"), ("artefact", "artefact.json")):
        found = kept_files.kept(tx, site.name, notice.get(part, ""))
        if found is None:
            continue
        yield name, found.content
        if part == "artefact":
            for role in ("html", "script", "style", "head"):
                file = kept_files.kept(tx, site.name, json.loads(found.content)[role])
                if file is not None:
                    yield f"{role}.{_SUFFIX[file.media_type.partition(';')[0]]}", file.content


def _chain(tx: Transaction, site: str, kept: Kept) -> dict[str, Any]:
    links = tx.rows(_LINKS, {"site": site, "number": kept.number, "most": MOST_LINKS})
    told = [
        {
            "at": instant_text(link.at),
            "first": link.first,
            "hash": link.hash.hex(),
            "last": link.last,
            "previous": link.previous.hex(),
        }
        for link in links
    ]
    about: dict[str, Any] = {"site": site, "number": kept.number, "hash": kept.hash.hex(), "links": told}
    if links:
        hashes = tx.rows(_HASHES, {"site": site, "low": links[0].first, "high": links[0].last})
        about["records"] = [row.hash.hex() for row in hashes]
    return about


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def found(site: Site, id_: str) -> Kept | None:
    """The record of this id."""
    with site.database.reading() as tx:
        return record_of(tx, site.name, id_)


_LINKS = (
    select(consent_links)
    .where(consent_links.c.site == bindparam("site"), consent_links.c.last >= bindparam("number"))
    .order_by(consent_links.c.last)
    .limit(bindparam("most"))
)
_HASHES = (
    select(consent_records.c.hash)
    .where(
        consent_records.c.site == bindparam("site"),
        consent_records.c.number >= bindparam("low"),
        consent_records.c.number <= bindparam("high"),
    )
    .order_by(consent_records.c.number)
)
