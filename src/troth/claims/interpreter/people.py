"""Whose a record is: ties by role, and the persons behind keys."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from troth.claims.facts import Effect, Fact, Instant
from troth.claims.interpreter.records import Record, Records, once
from troth.claims.keys import Datum, Key, RecordRef
from troth.claims.world import World
from troth.manifest.model import Manifest
from troth.manifest.names import KeyType, Relation, RoleName
from troth.manifest.stores import Down, Link, Step, Table, Up

Path = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """
    One person's relation to one record, in one role.

    `keys` are the values of its links in the order they are declared, `sure_keys` those of sure links.
    `reads` are the columns, of this record and of others, that its links' paths and keys stand in;
    `passes` the records that its path leads down to and past.
    """

    role: RoleName
    keys: tuple[Key, ...]
    sure_keys: frozenset[Key]
    reads: frozenset[Datum]
    passes: frozenset[RecordRef] = field(default_factory=frozenset)

    @property
    def is_sure(self) -> bool:
        """Whether it is known whose it is; else it is in doubt."""
        return bool(self.sure_keys)

    @property
    def first_key(self) -> Key:
        """By what it is known, where it is in doubt."""
        return self.keys[0]

    def first_of(self, type_: KeyType | None) -> Key | None:
        """Its first key of that type."""
        return next((key for key in self.keys if key.type == type_), None)


class View(Records):
    """A world as one manifest reads it at one instant, with the people in it."""

    def __init__(self, world: World, manifest: Manifest, at: Instant) -> None:
        super().__init__(world, manifest, at)
        self._ties: dict[RecordRef, tuple[Tie, ...]] = {}

    def ties(self, record: Record) -> tuple[Tie, ...]:
        """Whose the record is, in the order in which the roles' links are declared."""
        if record.ref not in self._ties:
            self._ties[record.ref] = tuple(ties_of(self, record))
        return self._ties[record.ref]

    @cached_property
    def people(self) -> frozenset[frozenset[Key]]:
        """Keys that stand together in a readable record's sure tie, or are remembered, are one person's."""
        together = [tie.sure_keys for record in self.all for tie in self.ties(record) if tie.is_sure]
        return closure([*together, *self.world.remembered])

    def person(self, tie: Tie) -> frozenset[Key]:
        """Every key of the tie's person; of a tie in doubt its first key alone."""
        if not tie.is_sure:
            return frozenset({tie.first_key})
        return next(self._person_of[key] for key in tie.sure_keys)

    @cached_property
    def _person_of(self) -> dict[Key, frozenset[Key]]:
        return {key: person for person in self.people for key in person}

    @cached_property
    def read_through(self) -> dict[Datum, list[tuple[Record, Tie]]]:
        """The ties that are read through each datum, with the records whose they are."""
        found: dict[Datum, list[tuple[Record, Tie]]] = {}
        for record in self.all:
            for tie in self.ties(record):
                for datum in tie.reads:
                    found.setdefault(datum, []).append((record, tie))
        return found

    def is_tied_to(self, record: Record, person: frozenset[Key]) -> bool:
        """Whether the record has a sure tie to that person."""
        return any(tie.is_sure and self.person(tie) & person for tie in self.ties(record))

    @once
    def facts_of(self, tie: Tie, *effects: Effect) -> list[Fact]:
        """The facts of the tie with one of these effects."""
        person = self.person(tie)
        return [fact for fact in self.facts_with(*effects) if fact.key in person]

    def is_identity_unreadable(self, tie: Tie) -> bool:
        """Whether facts may follow the tie's person along keys that stand in a store that is down."""
        if not tie.is_sure or any(tie.sure_keys & keys for keys in self.world.remembered):
            return False
        return any(
            sum(link.is_sure for link in links) > 1
            for table in self.manifest.tables()
            if table.store in self.world.down
            for _, links in groups(table)
        )


def closure(together: Iterable[frozenset[Key]]) -> frozenset[frozenset[Key]]:
    """The persons: keys that stand together, directly or through others."""
    persons: list[frozenset[Key]] = []
    for keys in together:
        same = [person for person in persons if person & keys]
        persons = [person for person in persons if not person & keys]
        persons.append(keys.union(*same))
    return frozenset(persons)


def groups(table: Table) -> list[tuple[Path, list[Link]]]:
    """The links that can stand in one tie: those of one role that never step down, or share a path down."""
    found: dict[tuple[RoleName, Path], list[Link]] = {}
    for link in table.links:
        goes_down = any(isinstance(step, Down) for step in link.path)
        found.setdefault((link.role, link.path if goes_down else ()), []).append(link)
    return [(path, links) for (_, path), links in found.items()]


def ties_of(view: Records, record: Record) -> Iterator[Tie]:
    """Whose the record is, in the order in which the roles' links are declared."""
    for path, links in groups(record.table):
        if not path:
            ends = [(link, route) for link in links for route in _routes(view, record, link.path)]
            yield from _tie(links[0].role, ends)
            continue
        routes = _routes(view, record, path)
        ends_found = {route.end.ref: route.end for route in routes if route.end is not None}
        for name in sorted(ends_found):
            here = [route for route in routes if route.end is ends_found[name]]
            yield from _tie(links[0].role, [(link, route) for link in links for route in here])


@dataclass(frozen=True, slots=True)
class _Route:
    """A way along a path: where it ends (nowhere: a record is missing), and what it passed."""

    end: Record | None
    reads: frozenset[Datum] = frozenset()
    passes: frozenset[RecordRef] = frozenset()


def _routes(view: Records, record: Record, path: Path) -> list[_Route]:
    routes = [_Route(record)]
    for step in path:
        routes = [further for route in routes for further in _further(view, route, step)]
    return routes


def _further(view: Records, route: _Route, step: Step) -> list[_Route]:
    if route.end is None:
        return [route]
    here = route.end
    match step:
        case Up(relation):
            reference = here.table.references[relation]
            parent = view.parent(here, relation)
            reads = route.reads | {Datum(here.ref, mine) for mine in reference.columns}
            if parent is not None:
                reads |= {Datum(parent.ref, theirs) for theirs in reference.columns.values()}
            return [_Route(parent, reads, route.passes)]
        case Down(table, relation):
            return [
                _Route(
                    child,
                    route.reads | _read_down(here, child, relation),
                    route.passes | {child.ref},
                )
                for child in view.pointing(here, table, relation)
            ]


def _read_down(here: Record, child: Record, relation: Relation) -> frozenset[Datum]:
    columns = child.table.references[relation].columns
    mine = {Datum(child.ref, column) for column in columns}
    return frozenset(mine | {Datum(here.ref, column) for column in columns.values()})


def _tie(role: RoleName, ends: Sequence[tuple[Link, _Route]]) -> Iterable[Tie]:
    """The tie that these links make at the ends of their ways; none where no link has a value."""
    keys: list[Key] = []
    sure: set[Key] = set()
    reads: set[Datum] = set()
    passes: set[RecordRef] = set()
    for link, route in ends:
        reads |= route.reads
        passes |= route.passes
        if route.end is None:
            continue
        reads.add(Datum(route.end.ref, link.column))
        value = route.end.value(link.column)
        key = None if value is None else Key.of(link.key, value)
        if key is None or key.value == "":
            continue
        if key not in keys:
            keys.append(key)
        if link.is_sure:
            sure.add(key)
    if keys:
        yield Tie(role, tuple(keys), frozenset(sure), frozenset(reads), frozenset(passes))
