"""The nouns of publication."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Artefact:
    """Something that people are shown, byte for byte. Its hash is its name."""

    media_type: str
    content: bytes
    hash: str  # SHA-256 in hexadecimal


@dataclass(frozen=True, slots=True)
class Despite:
    """A rule of the law that finds an error in these words, and why a person publishes them all the same."""

    rule: str
    because: str


@dataclass(frozen=True, slots=True)
class Publication:
    """One published version of a site's policy. Numbers count from 1 without gaps."""

    number: int
    fingerprint: str  # of the manifest (manifest/canonical.py)
    manifest: str  # its canonical JSON
    effective: date
    published_at: datetime
    by: str  # who approved it
    despite: tuple[Despite, ...] = ()
    stricter: tuple[
        str, ...
    ] = ()  # changes that a person holds to be material although their class is editorial
    files: Mapping[str, str] | None = None  # path → hash of the artefact; none where they were not asked for


@dataclass(frozen=True, slots=True)
class Hindrance:
    """What a rule of the law finds in these words that keeps them from being published."""

    rule: str  # "PL27"
    what: str


@dataclass(frozen=True, slots=True)
class Approval:
    """A person publishes: who, from which day on, what is set aside, and what is held to be material."""

    by: str
    effective: date | None = None
    despite: tuple[Despite, ...] = ()
    stricter: tuple[str, ...] = ()
