"""A draft of what a URL leads to, as the command makes it."""

from pathlib import Path

from tests.scan import building
from tests.scan.scoring import score
from troth.cli.scan import Wanted, scanned
from troth.manifest.draft.model import Draft, Guess
from troth.stores.sql.sample import Bounds

EVERYTHING = Wanted(True, (), (), ())
BOUNDS = Bounds()


def drafted(url: str, wanted: Wanted = EVERYTHING, bounds: Bounds = BOUNDS, out: Path | None = None) -> Draft:
    """The draft."""
    return scanned(url, wanted, "s", out, bounds, {}).draft


def guess(draft: Draft, where: str) -> Guess:
    """The guess on one column, written `table.column`."""
    table, _, column = where.rpartition(".")
    found = next(t for t in draft.tables.values() if t.seen.name == table)
    return next(g for g in found.guesses.values() if g.name == column)


def wrongly_read(text: str, rows: int, folder: Path) -> tuple[str, ...]:
    """The columns of tables so written (`building.parsed`), in a file of that folder, that a draft reads wrongly."""
    tables = building.parsed(text)
    (folder / "case.db").touch()
    url = f"sqlite:///{folder / 'case.db'}"
    building.make(url, tables, rows)
    return score(drafted(url), building.truth(tables)).wrong
