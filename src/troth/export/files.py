"""The files of an export: written beside their place and put there whole, or not at all."""

import csv
import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from troth.errors import ManifestError, Place, Problem, Unavailable

README = "README.json"


class FolderTaken(ManifestError):
    """Something stands where the export is to be written; nothing is overwritten."""

    def __init__(self, folder: Path) -> None:
        what, mend = "something stands here already, and is not overwritten", "name another folder: --out DIR"
        super().__init__([Problem("out-taken", Place(str(folder), 1, 1), what, mend)])


@contextmanager
def writing(folder: Path) -> Iterator[Path]:
    """
    A folder to write into, which stands at its place once all is written.

    Raises:
        FolderTaken: there is something already.
        Unavailable: it cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderTaken(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.resolve().parent))
    except OSError as error:
        raise Unavailable(f"`{folder}` cannot be written: {error.strerror}") from None
    try:
        yield beside
        if folder.exists():
            folder.rmdir()
        beside.rename(folder)
    except OSError as error:
        raise Unavailable(f"`{folder}` cannot be written: {error.strerror}") from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def write_rows(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A CSV file, row by row as they come; cells that a spreadsheet would run are marked as text."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([_plain(name) for name in head])
        writer.writerows([_plain(cell) for cell in row] for row in rows)


def write_readme(path: Path, told: object) -> None:
    """What was done, for people and programs."""
    path.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", "utf-8")


def _plain(cell: object) -> str:
    """The cell as text that no spreadsheet runs, and that every reader of CSV files reads to its end."""
    text = "" if cell is None else str(cell).replace("\0", "\N{REPLACEMENT CHARACTER}")
    is_run = text.lstrip(" \N{NO-BREAK SPACE}")[:1] in _RUNS and not _NUMBER.fullmatch(text)
    return f"'{text}" if is_run else text


# What spreadsheets take for the beginning of a formula, the wide forms too; a number may be negative.
_RUNS = tuple("=+-@\t\r\n\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}"
              "\N{FULLWIDTH COMMERCIAL AT}")  # fmt: skip
_NUMBER = re.compile(r"-\d+(\.\d+)?")
