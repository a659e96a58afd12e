"""The nouns of the audit log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

Json = None | bool | int | str | Sequence["Json"] | Mapping[str, "Json"]
Body = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be recorded: an event (a noun and what befell it: "plan.made"), when, and its body."""

    event: str
    at: datetime
    body: Body


@dataclass(frozen=True, slots=True)
class Record:
    """What was recorded. `sequence` counts from 1 in each site, without gaps."""

    site: str
    sequence: int
    event: str
    at: datetime
    body: Body | None  # none once it was forgotten; the commitment still proves that it was there
    commitment: bytes  # SHA-256 of salt and body
    hash: bytes  # SHA-256 of all the rest, the body through its commitment


@dataclass(frozen=True, slots=True)
class Flaw:
    """A record that is not as it was written."""

    sequence: int
    what: str
