"""The published policy of a site in memory: every file by its path, as the publication's folder has them."""

import hashlib
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from troth.publication import records
from troth.publication.publish import folder_files
from troth.publication.rules import in_force
from troth.site import Site

STALE_SECONDS = 5.0  # how long a newly published version may stay unseen


@dataclass(frozen=True, slots=True)
class File:
    """One file as it is served."""

    content: bytes
    media_type: str
    hash: str
    is_permanent: bool  # of one version, and so the same for ever


@dataclass(frozen=True, slots=True)
class Published:
    """What is published, as of one day."""

    numbers: tuple[int, ...]  # of the versions, from the oldest
    current: int | None  # in force; none before the first version
    effective: date | None
    files: Mapping[str, File]


NOTHING = Published((), None, None, {})


class KeptPolicies:
    """Asks for the numbers of versions every few seconds, and reads their files when one is new or a day begins."""

    def __init__(
        self, site: Site, stale_seconds: float = STALE_SECONDS, clock: Callable[[], float] = time.monotonic
    ):
        self._site, self._stale, self._clock = site, stale_seconds, clock
        self._lock = threading.Lock()
        self._seen: tuple[tuple[int, ...], date] | None = None
        self._asked_at = float("-inf")
        self._published = NOTHING

    def on(self, day: date) -> Published:
        """What is published, as of this day; a version is seen within seconds of its publication."""
        with self._lock:
            is_fresh = self._seen is not None and self._seen[1] == day
            if not is_fresh or self._clock() - self._asked_at > self._stale:
                self._look(day)
                self._asked_at = self._clock()
            return self._published

    def _look(self, day: date) -> None:
        with self._site.database.reading() as tx:
            numbers = records.numbers(tx, self._site.name)
            if self._seen == (numbers, day):
                return
            if numbers:
                published = records.all_publications(tx, self._site.name)
                hashes = {hash_ for one in published for hash_ in (one.files or {}).values()}
                artefacts = {one.hash: one for one in records.kept_all(tx, self._site.name, sorted(hashes))}
                contents = {hash_: one.content for hash_, one in artefacts.items()}
                current = in_force(published, day)
                permanent = {
                    path: artefacts[hash_] for one in published for path, hash_ in (one.files or {}).items()
                }
                made = folder_files(published, contents, self._site.name, day)
                files = {
                    path: File(
                        content,
                        permanent[path].media_type if path in permanent else _media_type(path),
                        hashlib.sha256(content).hexdigest(),
                        path in permanent,
                    )
                    for path, content in made.items()
                }
                self._published = Published(numbers, current.number, current.effective, files)
            self._seen = (numbers, day)


def _media_type(path: str) -> str:
    return _MEDIA_TYPES[path.rpartition(".")[2]]


_MEDIA_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "xml": "application/atom+xml",
}
