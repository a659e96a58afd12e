"""The tokens of a site in memory, read again every few seconds: asking one costs a hash and no query."""

import threading
import time
from collections.abc import Mapping

from troth.claims.facts import Instant
from troth.database import Database
from troth.database.keyring import Keyring
from troth.web.tokens import records
from troth.web.tokens.model import PREFIX, Token

STALE_SECONDS = 5.0  # how long a revoked token may still open something


class KnownTokens:
    """What `token_of` knows is at most STALE_SECONDS old."""

    def __init__(self, database: Database, site: str, stale_seconds: float = STALE_SECONDS) -> None:
        self._database, self._site, self._stale = database, site, stale_seconds
        self._lock = threading.Lock()
        self._keyring: Keyring | None = None
        self._tokens: Mapping[bytes, Token] = {}
        self._read_at = float("-inf")

    def token_of(self, secret: str, at: Instant) -> Token | None:
        """
        The token of this secret, if it is good now.

        Raises:
            Unavailable: the database cannot be read: then no token opens anything.
        """
        if not secret.startswith(PREFIX) or len(secret) > 100:
            return None
        keyring, tokens = self._now()
        found = tokens.get(records.hash_of(keyring, self._site, secret))
        return found if found is not None and found.is_good(at) else None

    def _now(self) -> tuple[Keyring, Mapping[bytes, Token]]:
        with self._lock:
            if self._keyring is None or time.monotonic() - self._read_at > self._stale:
                with self._database.reading() as tx:
                    self._keyring, self._tokens = tx.keyring, records.all_tokens(tx, self._site)
                self._read_at = time.monotonic()
            return self._keyring, self._tokens
