"""Published versions and artefacts in Troth's own database: rows are added, and never changed nor removed."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    Row,
    String,
    Table,
    Text,
    insert,
    select,
)

from troth.database.sealing import chunks
from troth.database.sequences import lock_site
from troth.database.tables import METADATA, InstantText
from troth.database.transactions import Transaction
from troth.publication.model import Artefact, Despite, Publication

artefacts = Table(
    "artefacts",
    METADATA,
    Column("site", String(200), primary_key=True),
    Column("hash", String(64), primary_key=True),
    Column("media_type", String(100), nullable=False),
    Column("content", LargeBinary, nullable=False),
)

publications = Table(
    "publications",
    METADATA,
    Column("site", String(200), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("manifest_hash", String(64), nullable=False),
    Column("manifest", Text, nullable=False),
    Column("effective", String(10), nullable=False),
    Column("at", InstantText, nullable=False),
    Column("by", Text, nullable=False),
    Column("despite", Text, nullable=False),
    Column("stricter", Text, nullable=False),
)

publication_files = Table(
    "publication_files",
    METADATA,
    Column("site", String(200), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("path", String(300), primary_key=True),
    Column("hash", String(64), nullable=False),
    ForeignKeyConstraint(["site", "number"], ["publications.site", "publications.number"]),
    ForeignKeyConstraint(["site", "hash"], ["artefacts.site", "artefacts.hash"]),
)


def artefact(content: bytes, media_type: str) -> Artefact:
    """These bytes, under their hash."""
    return Artefact(media_type, content, hashlib.sha256(content).hexdigest())


def keep(tx: Transaction, site: str, kept: Iterable[Artefact]) -> None:
    """Keep artefacts for ever; those that are there already stay as they are."""
    table = artefacts.c
    for one in {one.hash: one for one in kept}.values():
        there = select(table.hash).where(table.site == site, table.hash == one.hash)
        if tx.first(there) is None:
            row = {"site": site, "hash": one.hash, "media_type": one.media_type, "content": one.content}
            tx.run(insert(artefacts), [row])


def kept(tx: Transaction, site: str, hash_: str) -> Artefact | None:
    """The artefact of this hash, if the site ever kept it."""
    table = artefacts.c
    row = tx.first(select(artefacts).where(table.site == site, table.hash == hash_))
    return None if row is None else Artefact(row.media_type, row.content, row.hash)


def kept_all(tx: Transaction, site: str, hashes: Sequence[str]) -> list[Artefact]:
    """The artefacts of these hashes, those that the site kept."""
    table = artefacts.c
    query = select(artefacts).where(table.site == site)
    return [
        Artefact(row.media_type, row.content, row.hash)
        for chunk in chunks(hashes)
        for row in tx.rows(query.where(table.hash.in_(chunk)))
    ]


def add(tx: Transaction, site: str, publication: Publication, files: Mapping[str, Artefact]) -> None:
    """Keep a version with its files. The number must be the next one; `next_number` holds it."""
    keep(tx, site, files.values())
    row = {
        "site": site,
        "number": publication.number,
        "manifest_hash": publication.fingerprint,
        "manifest": publication.manifest,
        "effective": publication.effective.isoformat(),
        "at": publication.published_at,
        "by": publication.by,
        "despite": json.dumps([[one.rule, one.because] for one in publication.despite]),
        "stricter": json.dumps(list(publication.stricter)),
    }
    tx.run(insert(publications), [row])
    fixed = {"site": site, "number": publication.number}
    tx.run(insert(publication_files), [fixed | {"path": path, "hash": a.hash} for path, a in files.items()])


def next_number(tx: Transaction, site: str) -> int:
    """The number of the next version; nobody else gets it before this transaction ends."""
    lock_site(tx, site)
    table = publications.c
    last = tx.first(select(table.number).where(table.site == site).order_by(table.number.desc()).limit(1))
    return 1 if last is None else last.number + 1


def numbers(tx: Transaction, site: str) -> tuple[int, ...]:
    """The numbers of the versions, from the first."""
    query = select(publications.c.number).where(publications.c.site == site).order_by(publications.c.number)
    return tuple(row.number for row in tx.rows(query))


def all_publications(tx: Transaction, site: str) -> list[Publication]:
    """Every version with its files, the oldest first."""
    table = publication_files.c
    files: dict[int, dict[str, str]] = {}
    for row in tx.rows(select(publication_files).where(table.site == site).order_by(table.path)):
        files.setdefault(row.number, {})[row.path] = row.hash
    query = select(publications).where(publications.c.site == site).order_by(publications.c.number)
    return [_publication(row, files.get(row.number, {})) for row in tx.rows(query)]


def _publication(row: Row[*tuple[Any, ...]], files: Mapping[str, str]) -> Publication:
    return Publication(
        row.number,
        row.manifest_hash,
        row.manifest,
        date.fromisoformat(row.effective),
        row.at,
        row.by,
        tuple(Despite(rule, because) for rule, because in json.loads(row.despite)),
        tuple(json.loads(row.stricter)),
        files,
    )
