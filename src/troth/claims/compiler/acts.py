"""
A person's last act, asked of the store itself: the rows of the same person beside a row.

As a rule what all of a person's records show is carried. For a whole table that would be a row for everybody
there is. Where the very text by which a row's person is known stands in other rows of the same store, these
are found from the row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from troth.claims.compiler.paths import groups
from troth.claims.compiler.question import Acts
from troth.claims.compiler.ties import Tie, people_of, ties
from troth.claims.questions import Base, Cell, KeyText, Pointing
from troth.manifest.model import Manifest
from troth.manifest.stores import Clock, Table


@dataclass(frozen=True, slots=True)
class Beside:
    """The rows that show a person's acts, each with the cell that does, and whether they are all there are."""

    rows: tuple[tuple[Pointing, Cell], ...]
    are_all: bool


def rows_beside(acts: Acts, manifest: Manifest, table: Table, tie: Tie, clock: Clock) -> Beside:
    """The rows in which a clock of the table reads the last act of the person whom a tie leads to."""
    found: list[tuple[Pointing, Cell]] = []
    sure = _sure(tie)
    are_all = acts.are_alone and len(sure) == 1
    for source in clock.latest:
        if source.store != table.store:
            are_all = False
            continue
        read = manifest.table(source.store, source.table)
        for place, (role, links) in enumerate((role, links) for (role, _), links in groups(read).items()):
            # Called alike from wherever they are looked for: what is asked of them of the same row is asked once.
            base = Base(f"@{read.name}.{source.column}.{place}", read.name)
            people = people_of(manifest, read, base, role, links)
            theirs = _sure(people.tie)
            if people.rows is not None:
                are_all = are_all and not theirs
                continue
            for mine, other in _alike(sure, theirs):
                if acts.is_led(table.store, mine, other):
                    on = ((other.cell.column, mine.cell),)
                    rows = Pointing(base, other.cell.row, on, is_indexed=True)
                    found.append((rows, Cell(base, source.column)))
                else:
                    are_all = False
    return Beside(tuple(found), are_all)


def are_told(acts: Acts | None, manifest: Manifest, table: Table, clock: Clock) -> bool:
    """Whether the store tells the last act of whomever a row of the table may be, so that none has to be carried."""
    return acts is not None and all(
        rows_beside(acts, manifest, table, people.tie, clock).are_all
        for people in ties(manifest, table)
        if people.tie.sure is not None
    )


def _sure(tie: Tie) -> Sequence[KeyText]:
    return [key for link, key in zip(tie.links, tie.keys, strict=True) if link.is_sure]


def _alike(mine: Sequence[KeyText], theirs: Sequence[KeyText]) -> Iterator[tuple[KeyText, KeyText]]:
    """Pairs of keys of one type: only such are ever the same."""
    return ((one, other) for one in mine for other in theirs if one.type == other.type)
