"""Why each datum is held: every claim on it by itself, in which state, and until when.

A survey says what the state of a datum is; this says whose claims make it so. Asked only where a person
wants to know: for an access package, an explanation, or what stays after an erasure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from troth.claims.compiler import STATES, ClaimAsked, decoded, last_day
from troth.claims.facts import Instant
from troth.claims.judged import Claim, Judged, Told
from troth.claims.keys import Key, RecordRef
from troth.claims.same import Same
from troth.claims.states import State
from troth.claims.world import TableRef
from troth.manifest.names import ClockName, Column
from troth.manifest.stores import Table
from troth.retention.notes import TieReading, readings_of
from troth.retention.people import by_record
from troth.retention.survey import Survey
from troth.retention.terms import Connections
from troth.stores.sql import read
from troth.stores.sql.only import Records


def with_reasons(found: Survey, connections: Connections) -> Survey:
    """The same survey (which asked its records to tell their claims), each record with the claims on its fields."""
    judged = dict(found.judged)
    for ref, reasons in explained(found, connections).items():
        # Its last field.
        judged[ref] = tuple([Judged._make((*row[:-1], reasons.claims_on(row))) for row in found.judged[ref]])
    return replace(found, judged=judged)


def explained(found: Survey, connections: Connections) -> dict[TableRef, "Explained"]:
    """Why the records of each table are held, as far as a survey found some and asked them to tell their claims."""
    ties = found.ties or _ties(found, connections)
    manifest = found.terms.manifest
    today = found.terms.at.astimezone(ZoneInfo(manifest.zone)).date()
    return {
        ref: Explained(found, manifest.table(*ref), _told(rows[0]).asked, ties, today)
        for ref, rows in found.judged.items()
        if rows
    }


def _told(row: Judged) -> Told:
    told = row.judgement.told
    assert told is not None, "the survey was made without claims"
    return told


_Ties = Mapping[RecordRef, Sequence[read.Tied]]


def _ties(found: Survey, connections: Connections) -> _Ties:
    """The ties of each row: those by paths that lead down are asked for, as the rows themselves do not show them."""
    manifest = found.terms.manifest
    ties = dict(read.ties_shown((manifest.table(*ref), rows) for ref, rows in found.judged.items()))
    down: list[tuple[RecordRef, read.Tied]] = []
    for (store, name), rows in found.judged.items():
        keys = [row.key for row in rows if any(tie.is_down for tie in row.ties)]
        if keys:
            table, ground = manifest.table(store, name), found.terms.grounds[store]
            down += read.tied(connections[store], ground, found.question, table, Records(keys))
    return ties | by_record(down)


_MOST_SAID = 2_000


class _Said:
    """The claims on a table's rows in words, kept from one survey to the next: nothing of whose rows they are."""

    def __init__(self) -> None:
        self.claims: dict[tuple[int, int, date | None], Claim] = {}
        # By which claims they are; these are kept, so that no other gets the identity of one.
        self.together: dict[
            tuple[int, ...], tuple[Sequence[Claim | None], Mapping[Column, tuple[Claim, ...]]]
        ] = {}

    def make_room(self) -> None:
        """Begin anew where they have become many: each day on which something ends makes others."""
        if len(self.claims) + len(self.together) > _MOST_SAID:
            self.claims, self.together = {}, {}


class Explained:
    """
    The claims on the rows of one table, in words.

    The same few claims stand on most fields of most rows: each is said once, and so is the day on which a span
    from some instant ends.
    """

    def __init__(
        self, found: Survey, table: Table, claims: Sequence[ClaimAsked], ties: _Ties, today: date
    ) -> None:
        self._found, self._table, self._claims, self._ties, self._today = found, table, claims, ties, today
        ground = found.terms.grounds[table.store]
        self._on = ground.once(("columns by claims", Same(claims)), partial(_by_claims, claims))
        self._said = ground.once(("claims in words", Same(claims)), _Said)
        self._said.make_room()
        self._last: dict[tuple[int, Instant], date] = {}
        # Of rows of which the same is told, where no clock ends a claim; the rows hold what is told of them.
        self._timeless: dict[int, Mapping[Column, tuple[Claim, ...]]] = {}

    def claims_on(self, row: Judged) -> Mapping[Column, tuple[Claim, ...]]:
        """The claims on the fields of one of them; rows with the very same are given the same."""
        told = _told(row)
        claims = self._timeless.get(id(told))
        if claims is None:
            claims = self._said_of(row, told)
            if not any(self._is_timed(number, code, told) for number, code in enumerate(told.claims)):
                self._timeless[id(told)] = claims
        return claims

    def _said_of(self, row: Judged, told: Told) -> Mapping[Column, tuple[Claim, ...]]:
        shown = _Clocks(self._found, self._table, row, told, self._ties[row.record])
        said = [
            None if code < 0 else self._claim(number, code, told, shown)
            for number, code in enumerate(told.claims)
        ]
        if any(claim is not None and claim.untils for claim in said):
            return self._by_column(said)  # which names people
        alike, together = tuple(map(id, said)), self._said.together
        if alike not in together:
            together[alike] = said, self._by_column(said)
        return together[alike][1]

    def _is_timed(self, number: int, code: int, told: Told) -> bool:
        """Whether a clock tells until when a claim lives."""
        name = self._claims[number].span.clock
        lives = code >= 0 and STATES[code] is not State.ENDED
        return lives and name in self._table.clocks and name not in told.opened

    def _by_column(self, said: Sequence[Claim | None]) -> Mapping[Column, tuple[Claim, ...]]:
        claims: dict[Column, tuple[Claim, ...]] = {}
        for numbers, columns in self._on.items():
            if some := tuple([one for number in numbers if (one := said[number]) is not None]):
                claims.update(dict.fromkeys(columns, some))
        return claims

    def _claim(self, number: int, code: int, told: Told, shown: "_Clocks") -> Claim:
        name = self._claims[number].span.clock
        if name is None or not self._is_timed(number, code, told):
            return self._saying(number, code, None)
        until, untils = self._until(number, shown.of(name))
        if untils:
            return self._saying(number, code, until)._replace(untils=untils)
        return self._saying(number, code, until)

    def _saying(self, number: int, code: int, until: date | None) -> Claim:
        said = self._said.claims
        if (number, code, until) not in said:
            claim, (state, why) = self._claims[number], decoded(code)
            said[number, code, until] = Claim(
                claim.purpose.name, claim.choice, claim.is_archive, claim.role, state, until, why
            )
        return said[number, code, until]

    def _until(
        self, number: int, readings: Sequence[TieReading]
    ) -> tuple[date | None, tuple[tuple[frozenset[Key], date], ...]]:
        """
        The last day a claim lives, by what its clock shows for the people in its role; none where that is unknown.

        Returns:
            That day, and where the record is several people's, the day of each for whom the claim lives today.
        """
        mine = [one for one in readings if one.role == self._claims[number].role]
        days = [
            (one.person, self._last_day(number, one.reading.latest))
            for one in mine
            if one.reading.latest is not None and not one.reading.has_unknown
        ]
        untils = tuple((person, day) for person, day in days if day >= self._today) if len(mine) > 1 else ()
        known = [one.reading.latest for one in mine if one.reading.latest is not None]
        if not known or any(one.reading.has_unknown for one in mine):
            return None, untils
        return self._last_day(number, max(known)), untils

    def _last_day(self, number: int, start: Instant) -> date:
        if (number, start) not in self._last:
            span = self._claims[number].span
            assert span.clock is not None, "only a claim with a clock ends"
            clock = self._table.clocks[span.clock]
            self._last[number, start] = last_day(self._found.question, span, clock, start)
        return self._last[number, start]


def _by_claims(claims: Sequence[ClaimAsked]) -> dict[tuple[int, ...], list[Column]]:
    """The columns that have the same claims on them, by the numbers of these."""
    found: dict[tuple[int, ...], list[Column]] = {}
    for column in dict.fromkeys(column for claim in claims for column in claim.columns):
        numbers = tuple([number for number, claim in enumerate(claims) if column in claim.columns])
        found.setdefault(numbers, []).append(column)
    return found


class _Clocks:
    """What the clocks of one row show for its ties, each read when first asked for."""

    def __init__(
        self, found: Survey, table: Table, row: Judged, told: Told, ties: Sequence[read.Tied]
    ) -> None:
        self._found, self._table, self._row, self._told, self._ties = found, table, row, told, ties
        self._read: dict[ClockName, Sequence[TieReading]] = {}

    def of(self, name: ClockName) -> Sequence[TieReading]:
        """What one of them shows."""
        if name not in self._read:
            table, row = self._table, self._row
            clock, shown = table.clocks[name], self._told.shown(row.answer, name)
            acts = self._found.carried.rows.get(("", *clock.last_act), {}) if clock.latest else {}
            self._read[name] = readings_of(self._found, name, clock, row.record, shown, self._ties, acts)
        return self._read[name]
