"""From what a store counted to verdicts: pure."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from troth.claims.compiler.why import decoded
from troth.claims.facts import Instant
from troth.claims.states import State
from troth.claims.unknown import Unknown
from troth.manifest.names import ClockName, Column, ItemName
from troth.manifest.stores import Table
from troth.stores.sql.tally import DUE, OVERDUE, UNACCEPTED, UNACCEPTED_OVERDUE, Group
from troth.verify.model import Counts, Held

_ENDED = frozenset({DUE, OVERDUE, UNACCEPTED, UNACCEPTED_OVERDUE})


@dataclass(slots=True)
class Tallied:
    """What the groups of a table come to, added up as they are read."""

    rows: int = 0
    columns: dict[Column, "Counter[int]"] = field(default_factory=lambda: defaultdict(Counter))
    oldest: dict[Column, Instant] = field(default_factory=dict)
    yes: "Counter[str]" = field(default_factory=Counter)
    bound: "Counter[Column]" = field(default_factory=Counter)

    def add(
        self, group: Group, clocks: Mapping[Column, frozenset[ClockName]], overdue: Collection[int]
    ) -> None:
        """
        One more group.

        Args:
            clocks: for each column, the clocks by which its claims run.
            overdue: the codes of what counts as broken.
        """
        self.rows += group.rows
        self.yes.update(group.yes)
        for column, code in group.codes.items():
            bound = group.bound.get(column, 0) if code in _ENDED else 0
            self.bound[column] += bound
            if group.values[column] == bound:
                continue
            self.columns[column][code] += group.values[column] - bound
            shown = [group.oldest[name] for name in clocks[column] if name in group.oldest]
            if code in overdue and shown:
                # Of several clocks the last counts, row by row: nothing of the group began before the last least.
                began = max(shown)
                self.oldest[column] = min(began, self.oldest.get(column, began))


def overdue_codes(words_are_old: bool) -> frozenset[int]:
    """What counts as broken: what ended longer ago than the lag; also what waits for words that long unaccepted."""
    return frozenset({OVERDUE, UNACCEPTED_OVERDUE} if words_are_old else {OVERDUE})


def verdicts(table: Table, tallied: Tallied, overdue: Collection[int], zone: ZoneInfo) -> tuple[Held, ...]:
    """What the table holds of each item; the columns that only tie records to people come last."""
    by_item: dict[ItemName | None, list[Column]] = defaultdict(list)
    for column, declared in table.fields.items():
        by_item[declared.item].append(column)
    links = sorted(table.link_columns - set(table.fields))
    if links:
        by_item[None] = links
    return tuple(
        Held(item, tuple(columns), _counts(tallied, columns, overdue, zone))
        for item, columns in by_item.items()
    )


def _counts(
    tallied: Tallied, columns: Collection[Column], overdue: Collection[int], zone: ZoneInfo
) -> Counts:
    codes = sum((tallied.columns[column] for column in columns if column in tallied.columns), Counter[int]())
    states: Counter[State] = Counter()
    unknown: Counter[Unknown] = Counter()
    due = broken = 0
    for code, count in codes.items():
        if code in overdue:
            broken += count
        elif code in (UNACCEPTED, UNACCEPTED_OVERDUE):
            unknown[Unknown.WORDS] += count
        elif code == DUE:
            due += count
        else:
            state, why = decoded(code)
            states[state] += count
            if state is State.FROZEN:
                assert why is not None, "every place that freezes says why"
                unknown[why] += count
    restricted = unknown.pop(Unknown.RESTRICTED, 0)
    return Counts(
        states[State.ACTIVE],
        states[State.ARCHIVED],
        restricted,
        due,
        broken,
        sum(tallied.bound[column] for column in columns),
        dict(sorted(unknown.items())),
        _first_day((tallied.oldest[column] for column in columns if column in tallied.oldest), zone),
    )


def _first_day(instants: Iterable[Instant], zone: ZoneInfo) -> date | None:
    first = min(instants, default=None)
    return None if first is None else first.astimezone(zone).date()
