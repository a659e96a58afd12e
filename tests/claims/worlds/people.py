"""Whose the records are: columns with keys of people, and the links of each table in one role or two."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from tests.claims.worlds.chance import maybe, one, some, weighed
from tests.claims.worlds.draft import Content, TableDraft, column
from troth.claims.world import ColumnType
from troth.manifest.names import Column, KeyType, RoleName
from troth.manifest.stores import Down, Identifies, Link, MoveTo, Step, Up

OWNER, OTHER = RoleName("customer"), RoleName("recipient")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the rows are about: the ways their address is written, account, browser."""

    emails: tuple[str, ...]
    account: int
    browser: str


NOBODY = ("", "  ")  # written where an address should stand
PEOPLE = (
    Person(("ana@x.fr", "Ana@X.fr", " ana@x.fr "), 1, "b1"),
    Person(("ben@x.fr", "BEN@x.fr"), 2, "b2"),
    Person(("josé@x.fr", "José@X.fr"), 3, "b3"),
    Person(("jose@x.fr", "jose@x.fr "), 4, "b3"),
    Person(("shop@counter.fr",), 5, "b5"),
)


def give_identities(rng: random.Random, tables: list[TableDraft]) -> None:
    """Columns by which people are known: more often where a table points at none."""
    for table in tables:
        if maybe(rng, 0.35 if table.references else 0.85):
            for content in _identities(rng):
                table.columns[Column(content.value)] = column(content)
                if content is Content.ACCOUNT and maybe(rng, 0.15):
                    table.columns[Column(content.value)].type = ColumnType.TEXT
        if maybe(rng, 0.14):
            table.columns[Column("recipient_email")] = column(Content.EMAIL)
    if not any(table.own_identities for table in tables):
        tables[0].columns[Column("email")] = column(Content.EMAIL)


def give_links(rng: random.Random, tables: list[TableDraft]) -> None:
    """Tie the records of most tables to people, by their own columns or along paths."""
    for table in tables:
        if maybe(rng, 0.1):
            continue
        table.links += _own(rng, table)
        if table.references and (not table.links or maybe(rng, 0.3)):
            table.links += _along(rng, table, tables, downwards=False)
        # A record that moves must be found again in its archive, where nothing points at it.
        if not isinstance(table.archive, MoveTo) and (not table.links or maybe(rng, 0.1)):
            table.links += _along(rng, table, tables, downwards=True)
        table.links += _in_other_role(rng, table, tables)
    for table in tables:
        for link in table.links:
            if link.is_normalised:
                _end_of(link, table, tables).columns[link.column].is_tidy = True
            # Where nobody is tied to the record any more, the link becomes NULL.
            for name in table.own_columns_of(link):
                table.columns[name].is_nullable = table.columns[name].is_nullable or name not in table.key


def _identities(rng: random.Random) -> tuple[Content, ...]:
    return weighed(
        rng,
        {
            (Content.EMAIL,): 0.42,
            (Content.EMAIL, Content.ACCOUNT): 0.3,
            (Content.ACCOUNT,): 0.12,
            (Content.BROWSER,): 0.08,
            (Content.BROWSER, Content.EMAIL): 0.08,
        },
    )


def _link(rng: random.Random, role: RoleName, key: str, name: Column, path: tuple[Step, ...] = ()) -> Link:
    identifies = (
        Identifies.MANY if (key == "browser" and maybe(rng, 0.4)) or maybe(rng, 0.05) else Identifies.ONE
    )
    verified = None if maybe(rng, 0.09) else "login"
    return Link(role, KeyType(key), name, path, identifies, verified, maybe(rng, 0.12))


def _own(rng: random.Random, table: TableDraft) -> list[Link]:
    own = [(name, content) for name, content in table.own_identities.items() if name != "recipient_email"]
    links = [_link(rng, OWNER, content.value, name) for name, content in own]
    is_account = (
        len(table.key) == 1 and not table.references and table.columns[table.key[0]].content is Content.ID
    )
    if is_account and maybe(rng, 0.3):
        links.append(_link(rng, OWNER, "account", table.key[0]))
    for relation, reference in table.references.items():
        is_customer = reference.table == "customers" and len(reference.columns) == 1
        if is_customer and not relation.startswith("other") and maybe(rng, 0.25):
            links.append(_link(rng, OWNER, "account", next(iter(reference.columns))))
    rng.shuffle(links)
    return links


def _along(rng: random.Random, table: TableDraft, tables: list[TableDraft], downwards: bool) -> list[Link]:
    """Links along one path (a path down gives a tie for each row at its end)."""
    paths = [
        (path, end)
        for path, end in _paths(table, tables, depth=3)
        if any(isinstance(step, Down) for step in path) == downwards and end.own_identities
    ]
    if not paths:
        return []
    path, end = one(rng, sorted(paths, key=lambda pair: len(pair[0]))[:4])
    chosen = some(rng, list(end.own_identities.items()), 0.7, least=1)
    return [_link(rng, OWNER, content.value, name, path) for name, content in chosen]


def _in_other_role(rng: random.Random, table: TableDraft, tables: list[TableDraft]) -> list[Link]:
    links = []
    if Column("recipient_email") in table.columns:
        links.append(_link(rng, OTHER, "email", Column("recipient_email")))
    for relation, reference in table.references.items():
        target = next(
            draft for draft in tables if draft.store == table.store and draft.name == reference.table
        )
        if relation.startswith("other") and target.own_identities and maybe(rng, 0.8):
            name, content = one(rng, list(target.own_identities.items()))
            links.append(_link(rng, OTHER, content.value, name, (Up(relation),)))
    return links


def _paths(
    table: TableDraft,
    tables: list[TableDraft],
    depth: int,
    came_by: Step | None = None,
    has_gone_down: bool = False,
) -> Iterator[tuple[tuple[Step, ...], TableDraft]]:
    if depth == 0:
        return
    for step, end in _steps(table, tables):
        if came_by is not None and _undoes(step, came_by):
            continue
        if has_gone_down and isinstance(step, Down):
            continue  # a path leads down once at most
        yield (step,), end
        for path, last in _paths(end, tables, depth - 1, step, has_gone_down or isinstance(step, Down)):
            yield (step, *path), last


def _steps(table: TableDraft, tables: list[TableDraft]) -> Iterator[tuple[Step, TableDraft]]:
    here = [draft for draft in tables if draft.store == table.store]
    for relation, reference in table.references.items():
        target = next(draft for draft in here if draft.name == reference.table)
        if not (isinstance(table.archive, MoveTo) and isinstance(target.archive, MoveTo)):
            yield Up(relation), target
    for child in here:
        for relation, reference in child.references.items():
            if reference.table == table.name and not isinstance(child.archive, MoveTo):
                yield Down(child.name, relation), child


def _undoes(step: Step, came_by: Step) -> bool:
    match step, came_by:
        case Up(relation), Down(_, down_by):
            return relation == down_by
        case Down(_, relation), Up(up_by):
            return relation == up_by
        case _:
            return False


def _end_of(link: Link, table: TableDraft, tables: list[TableDraft]) -> TableDraft:
    for step in link.path:
        name = step.table if isinstance(step, Down) else table.references[step.relation].table
        table = next(draft for draft in tables if draft.store == table.store and draft.name == name)
    return table
