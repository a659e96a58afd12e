"""What the names of tables and columns have in common, and what therefore says nothing of one of them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

from troth.manifest.draft.evidence import SeenTable
from troth.manifest.draft.vocabulary import KNOWN, PEOPLE
from troth.manifest.draft.words import plain, raw_words, words
from troth.manifest.names import Column, TableName


def core(table: str, prefixes: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The words of a table's name without prefixes that say nothing (`tbl_`, `ps_`, `t_`)."""
    every = tuple(w for w in words(table) if w not in ("tbl", "table", "tb", "data", "t", "app", "the"))
    kept = tuple(word for word in every if word not in prefixes)
    return kept or every


def common_prefixes(tables: Iterable[TableName]) -> frozenset[str]:
    """Words with which many tables begin, and which therefore say nothing of one (`ps`, `wp`, `crm`)."""
    names = [words(name) for name in tables if len(raw_words(name)) > 1]
    few, most = max(3, 0.1 * len(names)), max(3, 0.6 * len(names))
    found: set[str] = set()
    while True:  # `hs_hr_employee`: the second word may say as little as the first
        firsts = Counter(_without_prefixes(every, found)[:1] for every in names)
        more = {
            first[0]
            for first, times in firsts.items()
            if first and times >= (most if first[0] in KNOWN else few)
        }
        if not more:
            return frozenset(found)
        found |= more


def _without_prefixes(every: tuple[str, ...], prefixes: set[str]) -> tuple[str, ...]:
    at = next((at for at, word in enumerate(every) if word not in prefixes), 0)
    return every[at:] if len(every) - at > 1 else ()


def column_affix(table: SeenTable) -> frozenset[str]:
    """The word with which nearly all columns of a table begin or end, as `cli` in `cli_nom`, `cli_ville`."""
    return _affix(tuple(table.columns))


@cache
def _affix(columns: tuple[Column, ...]) -> frozenset[str]:
    several = [raw for raw in map(raw_words, columns) if len(raw) > 1]
    firsts = Counter(raw[0] for raw in several if raw[0] not in ("id", "fk"))  # `id_client`, `id_projet`
    # An end says nothing only where it says whose: `home_email`, `work_email` both say what they hold.
    lasts = Counter(raw[-1] for raw in several if raw[-1] not in KNOWN or words(raw[-1])[0] in PEOPLE)
    enough = max(3, 0.7 * len(columns))
    found = [word for word, times in (*firsts.items(), *lasts.items()) if times >= enough]
    return frozenset(plain for word in found for plain in (word, *words(word)[:1]))


def without_own(column: Column, table: SeenTable) -> Iterator[str]:
    """
    The column's name without the beginning of its table's name that it ends or begins with: `villebail` of `bailleur`.

    One or two letters (`nomA` of `ADHERENT`) count where most columns of the table end with them.
    """
    name = _bare(column)
    for own in raw_words(table.name):
        for length in range(len(own), 0, -1):
            end = own[:length]
            if len(name) > length + 1 and name.endswith(end) and (length > 2 or _is_common(end, table)):
                yield name[:-length]
            if len(name) > length + 2 and name.startswith(end) and length > 2:
                yield name[length:]


def _is_common(end: str, table: SeenTable) -> bool:
    ending = sum(_bare(column).endswith(end) for column in table.columns)
    return ending >= max(3, 0.6 * len(table.columns))


def _bare(column: Column) -> str:
    return plain(column).lower().rstrip("0123456789")
