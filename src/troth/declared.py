"""
What a site's folder declares: its two files become one manifest, or every problem with its place.

Needs neither key nor database. `under_law` puts the law's periods in place of laxer ones: by that manifest
everything runs and is published, while `check` judges what is written.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from troth.errors import ManifestError, Place, Problem, Unavailable
from troth.law.packs import pack
from troth.manifest.canonical import fingerprint
from troth.manifest.model import Manifest
from troth.manifest.obeyed import Overruled, obeying, overruled
from troth.manifest.period import Period
from troth.manifest.places import Places
from troth.manifest.read import read
from troth.manifest.source import SourceText

POLICY, STORES = "policy.yaml", "stores.yaml"

PlaceOf = Callable[[tuple[str | int, ...]], Place]


@dataclass(frozen=True)
class Declared:
    """What a site's folder declares, without error."""

    name: str  # the folder's: how the site is called in Troth's own database
    folder: Path
    manifest: Manifest
    written: Manifest  # the same before the law's periods were put in
    warnings: tuple[Problem, ...]
    place_of: PlaceOf
    files: tuple[str, str | None]  # the texts of policy.yaml and stores.yaml
    overruled: tuple[Overruled, ...] = ()

    @cached_property
    def manifest_hash(self) -> str:
        """Of the meaning: a comment changes nothing in it."""
        return fingerprint(self.manifest)

    @property
    def text(self) -> str:
        """All of it in one JSON text, from which `manifest_of` reads the manifest again, whatever the law says then."""
        policy, stores = self.files
        law = [[list(one.path), str(one.period), one.source] for one in self.overruled]
        return json.dumps({"policy": policy, "stores": stores} | ({"law": law} if law else {}))


def declared(folder: Path) -> Declared:
    """
    What the folder's two files declare, as it is written. `stores.yaml` may be missing while a site has no store.

    Raises:
        ManifestError: with every problem of both files.
        Unavailable: a file cannot be read.
    """
    policy = SourceText.of(str(folder / POLICY), _content(folder / POLICY))
    content = _content(folder / STORES)
    stores = None if content is None else SourceText.of(str(folder / STORES), content)
    reading = read(policy, stores)
    return Declared(
        folder.resolve().name,
        folder,
        reading.manifest,
        reading.manifest,
        reading.remarks,
        _place_in(reading.places),
        (policy.text, None if stores is None else stores.text),
    )


def under_law(site: Declared, on: date) -> Declared:
    """The same under its country's law of a day: the stricter of promise and law."""
    found = tuple(overruled(site.written, pack(site.written.policy.law, on), on))
    return replace(site, manifest=obeying(site.written, found), overruled=found)


def manifest_of(text: str) -> Manifest | None:
    """The manifest of a text that `Declared.text` was; none where this Troth no longer reads it."""
    files = json.loads(text)
    stores = None if files["stores"] is None else SourceText(STORES, files["stores"])
    try:
        written = read(SourceText(POLICY, files["policy"]), stores).manifest
    except ManifestError:
        return None
    law = [
        Overruled(tuple(path), Period.parse(period), source) for path, period, source in files.get("law", ())
    ]
    return obeying(written, law)


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise Unavailable(f"`{path}` cannot be read: {error.strerror}") from None


def _place_in(places: Places) -> PlaceOf:
    def place_of(path: tuple[str | int, ...]) -> Place:
        place = places.key(*path)
        # The line of a URL may hold a password.
        return replace(place, excerpt="") if path[-1:] == ("url",) else place

    return place_of
