"""A draft of what a URL leads to, as the command makes it."""

from pathlib import Path

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
