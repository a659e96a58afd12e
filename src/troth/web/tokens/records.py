"""Tokens in Troth's own database, found by keyed hash."""

import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, LargeBinary, Row, String, Table, Text, UniqueConstraint, insert, select, update

from troth.audit import append
from troth.claims.facts import Instant
from troth.database.keyring import Keyring
from troth.database.tables import METADATA, InstantText
from troth.database.transactions import Transaction
from troth.errors import Forbidden
from troth.web.tokens.model import PREFIX, Scope, Token

api_tokens = Table(
    "api_tokens",
    METADATA,
    Column("site", String(200), primary_key=True),
    Column("id", String(20), primary_key=True),
    Column("name", Text, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    Column("created", InstantText, nullable=False),
    Column("expires", InstantText, nullable=False),
    Column("revoked", InstantText),
    UniqueConstraint("site", "hash"),
)


class NoToken(Forbidden):
    """No token of this id is in force."""

    def __init__(self, id_: str) -> None:
        super().__init__(f"there is no token `{id_}`, or it was revoked: see `troth token list`")


def hash_of(keyring: Keyring, site: str, secret: str) -> bytes:
    """By what a token is found; the secret itself cannot be made from it."""
    return keyring.hash_of(site, "api token", secret)


def add(
    tx: Transaction, site: str, name: str, scopes: Sequence[Scope], expires: Instant, at: Instant
) -> tuple[Token, str]:
    """Make a token; the secret is given once and kept nowhere."""
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token(secrets.token_hex(4), name, frozenset(scopes), at, expires)
    named = sorted(scope.value for scope in token.scopes)
    row = {
        "site": site,
        "id": token.id,
        "name": name,
        "scopes": json.dumps(named),
        "hash": hash_of(tx.keyring, site, secret),
        "created": at,
        "expires": expires,
    }
    tx.run(insert(api_tokens), [row])
    body = {"token": token.id, "scopes": named, "expires": expires.isoformat()}
    append(tx, site, "token.added", body, at)
    return token, secret


def revoke(tx: Transaction, site: str, id_: str, at: Instant) -> None:
    """
    End a token at once; servers that run know of it within seconds.

    Raises:
        NoToken: there is none of this id, or it was revoked before.
    """
    table = api_tokens.c
    here = (table.site == site) & (table.id == id_) & table.revoked.is_(None)
    if tx.run(update(api_tokens).where(here).values(revoked=at)) == 0:
        raise NoToken(id_)
    append(tx, site, "token.revoked", {"token": id_}, at)


def all_tokens(tx: Transaction, site: str) -> Mapping[bytes, Token]:
    """Every token that was ever made, by its hash, the oldest first."""
    query = (
        select(api_tokens).where(api_tokens.c.site == site).order_by(api_tokens.c.created, api_tokens.c.id)
    )
    return {row.hash: _token(row) for row in tx.rows(query)}


def _token(row: Row[*tuple[Any, ...]]) -> Token:
    scopes = frozenset(Scope(name) for name in json.loads(row.scopes))
    return Token(row.id, row.name, scopes, row.created, row.expires, row.revoked)
