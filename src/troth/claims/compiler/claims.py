"""The claims on a field: of which purposes, in which phase, about whom; and each by itself, to be shown."""

from collections.abc import Iterator
from dataclasses import dataclass

from troth.claims.compiler.below import over
from troth.claims.compiler.clamps import restricted, unreadable
from troth.claims.compiler.kinds import kinds_of
from troth.claims.compiler.lawful import (
    choices_for,
    derived_part,
    ground_of,
    is_over,
    lawful_part,
    uses_of_kind,
)
from troth.claims.compiler.question import ACTIVE, ARCHIVED, ENDED, Question
from troth.claims.compiler.rows import row_name
from troth.claims.compiler.ties import Tie, is_nobody, over_ties, ties_in
from troth.claims.compiler.timed import timed_part
from troth.claims.questions import (
    NO,
    NOBODY,
    Base,
    Cell,
    Const,
    IsUnknown,
    Number,
    Pointing,
    Row,
    Test,
    case,
    every,
    greatest,
    least,
    negation,
    some,
)
from troth.claims.unknown import Unknown
from troth.manifest.names import ChoiceName, Column, ItemName, KindName, PurposeName, RoleName
from troth.manifest.purposes import Purpose, Span
from troth.manifest.stores import Field, Table


def claims_about(ask: Question, table: Table, row: Row, tie: Tie, declared: Field) -> Number:
    """The claims on a field about one person, raised by that person's restriction."""
    return ask.once(
        ("claims", table.store, table.name, row, tie.role, tie.keys, declared.item),
        lambda: _claims_about(ask, table, row, tie, declared.item),
    )


def _claims_about(ask: Question, table: Table, row: Row, tie: Tie, item: ItemName) -> Number:
    claims = [
        case((test, claims_of(ask, purpose, choice, table, row, tie, item)), otherwise=ENDED)
        for kind, test in kinds_of(ask, table, row).items()
        for purpose, choice in uses_of(ask, kind, item)
        if purpose.data[kind].follows is None and tie.role in purpose.basis
    ]
    followed = [
        case((test, _followed(ask, purpose, choice, table, row, kind, item)), otherwise=ENDED)
        for kind, test in kinds_of(ask, table, row).items()
        for purpose, choice in uses_of(ask, kind, item)
        if purpose.data[kind].follows is not None and tie.role in purpose.basis
    ]
    return greatest(ENDED, *claims, *followed, restricted(ask, tie, item), unreadable(ask, tie))


def uses_of(ask: Question, kind: KindName, item: ItemName) -> Iterator[tuple[Purpose, ChoiceName | None]]:
    """The purposes that use that item of that kind, with each of their choices that lists it."""
    for purpose in ask.manifest.purposes.values():
        if kind not in purpose.data or is_over(ask, purpose):
            continue
        if uses_of_kind(ask, kind, purpose.data[kind], item):
            yield from ((purpose, choice) for choice in choices_for(purpose, item))


def claims_of(
    ask: Question,
    purpose: Purpose,
    choice: ChoiceName | None,
    table: Table,
    row: Row,
    tie: Tie,
    item: ItemName,
) -> Number:
    """The active and the archive claim of one purpose about one person."""
    phases = (False, True) if purpose.archive is not None else (False,)
    return greatest(
        *(_claim(ask, purpose, choice, is_archive, table, row, tie, item) for is_archive in phases)
    )


def _claim(
    ask: Question,
    purpose: Purpose,
    choice: ChoiceName | None,
    is_archive: bool,
    table: Table,
    row: Row,
    tie: Tie,
    item: ItemName,
) -> Number:
    """One phase: the least of what is lawful, what is timed, and what the item was derived from."""
    top = ARCHIVED if is_archive else ACTIVE
    lawful = (
        ground_of(ask, purpose, table, row, tie, item)
        if is_archive
        else lawful_part(ask, purpose, choice, table, row, tie, item)
    )
    timed = timed_part(ask, _span(purpose, is_archive), table, row, tie)
    return least(top, lawful, timed, derived_part(ask, table, row, tie, item))


def _followed(
    ask: Question,
    purpose: Purpose,
    choice: ChoiceName | None,
    table: Table,
    row: Row,
    kind: KindName,
    item: ItemName,
) -> Number:
    """The claims of the purpose on the records that point at this one and that its claim here follows."""
    leading = purpose.data[kind].follows
    assert leading is not None
    parts: list[Number] = []
    for other in ask.manifest.stores[table.store].tables.values():
        if leading not in other.kinds or other.hosted_for is not None:
            continue
        for relation, reference in other.references.items():
            if reference.table != table.name:
                continue
            base = Base(f"{row_name(row)}<{other.name}.{relation}", other.name)
            on = tuple((mine, Cell(row, theirs)) for mine, theirs in reference.columns.items())
            led = leading_claims(ask, purpose, choice, other, base, leading, item)
            parts.append(over(Pointing(base, base, on), led))
    return greatest(ENDED, *parts)


def leading_claims(
    ask: Question,
    purpose: Purpose,
    choice: ChoiceName | None,
    table: Table,
    row: Row,
    kind: KindName,
    item: ItemName,
) -> Number:
    """The claims of the purpose on a record that others follow: over its ties, or read as unlinked."""
    is_kind = kinds_of(ask, table, row)[kind]
    roles = frozenset(purpose.basis)
    claims = [
        over_ties(people, claims_of(ask, purpose, choice, table, row, people.tie, item))
        for people in ties_in(ask, table, row, roles)
    ]
    alone = _alone(ask, purpose, table, row)
    claimed = case((is_nobody(ask, table, row, roles), alone), otherwise=greatest(ENDED, *claims))
    return case((is_kind, claimed), (IsUnknown(is_kind), ask.frozen(Unknown.KIND)), otherwise=ENDED)


def is_concerned(ask: Question, table: Table, row: Row, declared: Field, roles: frozenset[RoleName]) -> Test:
    """Whether a field is about somebody in one of these roles, or about nobody at all."""
    about = roles if declared.about is None else roles & declared.about
    return some(negation(is_nobody(ask, table, row, about)), is_nobody(ask, table, row, declared.about))


def unlinked_claims(ask: Question, table: Table, row: Row, item: ItemName) -> Number:
    """A record without subject is read by its own clocks only (case D30)."""
    claims: list[Number] = []
    for kind, test in kinds_of(ask, table, row).items():
        for purpose, choice in uses_of(ask, kind, item):
            if purpose.data[kind].follows is None:
                claims.append(case((test, _alone(ask, purpose, table, row)), otherwise=ENDED))
            else:
                claims.append(
                    case((test, _followed(ask, purpose, choice, table, row, kind, item)), otherwise=ENDED)
                )
    return greatest(ENDED, *claims)


def _alone(ask: Question, purpose: Purpose, table: Table, row: Row) -> Number:
    """The claims of one purpose on a record without subject."""
    phases = (False, True) if purpose.archive is not None else (False,)
    return greatest(*(_alone_in(ask, purpose, is_archive, table, row) for is_archive in phases))


def _alone_in(ask: Question, purpose: Purpose, is_archive: bool, table: Table, row: Row) -> Number:
    span = _span(purpose, is_archive)
    if span.clock is None:
        return ask.frozen(Unknown.NO_SUBJECT)
    return least(ARCHIVED if is_archive else ACTIVE, timed_part(ask, span, table, row, None))


@dataclass(frozen=True, slots=True)
class ClaimAsked:
    """One claim on some columns of a table's rows, by itself: `number` is its state, NOBODY where there is none."""

    purpose: Purpose
    choice: ChoiceName | None
    is_archive: bool
    role: RoleName | None  # none: the record is read without a person, or the claim follows another record's
    span: Span
    number: Number
    columns: tuple[Column, ...]


def claims_asked(ask: Question, table: Table) -> list[ClaimAsked]:
    """Every claim on the fields of a table, apart, so that each can be shown with its reason and its end."""
    row = Base("r", table.name)
    found: dict[tuple[PurposeName, ChoiceName | None, bool, RoleName | None, Number], list[Column]] = {}
    for column, declared in table.fields.items():
        for purpose, choice, is_archive, role, number in _each_claim(ask, table, row, declared):
            found.setdefault((purpose.name, choice, is_archive, role, number), []).append(column)
    purposes = ask.manifest.purposes
    return [
        ClaimAsked(
            purposes[name],
            choice,
            is_archive,
            role,
            _span(purposes[name], is_archive),
            number,
            tuple(columns),
        )
        for (name, choice, is_archive, role, number), columns in found.items()
    ]


def _is_own(purpose: Purpose, table: Table) -> bool:
    """Whether the purpose's claims on the table's records run by their own clocks, not by another record's."""
    return all(purpose.data[kind].follows is None for kind in table.kinds if kind in purpose.data)


def _span(purpose: Purpose, is_archive: bool) -> Span:
    return purpose.archive.span if is_archive and purpose.archive is not None else purpose.active


def _each_claim(
    ask: Question, table: Table, row: Row, declared: Field
) -> Iterator[tuple[Purpose, ChoiceName | None, bool, RoleName | None, Number]]:
    item, nobody = declared.item, is_nobody(ask, table, row, declared.about)
    for kind, is_kind in kinds_of(ask, table, row).items():
        for purpose, choice in uses_of(ask, kind, item):
            phases = (False, True) if purpose.archive is not None else (False,)
            if purpose.data[kind].follows is not None:
                followed = _followed(ask, purpose, choice, table, row, kind, item)
                concerned = is_concerned(ask, table, row, declared, frozenset(purpose.basis))
                yield (
                    purpose,
                    choice,
                    False,
                    None,
                    case((every(is_kind, concerned), followed), otherwise=Const(NOBODY)),
                )
                continue
            for is_archive in phases:
                for people in ties_in(ask, table, row, declared.about):
                    if people.tie.role in purpose.basis:
                        claim = _claim(ask, purpose, choice, is_archive, table, row, people.tie, item)
                        number = over_ties(people, case((is_kind, claim), otherwise=Const(NOBODY)))
                        yield purpose, choice, is_archive, people.tie.role, number
                alone = _alone_in(ask, purpose, is_archive, table, row)
                if nobody != NO:
                    yield (
                        purpose,
                        choice,
                        is_archive,
                        None,
                        case((every(is_kind, nobody), alone), otherwise=Const(NOBODY)),
                    )
