"""
One folder per person: a page to read offline in each language, data.json, a CSV file for each table.

Everything is written as it is read. A package stands in its place only when it is whole: until then it is
made in a hidden folder beside, which goes where something fails. Only the owner may read it.
"""

import csv
import hashlib
import json
import pickle
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

from troth.claims.facts import Instant
from troth.claims.judged import Claim
from troth.claims.world import TableRef, Value
from troth.errors import ManifestError, Place, Problem, Unavailable
from troth.manifest.model import Manifest
from troth.manifest.names import Column
from troth.manifest.stores import Table
from troth.requests import page
from troth.requests.as_json import Telling, claim_as_json, fact_as_json, plain, purpose_as_json
from troth.requests.model import About, Holding, Person, Undeclared
from troth.requests.page import Shelf
from troth.texts.language import LANGUAGES, chosen

FORMAT = "troth-access/1"
NOTE = "for-the-operator.json"
SHOWN_ROWS = 100  # of each table on the page; all of them are in the files
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@dataclass(slots=True)
class _Package:
    """One person's package in the making."""

    folder: Path
    claims: dict[Claim, int] = field(default_factory=dict)  # as data.json numbers them
    counts: dict[TableRef, int] = field(default_factory=dict)
    files: dict[TableRef, str] = field(default_factory=dict)


class Packages:
    """Writes the packages of some people, each table after the other."""

    def __init__(self, manifest: Manifest, folder: Path, at: Instant) -> None:
        self._manifest = manifest
        self._folder = folder
        self._at = at
        self._packages: dict[Person, _Package] = {}
        self._tables = {
            (table.store, table.name): number for number, table in enumerate(manifest.tables(), 1)
        }

    def add(self, person: Person, table: Table, holdings: Sequence[Holding]) -> None:
        """More records of one person in one table. Tables come one after the other."""
        package = self._package(person)
        ref, telling = (table.store, table.name), Telling()
        already = package.counts.get(ref, 0)
        if not already:
            package.files[ref] = _file_name(self._tables[ref], table)
        with _appended(package.folder / "data.json") as stream:
            if not already:
                stream.write(_end_of_table(package) + self._begin_of_table(package, table))
            for number, holding in enumerate(holdings, already):
                stream.write(",\n   " if number else "\n   ")
                stream.write(telling.record(holding.form, holding.values, package.claims))
        with _appended(package.folder / package.files[ref], bom=not already) as stream:
            _write_rows(stream, table, holdings, with_head=not already)
        with (package.folder / ".rows").open("ab") as rows:
            for holding in holdings[: max(0, SHOWN_ROWS - already)]:
                pickle.dump((ref, _clipped(holding)), rows)
        package.counts[ref] = already + len(holdings)

    def finish(self, about: About, undeclared: Undeclared) -> None:
        """What is not of a table, the pages, and the list of files with their hashes."""
        package = self._package(about.person)
        beside = _beside(undeclared, package)
        with _appended(package.folder / "data.json") as stream:
            stream.write(_end_of_table(package) + "\n ],\n")
            tail = self._tail(package, about, beside)
            stream.write(json.dumps(tail, indent=1)[2:])
            stream.write("\n")
        first = chosen(self._manifest.policy.languages)
        names = {language: f"{language}.html" for language in LANGUAGES} | {first: "index.html"}
        shelves = self._shelves(package)
        for language, name in names.items():
            told = page.page(self._manifest, about, shelves, beside, self._at, language, names)
            with _appended(package.folder / name) as stream:
                stream.write(told)
        (package.folder / ".rows").unlink(missing_ok=True)
        _write_json(package.folder / "manifest.json", _hashes(package.folder))

    def note_for_operator(self, note: Mapping[str, object]) -> None:
        """What the operator has to know and no package holds."""
        _write_json(self._folder / NOTE, note)

    def _package(self, person: Person) -> _Package:
        if person not in self._packages:
            folder = self._folder / person.folder
            folder.mkdir(mode=0o700)
            self._packages[person] = _Package(folder)
            head = {
                "format": FORMAT,
                "made_at": self._at.isoformat(),
                "controller": self._manifest.policy.controller.name,
                "keys": [{"type": key.type, "value": key.value} for key in sorted(person.keys)],
            }
            with _appended(folder / "data.json") as stream:
                stream.write(json.dumps(head, indent=1)[:-2] + ',\n "tables": [')
        return self._packages[person]

    def _begin_of_table(self, package: _Package, table: Table) -> str:
        head = {
            "store": table.store,
            "table": table.name,
            "file": package.files[table.store, table.name],
            "columns": {
                column: {
                    "item": declared.item,
                    "title": dict(self._manifest.items[declared.item].title.words),
                    "origin": declared.origin.value,
                }
                for column, declared in table.fields.items()
            },
        }
        return f'{"," if package.counts else ""}\n  {json.dumps(head)[:-1]}, "records": ['

    def _tail(self, package: _Package, about: About, undeclared: Undeclared) -> dict[str, object]:
        return {
            "claims": [claim_as_json(claim) for claim in package.claims],
            "purposes": {
                name: purpose_as_json(self._manifest, name)
                for name in self._manifest.purposes
                if any(claim.purpose == name for claim in package.claims)
            },
            "facts": [fact_as_json(fact) for fact in about.facts],
            "undeclared_columns": {f"{s}.{t}": names for (s, t), names in undeclared.columns.items()},
            "undeclared_tables": {f"{s}.{t}": names for (s, t), names in undeclared.tables.items()},
            "stores_without_answer": list(about.down),
        }

    def _shelves(self, package: _Package) -> dict[TableRef, Shelf]:
        rows: dict[TableRef, list[Holding]] = {ref: [] for ref in package.counts}
        spool = package.folder / ".rows"
        if spool.exists():
            with spool.open("rb") as stream:
                for ref, holding in _pickled(stream):
                    rows[ref].append(holding)
        return {
            ref: Shelf(self._manifest.table(*ref), package.files[ref], count, tuple(rows[ref]))
            for ref, count in package.counts.items()
        }


@contextmanager
def writing(manifest: Manifest, out: Path, at: Instant) -> Iterator[Packages]:
    """
    Packages that stand in `out` when the block ends well, and nowhere when it does not.

    Raises:
        ManifestError: an answer stands there already.
        Unavailable: the folder cannot be written.
    """
    try:
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
        _check_free(out)
        hidden = Path(tempfile.mkdtemp(prefix=".being-written-", dir=out))
        try:
            yield Packages(manifest, hidden, at)
            for path in sorted(hidden.iterdir()):
                path.rename(out / path.name)
        finally:
            shutil.rmtree(hidden, ignore_errors=True)
    except OSError as error:
        raise Unavailable(f"`{out}` cannot be written: {error.strerror or type(error).__name__}") from None


def _check_free(out: Path) -> None:
    if any(path.name == NOTE or path.name.startswith("person-") for path in out.iterdir()):
        what = "an answer stands here already, and is not overwritten"
        mend = "name another folder: --out DIR"
        raise ManifestError([Problem("out-taken", _Folder(str(out), 1, 1), what, mend)])


@dataclass(frozen=True, slots=True)
class _Folder(Place):
    """A place that is a folder."""

    def __str__(self) -> str:
        return self.file


# --- data.json ----------------------------------------------------------------------------------------------


def _end_of_table(package: _Package) -> str:
    return "]}" if package.counts else ""


def _write_json(path: Path, value: Mapping[str, object]) -> None:
    path.touch(mode=0o600)
    path.write_text(json.dumps(value, indent=1) + "\n", "ascii")


def _hashes(folder: Path) -> dict[str, object]:
    files = {}
    for path in sorted(folder.iterdir()):
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        files[path.name] = {"sha256": digest, "bytes": path.stat().st_size}
    return {"format": FORMAT, "files": files}


# --- CSV ----------------------------------------------------------------------------------------------------


def _file_name(number: int, table: Table) -> str:
    """A name that is safe on every disk, whatever the table is called."""
    name = "".join(c if c.isascii() and (c.isalnum() or c in "_-") else "_" for c in table.name)
    return f"{number:02}-{name[:60]}.csv"


def _write_rows(stream: IO[str], table: Table, holdings: Sequence[Holding], *, with_head: bool) -> None:
    columns = _columns(table)
    writer = csv.writer(stream)
    if with_head:
        writer.writerow([cell(column) for column in columns])
    for holding in holdings:
        values = {**holding.key, **holding.context, **{c: held.value for c, held in holding.data.items()}}
        writer.writerow([cell(values.get(column)) for column in columns])


def _columns(table: Table) -> list[Column]:
    others = sorted(table.declared - set(table.key) - set(table.fields))
    return list(dict.fromkeys([*table.key, *table.fields, *others]))


def cell(value: Value) -> str | int:
    """A value as a spreadsheet may open it: a text that it would run as a formula is only shown."""
    shown = plain(value)
    if shown is None:
        return ""
    if isinstance(shown, str):
        return f"'{shown}" if shown.startswith(_FORMULA) else shown.replace("\0", "\ufffd")
    return shown


# --- what the page needs ------------------------------------------------------------------------------------


def _clipped(holding: Holding) -> Holding:
    """The record with no more of a long text than the page shows, and nothing of what is withheld."""
    form, values = holding.form, holding.values
    shown = {column: _short(values.get(column)) for column in (*form.key, *form.data, *form.context)}
    withheld = [column for column, held in form.data.items() if held.is_withheld]
    return Holding(form, {**shown, **{column: "" for column in withheld if shown[column] is not None}})


def _short(value: Value) -> Value:
    return value[: page.SHOWN_CHARACTERS + 1] if isinstance(value, str) else value


def _pickled(stream: IO[bytes]) -> Iterator[tuple[TableRef, Holding]]:
    while True:
        try:
            yield cast("tuple[TableRef, Holding]", pickle.load(stream))  # our own, written above
        except EOFError:
            return


def _beside(undeclared: Undeclared, package: _Package) -> Undeclared:
    """What is undeclared in the tables where the person has records."""
    return Undeclared(
        {ref: names for ref, names in undeclared.columns.items() if ref in package.counts},
        {ref: names for ref, names in undeclared.tables.items() if ref in package.counts},
    )


@contextmanager
def _appended(path: Path, *, bom: bool = False) -> Iterator[IO[str]]:
    """A text file to go on with. A spreadsheet takes it for UTF-8 by the mark at its beginning."""
    is_new = not path.exists()
    if is_new:
        path.touch(mode=0o600)
    with path.open("a", encoding="utf-8", errors="backslashreplace", newline="") as stream:
        if bom and is_new:
            stream.write("\ufeff")
        yield stream
