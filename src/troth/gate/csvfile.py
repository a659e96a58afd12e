"""
A list of people as a CSV file: read row by row however long it is, and refused in clear words where it is none.

UTF-8 (with or without mark), UTF-16 with its mark, or another encoding that is named; comma, semicolon or tab, as
its head has them; quoting as RFC 4180. The head names the types of key; other columns come out as they went in.
"""

import codecs
import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BufferedReader, TextIOWrapper
from typing import TYPE_CHECKING

from troth.errors import ManifestError, Place, Problem

if TYPE_CHECKING:
    import _csv  # names the type of `csv.reader`, which `csv` itself does not before 3.13

MOST_OF_A_LINE = 1_000_000  # characters; a longer one is no list of people
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class BadList(ManifestError):
    """A file is no list of people that can be read. No value of it is shown."""

    def __init__(self, name: str, file: str, line: int, what: str, mend: str) -> None:
        super().__init__([Problem(name, Place(file, line, 1), what, mend)])


@dataclass(frozen=True, slots=True)
class ListFile:
    """An open list: its head, and where in it stand the keys."""

    name: str
    head: tuple[str, ...]
    keys: Mapping[str, int]  # type of key → column
    rows: Iterator[list[str]]
    delimiter: str
    line: Callable[[], int]  # the line of the file at which the row that was read last ends

    def people(self) -> Iterator[tuple[list[str], Mapping[str, str]]]:
        """
        Each row, with the keys in it.

        Raises:
            BadList: a row is longer than the head, or the file cannot be read on.
        """
        width, columns = len(self.head), tuple(self.keys.items())
        only = columns[0] if len(columns) == 1 else None
        number = 1
        for row in self.rows:
            number += 1
            if not row:
                continue
            if len(row) != width:
                if len(row) > width:
                    self._refuse(number, f"it has {len(row)} cells, and the head {width}")
                row += [""] * (width - len(row))
            if only is not None:
                yield row, {only[0]: row[only[1]]}
            else:
                yield row, {kind: row[column] for kind, column in columns if row[column].strip()}

    def _refuse(self, row: int, what: str) -> None:
        mend = "quote cells that hold the separator, and give each row as many cells as the head"
        raise BadList("list-malformed", self.name, row, f"row {row}: {what}", mend)


def opened(
    stream: BufferedReader,
    name: str,
    kinds: Sequence[str],
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
) -> ListFile:
    """
    The list in a stream.

    Args:
        name: of the file, as it is named in messages.
        kinds: the types of key that the site knows.
        columns: which column holds which type, where the head calls it otherwise.
        encoding: of the text; else UTF-8, or what its mark says.

    Raises:
        BadList: it is empty, is not in that encoding, or its head names no type of key.
    """
    text = _text(stream, name, encoding)
    lines = _lines(text, name)
    first = next(lines, None)
    if first is None or not first.strip():
        raise BadList("list-empty", name, 1, "there is no head", "begin with a line that names the columns")
    delimiter = max(",;\t", key=first.count)
    # Characters of a quoted cell may go over several lines: each line is bounded, and the cell by csv itself.
    csv.field_size_limit(MOST_OF_A_LINE)
    reader = csv.reader(_again(first, lines), delimiter=delimiter, strict=True)
    rows = _rows(reader, name)
    head = tuple(cell.strip() for cell in next(rows))
    keys = _keys(head, name, kinds, columns or {})
    return ListFile(name, head, keys, rows, delimiter, lambda: reader.line_num)


def _text(stream: BufferedReader, name: str, encoding: str | None) -> TextIOWrapper:
    start = stream.peek(4)[:4]
    marked = next((codec for mark, codec in _MARKS if start.startswith(mark)), None)
    try:
        codec = marked or codecs.lookup(encoding or "utf-8").name
    except LookupError:
        mend = "write utf-8, cp1252, latin-1, utf-16"
        raise BadList("list-encoding", name, 1, f"there is no encoding `{encoding}`", mend) from None
    return TextIOWrapper(stream, codec, newline="")


def _lines(text: TextIOWrapper, name: str) -> Iterator[str]:
    """Its lines, each bounded, without a character that no text has."""
    number = 0
    while True:
        try:
            line = text.readline(MOST_OF_A_LINE)
        except UnicodeError:
            what = f"after row {number} it is not in the encoding {text.encoding}"
            mend = "name its encoding: --encoding cp1252 (Excel in Western Europe), latin-1, utf-16"
            raise BadList("list-encoding", name, number + 1, what, mend) from None
        if not line:
            return
        number += 1
        if len(line) >= MOST_OF_A_LINE:
            what = f"line {number} is longer than {MOST_OF_A_LINE} characters"
            raise BadList("list-malformed", name, number, what, "is this a CSV file? give one row a person")
        if "\0" in line:
            what = f"line {number} holds a NUL character"
            mend = "is this a CSV file? if it is text in UTF-16, write --encoding utf-16"
            raise BadList("list-malformed", name, number, what, mend)
        yield line


def _again(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _rows(reader: "_csv.Reader", name: str) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as error:
        what = f"line {reader.line_num}: {_worded(str(error))}"
        mend = "quote as RFC 4180 says: a cell in double quotes, a quote in it doubled"
        raise BadList("list-malformed", name, max(1, reader.line_num), what, mend) from None


def _worded(error: str) -> str:
    if "field larger" in error:
        return f"a cell is longer than {MOST_OF_A_LINE} characters"
    if "unexpected end" in error:
        return "a quoted cell does not end"
    return "a quoted cell goes on after its closing quote"


def _keys(
    head: Sequence[str], name: str, kinds: Sequence[str], columns: Mapping[str, str]
) -> Mapping[str, int]:
    found: dict[str, int] = {}
    lowered = [cell.lower() for cell in head]
    for kind in kinds:
        cell = columns.get(kind, kind).strip().lower()
        if lowered.count(cell) > 1:
            what = f"two columns are called `{cell}`"
            raise BadList("list-malformed", name, 1, what, "give each column a name of its own")
        if cell in lowered:
            found[kind] = lowered.index(cell)
        elif kind in columns:
            what = f"no column is called `{columns[kind]}`; there are {_listed(head)}"
            raise BadList("list-without-keys", name, 1, what, "name one of them")
    if not found:
        what = f"no column names a type of key; there are {_listed(head)}"
        mend = f"call one {' or '.join(kinds) or 'by a type of key'}, or write --column email=NAME"
        raise BadList("list-without-keys", name, 1, what, mend)
    return found


def _listed(head: Sequence[str]) -> str:
    """The columns of a head; a list without one begins with a person, who is not shown."""
    shown = [cell[:40] for cell in head[:20]]
    if any("@" in cell or sum(c.isdigit() for c in cell) > 5 for cell in shown):
        return f"{len(head)} of them, which look like a person and not like names of columns"
    return ", ".join(f"`{cell}`" for cell in shown)
