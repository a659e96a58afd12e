"""How right a draft is: precision and recall for each data item, and for the columns that say whose a row is.

`score(draft, truth)` compares every column of the tables that the draft saw with what a person said of it. The
primary keys of tables, and instants of which nobody said anything, count on neither side.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from troth.manifest.draft.model import Draft, Use


@dataclass(frozen=True)
class Truth:
    """What a person says of the columns, each written `table.column`; a column that stands nowhere holds nothing."""

    items: Mapping[str, str]  # column → item
    links: frozenset[str] = frozenset()  # columns that point at a person
    keys: frozenset[str] = frozenset()  # that are neither: primary keys, references to what is no person


@dataclass(frozen=True)
class Figure:
    """How many were right, claimed wrongly, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Of what was claimed, how much is so."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Of what is so, how much was claimed."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        return 2 * self.precision * self.recall / (self.precision + self.recall or 1)

    def __str__(self) -> str:
        return f"precision {self.precision:.2f}, recall {self.recall:.2f}, F1 {self.f1:.2f}"


@dataclass(frozen=True)
class Score:
    """`found`: personal or not, whatever the item; `items`: the item too; `links`: whose a row is."""

    found: Figure
    items: Mapping[str, Figure]
    links: Figure
    wrong: tuple[str, ...] = field(default=())  # every difference, in words

    @property
    def all_items(self) -> Figure:
        """Over all items."""
        every = self.items.values()
        return Figure(sum(f.right for f in every), sum(f.wrong for f in every), sum(f.missed for f in every))


def score(draft: Draft, truth: Truth) -> Score:
    """The figures of a draft."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    found: Counter[str] = Counter()
    links: Counter[str] = Counter()
    told: list[str] = []
    for table in draft.tables.values():
        for guess in table.guesses.values():
            where = f"{table.seen.name}.{guess.name}"
            if where in truth.keys:
                continue
            said, claimed = truth.items.get(where), guess.item if guess.is_personal else None
            is_link = guess.use is Use.LINK
            if where in truth.links or is_link:
                links[_outcome(is_link, where in truth.links)] += 1
                if is_link != (where in truth.links):
                    told.append(f"{where}: {'is no link' if is_link else 'a link missed'} ({guess.reason})")
                if where in truth.links or said is None:
                    continue
            found[_outcome(claimed is not None or is_link, said is not None)] += 1
            if claimed == said:
                right[said or ""] += 1
                continue
            if claimed:
                wrong[claimed] += 1
            if said:
                missed[said] += 1
            told.append(f"{where}: {claimed or 'nothing'} instead of {said or 'nothing'} ({guess.reason})")
    names = sorted({*right, *wrong, *missed} - {""})
    items = {name: Figure(right[name], wrong[name], missed[name]) for name in names}
    return Score(_figure(found), items, _figure(links), tuple(told))


def _outcome(is_claimed: bool, is_so: bool) -> str:
    return {(True, True): "right", (True, False): "wrong", (False, True): "missed", (False, False): ""}[
        is_claimed, is_so
    ]


def _figure(counts: Counter[str]) -> Figure:
    return Figure(counts["right"], counts["wrong"], counts["missed"])
