"""
How far the audit log had come, remembered in a small file outside the database.

A database put back from an older copy lacks withdrawals and holds that were recorded since, and nothing in
it says so. This file does: for each site the number and the hash of the last record.
"""

import fcntl
import json
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from troth.database.transactions import Checkpoint
from troth.errors import Surprise, Unavailable
from troth.texts.refusals import said

_LOG = logging.getLogger(__name__)
_advanced: dict[tuple[Path, str], float] = {}  # when this process last wrote it, by the monotonic clock


@dataclass(frozen=True, slots=True)
class Mark:
    """The last record seen of a site's log."""

    sequence: int
    hash: str  # in hexadecimal


class DatabaseBehind(Surprise):
    """The database is older than its checkpoint, or nobody knows; nothing may be destroyed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(said("database_behind", path=path))


class CheckpointUnreadable(Unavailable):
    """The checkpoint stands there but cannot be read."""

    def __init__(self, path: Path) -> None:
        super().__init__(said("checkpoint_unreadable", path=path))


def mark_of(checkpoint: Checkpoint, site: str) -> Mark | None:
    """
    What the file remembers of this site; none where it never saw it.

    Raises:
        CheckpointUnreadable: nobody knows what it remembers.
    """
    return _marks(checkpoint).get(site)


def advance(path: Path, site: str, mark: Mark, at_most_every: float = 0) -> None:
    """
    Remember that the site's log has come this far; never less far than before.

    Writing the file costs as much as a commit: who records many times a second says `at_most_every` how many
    seconds, and lets somebody else bring up the rest. What it is called for is committed already, so a file
    that cannot be written is only told in the log: it then remembers an earlier record, which protects less
    and is still true.
    """
    if not is_due(path, site, at_most_every):
        return
    _advanced[path, site] = time.monotonic()
    try:
        with _locked(path):
            marks = _marks(Checkpoint.read(path))
            if site not in marks or marks[site].sequence < mark.sequence:
                _write(path, marks | {site: mark})
    except (OSError, CheckpointUnreadable) as error:
        _LOG.warning("the checkpoint %s could not follow: %s", path, error)


def is_due(path: Path, site: str, at_most_every: float = 0) -> bool:
    """Whether this process wrote the file for the site longer than so many seconds ago, or never."""
    return time.monotonic() - _advanced.get((path, site), float("-inf")) >= at_most_every


def replace(path: Path, site: str, mark: Mark) -> None:
    """Remember this and nothing earlier of the site: a person has looked."""
    try:
        with _locked(path):
            try:
                marks = _marks(Checkpoint.read(path))
            except CheckpointUnreadable:
                marks = {}
            _write(path, marks | {site: mark})
    except OSError as error:
        raise Unavailable(f"the checkpoint `{path}` cannot be written: {error.strerror}") from None


def _marks(checkpoint: Checkpoint) -> dict[str, Mark]:
    if checkpoint.content is None:
        return {}
    try:
        return _read(checkpoint.content)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise CheckpointUnreadable(checkpoint.path) from None


@lru_cache(maxsize=4)
def _read(content: bytes) -> dict[str, Mark]:
    found = json.loads(content)
    return {site: Mark(int(mark["sequence"]), str(mark["hash"])) for site, mark in found.items()}


def _write(path: Path, marks: dict[str, Mark]) -> None:
    """The whole file or the one before, also where the power goes."""
    text = json.dumps(
        {site: {"sequence": mark.sequence, "hash": mark.hash} for site, mark in sorted(marks.items())},
        indent=1,
    )
    beside = path.with_name(f"{path.name}.writing")
    with beside.open("w", encoding="utf-8") as stream:
        stream.write(f"{text}\n")
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(path)  # if the power takes this back, the file remembers less and is still true


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """One writer at a time, among all processes of this machine."""
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
