"""The lawful part of a claim: what its basis makes of the facts about a person."""

from collections.abc import Iterator
from datetime import UTC, datetime

from troth.claims.carried import choices_of
from troth.claims.compiler.question import ACTIVE, ENDED, Question
from troth.claims.compiler.rows import is_met, record_text
from troth.claims.compiler.ties import Tie
from troth.claims.compiler.timed import timed_part
from troth.claims.questions import (
    Carry,
    Cell,
    ExistedAt,
    HasInstant,
    HasUntil,
    IsAbsent,
    IsCarried,
    IsDay,
    Number,
    Outlived,
    Row,
    SeenBy,
    StartsBefore,
    StateCarried,
    Test,
    case,
    every,
    greatest,
    least,
    negation,
    some,
)
from troth.claims.unknown import Unknown
from troth.manifest.model import Manifest
from troth.manifest.names import ChoiceName, ItemName, KindName
from troth.manifest.purposes import ArchiveGround, Basis, DataUse, Purpose
from troth.manifest.stores import StoredAs, Table


def choices_for(purpose: Purpose, item: ItemName) -> Iterator[ChoiceName | None]:
    for name in choices_of(purpose):
        listed = None if name is None else purpose.choices[name].items
        if listed is None or item in listed:
            yield name


def is_over(ask: Question, purpose: Purpose) -> bool:
    return purpose.ended is not None and purpose.ended <= ask.today


def lawful_part(
    ask: Question,
    purpose: Purpose,
    choice: ChoiceName | None,
    table: Table,
    row: Row,
    tie: Tie,
    item: ItemName,
) -> Number:
    """What the legal basis says about this person (GDPR Art. 6, 7, 17, 21)."""
    unlawful = _unlawful(ask, purpose, table, row, tie, item)
    match purpose.basis[tie.role]:
        case Basis.CONSENT:
            return least(_consented(ask, purpose, choice, table, row, tie, item), unlawful)
        case Basis.CONTRACT:
            return least(_contracted(ask, purpose, table, row, tie, item), unlawful)
        case Basis.LEGITIMATE_INTEREST:
            carry = ask.carry(("interest", purpose.name, ask.carried.item(item)), tie.who)
            if carry is None:
                return unlawful
            return least(StateCarried(carry, ACTIVE), _as_existed(ask, table, row, carry), unlawful)
        case Basis.PUBLIC_TASK:
            carry = ask.carry(("public-task", purpose.name), tie.who)
            return least(StateCarried(carry, ACTIVE), unlawful) if carry else unlawful
        case Basis.LEGAL_OBLIGATION | Basis.VITAL_INTEREST:
            return unlawful


def _consented(
    ask: Question,
    purpose: Purpose,
    choice: ChoiceName | None,
    table: Table,
    row: Row,
    tie: Tie,
    item: ItemName,
) -> Number:
    """Given under the key that decides, to a wording that still covers the purpose, and not narrowed since."""
    deciding = tie.first(purpose.decided_by)
    if deciding is None:
        return ask.frozen(Unknown.NO_KEY)
    own = ask.carry(("consent", purpose.name, choice or ""), deciding)
    narrow = ask.carry(("narrow", purpose.name, choice or "", ask.carried.item(item)), tie.who)
    undecided = _undecided(ask, purpose, table, row)
    whens: list[tuple[Test, Number]] = [(IsAbsent(deciding), ask.frozen(Unknown.NO_KEY))]
    if own:
        if narrow:
            whens.append((every(IsCarried(own), Outlived(narrow, own)), ENDED))
            soft = every(IsCarried(own), Outlived(narrow, own, is_soft=True))
            whens.append((soft, least(StateCarried(own, ENDED), ask.frozen(Unknown.DOUBT))))
        whens.append((IsCarried(own), StateCarried(own, ENDED)))
    if narrow:
        whens.append((HasInstant(narrow), ENDED))
        whens.append((HasInstant(narrow, is_soft=True), least(undecided, ask.frozen(Unknown.DOUBT))))
    return case(*whens, otherwise=undecided)


def _undecided(ask: Question, purpose: Purpose, table: Table, row: Row) -> Number:
    """Without a recorded decision: the operator's own column, else what the ledger's completeness says."""
    column = table.decisions.get(purpose.name)
    if column is not None:
        given = is_met(ask.manifest, table, row, column)
        return case((given, ACTIVE), (negation(given), ENDED), otherwise=ask.frozen(Unknown.DECISION))
    is_complete = {purpose.name, *purpose.was} & ask.carried.complete
    return ENDED if is_complete else ask.frozen(Unknown.LEDGER)


def _contracted(ask: Question, purpose: Purpose, table: Table, row: Row, tie: Tie, item: ItemName) -> Number:
    """Active from the first step; after an erasure, while something is left to perform."""
    carry = ask.carry(("erased", ask.carried.item(item)), tie.who)
    if carry is None:
        return ACTIVE
    left = ENDED if purpose.performance is None else timed_part(ask, purpose.performance, table, row, tie)
    in_doubt = greatest(left, ask.frozen(Unknown.DOUBT))
    undated = _as_seen(ask, table, row, carry, left, in_doubt, greatest(left, ask.frozen(Unknown.CREATED)))
    if table.created is None:
        return case((IsCarried(carry), undated), otherwise=ACTIVE)
    created = Cell(row, table.created)
    return case(
        (negation(IsCarried(carry)), ACTIVE),
        (_is_no_instant(created), undated),
        (ExistedAt(created, carry), left),
        (ExistedAt(created, carry, is_frozen=True), in_doubt),
        otherwise=ACTIVE,
    )


def _as_seen(
    ask: Question, table: Table, row: Row, carry: Carry, ended: Number, frozen: Number, unknown: Number
) -> Number:
    """What becomes of a record without a date: by when it was seen, if it was."""
    seen = ask.carry(("seen", table.store, table.name), record_text(table, row))
    if seen is None:
        return unknown
    return case(
        (SeenBy(seen, carry), ended), (SeenBy(seen, carry, is_frozen=True), frozen), otherwise=unknown
    )


def _unlawful(ask: Question, purpose: Purpose, table: Table, row: Row, tie: Tie, item: ItemName) -> Number:
    """Ended for what existed when the purpose was found unlawful (GDPR Art. 17(1)(d))."""
    carry = ask.carry(("unlawful", purpose.name, ask.carried.item(item)), tie.who)
    return _as_existed(ask, table, row, carry) if carry else ACTIVE


def ground_of(ask: Question, purpose: Purpose, table: Table, row: Row, tie: Tie, item: ItemName) -> Number:
    """Why the archive phase is lawful: a duty, or claims that an erasure ends unless a written ground resists it."""
    assert purpose.archive is not None
    unlawful = _unlawful(ask, purpose, table, row, tie, item)
    if (
        purpose.archive.ground is ArchiveGround.LEGAL_OBLIGATION
        or purpose.archive.resists_erasure is not None
    ):
        return unlawful
    carry = ask.carry(("erased", ask.carried.item(item)), tie.who)
    return least(_as_existed(ask, table, row, carry), unlawful) if carry else unlawful


def _as_existed(ask: Question, table: Table, row: Row, carry: Carry) -> Number:
    """Ended or frozen where the record existed at the carried instants; frozen where nobody knows."""
    has_one = some(HasUntil(carry), HasUntil(carry, is_frozen=True))
    frozen = ask.frozen(Unknown.UNDECIDED if "interest" in carry.slot[:2] else Unknown.DOUBT)
    undated = _as_seen(ask, table, row, carry, ENDED, frozen, ask.frozen(Unknown.CREATED))
    if table.created is None:
        return case((has_one, undated), otherwise=ACTIVE)
    created = Cell(row, table.created)
    return case(
        (negation(has_one), ACTIVE),
        (_is_no_instant(created), undated),
        (ExistedAt(created, carry), ENDED),
        (ExistedAt(created, carry, is_frozen=True), frozen),
        otherwise=ACTIVE,
    )


def _is_no_instant(created: Cell) -> Test:
    """Whether nobody can say when a record was created: NULL, no day, or a year that stands for nothing (1, 9999)."""
    first, last = (datetime(year, 1, 1, tzinfo=UTC) for year in (2, 9999))
    return some(
        IsAbsent(created),
        negation(IsDay(created)),
        StartsBefore(created, first, StoredAs.NATIVE),
        negation(StartsBefore(created, last, StoredAs.NATIVE)),
    )


def derived_part(ask: Question, table: Table, row: Row, tie: Tie, item: ItemName) -> Number:
    """A derived item lives no longer than what it was made from may be used (case D25)."""
    inputs = _inputs(ask.manifest, item)
    return least(
        *(
            greatest(
                ENDED,
                *(
                    lawful_part(ask, purpose, choice, table, row, tie, source)
                    for purpose in ask.manifest.purposes.values()
                    if not is_over(ask, purpose)
                    and tie.role in purpose.basis
                    and _uses_somewhere(ask, purpose, source)
                    for choice in choices_for(purpose, source)
                ),
            )
            for source in sorted(inputs)
        )
    )


def _inputs(manifest: Manifest, item: ItemName) -> set[ItemName]:
    """What an item is derived from, directly or not."""
    found: set[ItemName] = set()
    waiting = [item]
    while waiting:
        further = manifest.items[waiting.pop()].derived_from - found
        found |= further
        waiting += further
    return found


def _uses_somewhere(ask: Question, purpose: Purpose, item: ItemName) -> bool:
    """Whether the purpose uses that item in some kind of record."""
    return any(uses_of_kind(ask, kind, use, item) for kind, use in purpose.data.items())


def uses_of_kind(ask: Question, kind: KindName, use: DataUse, item: ItemName) -> bool:
    """Whether a use of a kind is of that item: one it lists, else any that a field of the kind's tables holds."""
    if use.items is not None:
        return item in use.items
    return any(
        declared.item == item
        for table in ask.manifest.tables()
        if kind in table.kinds
        for declared in table.fields.values()
    )
