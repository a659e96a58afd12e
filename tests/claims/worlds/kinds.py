"""Kinds of record, and the conditions that split a table into them."""

import random

from tests.claims.worlds.chance import maybe, one, some, weighed
from tests.claims.worlds.draft import IDENTITIES, Content, TableDraft, column
from tests.claims.worlds.tables import singular
from troth.manifest.condition import Absent, All, Among, AnyOf, Condition, Exists, Not, OfParent
from troth.manifest.names import Column, KindName
from troth.manifest.stores import MoveTo

STATUSES = ("open", "closed", "paid")


def give_conditions_their_columns(rng: random.Random, tables: list[TableDraft]) -> None:
    """Columns that conditions read. They are no personal data and never end: what decides must not go."""
    for table in tables:
        if maybe(rng, 0.5):
            table.columns[Column("status")] = column(Content.STATUS, is_nullable=maybe(rng, 0.75))
        if maybe(rng, 0.3):
            table.columns[Column("informed")] = column(Content.ANSWER, is_nullable=maybe(rng, 0.8))


def give_kinds(rng: random.Random, tables: list[TableDraft]) -> None:
    """One kind for many tables; else two that part it or overlap, or one that leaves records out."""
    for index, table in enumerate(tables):
        is_named_again = any(earlier.name == table.name for earlier in tables[:index])
        kind = KindName(f"{table.store}_{singular(table.name)}" if is_named_again else singular(table.name))
        test = condition_on(rng, table, tables)
        if test is None or maybe(rng, 0.45):
            table.kinds[kind] = None
        elif maybe(rng, 0.55):
            table.kinds[kind] = test
            table.kinds[KindName(f"plain_{kind}")] = Not(test)
        elif maybe(rng, 0.5):
            table.kinds[kind] = None
            table.kinds[KindName(f"special_{kind}")] = test
        else:
            table.kinds[kind] = test
        if index and maybe(rng, 0.05):
            table.kinds[one(rng, list(tables[index - 1].kinds))] = condition_on(rng, table, tables)


def condition_on(
    rng: random.Random, table: TableDraft, tables: list[TableDraft], depth: int = 2
) -> Condition | None:
    """A condition on a record of the table; none where nothing can be asked of it."""
    forms = {"leaf": 0.5, "not": 0.08, "all": 0.07, "any": 0.07, "parent": 0.16, "exists": 0.16}
    form = weighed(rng, forms) if depth else "leaf"
    if form == "not":
        inner = condition_on(rng, table, tables, depth - 1)
        return Not(inner) if inner else None
    if form in ("all", "any"):
        several = [condition_on(rng, table, tables, depth - 1) for _ in range(rng.randint(0, 2))]
        conditions = tuple(condition for condition in several if condition)
        return All(conditions) if form == "all" else AnyOf(conditions)
    asked = None
    if form == "parent":
        asked = _of_parent(rng, table, tables, depth)
    if form == "exists":
        asked = _exists(rng, table, tables, depth)
    return asked or _leaf(rng, table)


def _leaf(rng: random.Random, table: TableDraft) -> Condition | None:
    leaves: list[Condition] = []
    for name in table.of(Content.STATUS):
        leaves.append(Among(name, tuple(some(rng, STATUSES, 0.4, least=1))))
        if table.columns[name].is_nullable:
            leaves.append(Absent(name))
    for name in table.of(Content.ANSWER):
        leaves.append(Among(name, (1,)))
        leaves.append(Among(name, (0, 1) if maybe(rng, 0.3) else (0,)))
    if maybe(rng, 0.15):  # an order without a customer; a column that is personal data, or ends with a link
        ending = table.of(Content.POINTER, *IDENTITIES)
        leaves += [Absent(name) for name in ending if table.columns[name].is_nullable]
    return one(rng, leaves) if leaves else None


def _of_parent(
    rng: random.Random, table: TableDraft, tables: list[TableDraft], depth: int
) -> Condition | None:
    if not table.references:
        return None
    relation, reference = one(rng, list(table.references.items()))
    parent = next(draft for draft in tables if draft.store == table.store and draft.name == reference.table)
    condition = condition_on(rng, parent, tables, depth - 1)
    return OfParent(relation, condition) if condition else None


def _exists(rng: random.Random, table: TableDraft, tables: list[TableDraft], depth: int) -> Condition | None:
    # Nothing points at a record in its archive: a condition that asks for it would change its answer.
    children = [
        (child, relation)
        for child in tables
        for relation, reference in child.references.items()
        if child.store == table.store and reference.table == table.name
    ]
    if not children or isinstance(table.archive, MoveTo):
        return None
    child, relation = one(rng, children)
    condition = condition_on(rng, child, tables, depth - 1) if maybe(rng, 0.6) else All(())
    return Exists(child.name, relation, condition) if condition else None
