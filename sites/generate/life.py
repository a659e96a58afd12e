"""The life of one business: its rows as they come into being, on days counted back from today."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sites.generate.people import Person

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Dispute:
    """A record that a matter holds against every sweep and erasure, until a person lifts the hold."""

    name: str
    table: str
    key: int
    ground: str


@dataclass(slots=True)
class Life:
    """What has happened so far; `ago` is always in days before `today`."""

    today: date
    chance: random.Random
    people: list[Person]
    tables: dict[str, list[Row]] = field(default_factory=dict)
    disputes: list[Dispute] = field(default_factory=list)

    def add(self, table: str, **values: object) -> int:
        """A new row, and its number."""
        rows = self.tables.setdefault(table, [])
        rows.append({"id": len(rows) + 1, **values})
        return len(rows)

    def moment(self, ago: float) -> str:
        """An instant of that day within opening hours."""
        day = self.today - timedelta(days=int(ago))
        second = self.chance.randrange(8 * 3600, 19 * 3600)
        return str(datetime.combine(day, time()) + timedelta(seconds=second))

    def day(self, ago: float) -> str:
        """That day."""
        return str(self.today - timedelta(days=int(ago)))

    def after(self, ago: int, least: int, most: int) -> int | None:
        """Some days after that day, or nothing where that has not come yet."""
        later = ago - self.chance.randint(least, most)
        return later if later >= 0 else None

    def maybe(self, share: float) -> bool:
        """True in that share of cases."""
        return self.chance.random() < share

    def dispute(self, table: str, key: int, ground: str) -> None:
        """Remember that a matter holds this record."""
        name = f"dispute-{len(self.disputes) + 1}"
        self.disputes.append(Dispute(name, table, key, ground))


def cents(chance: random.Random) -> int:
    """A price in cents, most of them modest."""
    return int(min(900.0, chance.lognormvariate(3.8, 0.7)) * 100)
