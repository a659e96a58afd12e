"""Which records of a table the purpose may use, and about whom: the question that everything else is counted over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from troth.claims.compiler import People, Question, ties
from troth.claims.compiler.claims import claims_about, unlinked_claims, uses_of
from troth.claims.compiler.clamps import clamps_on
from troth.claims.compiler.lawful import lawful_part
from troth.claims.questions import (
    Base,
    Cell,
    Const,
    IsAbsent,
    KeyText,
    Number,
    RecordText,
    Test,
    case,
    every,
    greatest,
    least,
)
from troth.claims.states import State
from troth.export.model import Shown
from troth.manifest.names import Column, KeyType, PurposeName
from troth.manifest.stores import Field, Table
from troth.stores.live import StoredTable
from troth.stores.sql.ground import Ground
from troth.stores.sql.groups import CLAMP, RECORD, WHO, Coarse, Grouping, Reduced
from troth.stores.sql.render import Statement

ENDED, ACTIVE = Const(int(State.ENDED)), Const(int(State.ACTIVE))


def of_purpose(question: Question, name: PurposeName) -> Question:
    """The same question, asked for the claims of one purpose alone."""
    manifest = question.manifest
    only = replace(manifest, purposes={name: manifest.purposes[name]})
    return Question(only, question.carried, question.at, question.down, question.version)


def used_fields(question: Question, table: Table) -> list[Column]:
    """The fields of a table that the purpose uses at all."""
    return [
        column
        for column, field in table.fields.items()
        if any(True for kind in table.kinds for _ in uses_of(question, kind, field.item))
    ]


def members_by(table: Table) -> KeyType | None:
    """The type of key by which people are counted: that of the first sure link. One person may have other keys, too."""
    return next((link.key for link in table.links if link.is_sure), None)


@dataclass(frozen=True, slots=True)
class Usable:
    """What is asked of one table: its statement in the making."""

    question: Question
    table: Table
    stored: StoredTable
    ground: Ground

    def grouping(self, shown: Sequence[Shown], instants: Sequence[Column] = ()) -> Grouping:
        """The records that may be used, with these cells; then the months of these columns."""
        statement = Statement(self.ground, self.table)
        people = ties(self.question.manifest, self.table)
        below = [one for one in people if one.rows is not None]
        for one in below:
            if one.rows is not None:
                statement.join_down(one.rows)
        statement.show(RECORD, RecordText(tuple(Cell(statement.row, column) for column in self.table.key)))
        statement.show(WHO, self._member(people))
        statement.show(CLAMP, greatest(ENDED, *(self._clamp(one) for one in people)))
        claims = {column: n for n, column in enumerate(used_fields(self.question, self.table))}
        for column, number in claims.items():
            statement.show(f"u{number}", self._claim(statement.row, people, self.table.fields[column]))
        cells = list(self._cells(shown, instants, claims))
        for column, cell in zip((*(one.column for one in shown), *instants), cells, strict=True):
            statement.show(f"v{cell.number}", Cell(statement.row, column))
        return Grouping(statement.said(), len(claims), cells, is_repeated=bool(below))

    def _cells(
        self, shown: Sequence[Shown], instants: Sequence[Column], claims: dict[Column, int]
    ) -> Iterator[Reduced]:
        for number, one in enumerate(shown):
            family = self.stored.columns[one.column].family
            coarse = Coarse(one.reduction.how.value)
            yield Reduced(number, family, coarse, one.reduction.size, claims.get(one.column))
        for number, column in enumerate(instants, len(shown)):
            yield Reduced(number, self.stored.columns[column].family, Coarse.MONTH, Decimal(0), None)

    def _member(self, people: Sequence[People]) -> KeyText:
        """By what people are told apart: one key of theirs, so that nobody counts twice by two of them."""
        kind = members_by(self.table)
        return next(
            key
            for one in people
            for link, key in zip(one.tie.links, one.tie.keys, strict=True)
            if link.is_sure and link.key == kind
        )

    def _clamp(self, one: People) -> Number:
        """Above zero while somebody it is tied to is restricted, or cannot be made out: then nothing is used."""
        clamp = greatest(ENDED, *clamps_on(self.question, one.tie))
        return case((IsAbsent(one.tie.who), ENDED), otherwise=clamp)

    def _claim(self, row: Base, people: Sequence[People], field: Field) -> Number:
        """Active where the purpose may use the field about everybody whom it is about."""
        about = [one for one in people if field.about is None or one.tie.role in field.about]
        each = [self._claim_about(row, one, field) for one in about]
        alone = unlinked_claims(self.question, self.table, row, field.item)
        return case((_is_nobody(about), alone), otherwise=least(ACTIVE, *each))

    def _claim_about(self, row: Base, one: People, field: Field) -> Number:
        """About one person: the claim, and its basis asked again where the claim follows another record's."""
        purposes = {
            (purpose.name, choice): (purpose, choice)
            for kind in self.table.kinds
            for purpose, choice in uses_of(self.question, kind, field.item)
            if one.tie.role in purpose.basis
        }
        lawful = greatest(
            ENDED,
            *(
                lawful_part(self.question, purpose, choice, self.table, row, one.tie, field.item)
                for purpose, choice in purposes.values()
            ),
        )
        claims = claims_about(self.question, self.table, row, one.tie, field)
        return case((IsAbsent(one.tie.who), ACTIVE), otherwise=least(claims, lawful))


def _is_nobody(people: Sequence[People]) -> Test:
    return every(*(IsAbsent(one.tie.who) for one in people))
