"""On what terms a site is surveyed, and its tables by the store they stand in."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TypeVar, cast

from sqlalchemy import Connection

from troth.audit.records import HASH_AT, mark_to_look_at
from troth.claims.carried import Carried
from troth.claims.compiler import THEN, Question, groups, leads_down
from troth.claims.facts import Fact, Facts, Instant
from troth.claims.keys import Key, RecordRef
from troth.claims.people import Remembered
from troth.claims.same import Same
from troth.claims.world import TableRef
from troth.database.glances import Glance
from troth.database.transactions import Transaction
from troth.manifest.model import Manifest
from troth.manifest.names import KeyType, StoreName
from troth.manifest.stores import Table
from troth.publication.wordings import VERSIONS, look_again, manifest_in_force, worded
from troth.retention.accepted import ACCEPTED, accepted_version
from troth.site import Reached, Site, manifest_of
from troth.stores.live import LiveStore
from troth.stores.sql import read
from troth.stores.sql.asking import FEW_KEYS, AskedAgain
from troth.stores.sql.ground import Ground
from troth.subjects.identities import ANY_REMEMBERED, all_remembered, remembered
from troth.subjects.model import NewFact
from troth.subjects.records import (
    ANY_ABOUT_NOBODY,
    ANY_ABOUT_RECORDS,
    STANDING,
    all_facts,
    facts_for,
    last_sequence,
    recalling,
)

T = TypeVar("T")
FactSource = Callable[[Collection[Key] | None, Collection[RecordRef] | None], Facts]
Connections = Mapping[StoreName, Connection]


@dataclass(frozen=True, slots=True)
class Readable:
    """The tables that can be read, and those of them of which more is asked than of others."""

    tables: tuple[Table, ...]
    tying: tuple[Table, ...]  # that tie several keys together
    doubtful: tuple[Table, ...]  # with a link that is not sure
    led_down: tuple[Table, ...]  # from which a path to people leads down


@lru_cache(maxsize=64)
def _readable(manifest: Same, down: frozenset[StoreName]) -> Readable:
    tables = [table for table in cast(Manifest, manifest.value).tables() if table.store not in down]
    return Readable(
        tuple(tables),
        tuple(t for t in tables if any(sum(link.is_sure for link in g) > 1 for g in groups(t).values())),
        tuple(table for table in tables if any(not link.is_sure for link in table.links)),
        tuple(filter(leads_down, tables)),
    )


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a survey is made: which words, which facts, at which instant, over which stores."""

    manifest: Manifest
    accepted: Manifest | None
    grounds: Mapping[StoreName, Ground]  # of the stores that answer
    facts: FactSource  # those about some keys and records; all of them for None
    at: Instant
    down: frozenset[StoreName] = frozenset()
    remembered: Remembered = field(default_factory=Remembered)
    live: Mapping[StoreName, LiveStore] = field(default_factory=dict)  # the catalogues that were read

    @property
    def readable(self) -> "Readable":
        """The tables that can be read."""
        return _readable(Same(self.manifest), self.down)

    def tables(self) -> Iterator[Table]:
        """The same, one after the other."""
        return iter(self.readable.tables)

    def naming(self, table: Table) -> Callable[[Sequence[object]], RecordRef]:
        """How the records of a table are named by their keys as the driver gives them."""
        return read.naming(table, self.grounds[table.store].live[table.name].columns)

    def accepting_itself(self) -> "Terms":
        """The same, as if the words in force had been accepted."""
        return replace(self, accepted=self.manifest)

    @property
    def other_words(self) -> Manifest | None:
        """The words accepted last, where they are others than those in force."""
        return None if self.accepted == self.manifest else self.accepted

    def question(self, known: Carried, *, then: bool = False) -> Question:
        """The question under the words in force, or under those accepted last."""
        manifest = self.accepted if then and self.accepted is not None else self.manifest
        return Question(manifest, known, self.at, self.down, THEN if then else "")


def surveyed(
    site: Site, at: Instant, keys: Collection[Key], read: Callable[[Terms, Reached], T]
) -> tuple[T, Reached]:
    """
    What is read of some people, and of which stores: in one statement to each store, where that turns out to say all.

    `read` may be called again: a second statement would not see the state that the first saw.
    """
    trial = site.stores.asking_once
    if len(keys) <= FEW_KEYS and trial.is_due():
        try:
            with surveying(site, at, keys, is_asked_once=True) as (terms, reached):
                found = read(terms, reached)
        except AskedAgain:
            trial.failed()
        else:
            trial.succeeded()
            return found, reached
    with surveying(site, at, keys) as (terms, reached):
        return read(terms, reached), reached


@contextmanager
def surveying(
    site: Site,
    at: Instant,
    keys: Collection[Key] | None,
    *,
    is_asked_once: bool = False,
) -> Iterator[tuple[Terms, Reached]]:
    """The terms on which a site is surveyed, over the stores that answer."""
    with site.database.reading(), site.stores.reading(is_asked_once=is_asked_once) as reached:
        yield terms_of(site, reached, at, keys), reached


def terms_of(
    site: Site,
    reached: Reached,
    at: Instant,
    keys: Collection[Key] | None,
    new_facts: Collection[NewFact] = (),
    known: Remembered | None = None,
) -> Terms:
    """
    The words in force and accepted, and where the facts come from.

    Args:
        new_facts: as if they were recorded too.
        known: identities that were read already.
    """
    with site.database.reading() as tx:
        look_ahead(tx, site)
        if known is None:
            known = Remembered(all_remembered(tx, site.name)) if keys is None else _OfWhomever(site, keys)
    look_again(site)
    words = manifest_in_force(site, at), accepted_manifest(site, at)
    facts = and_new(site, _recorded(site, key_types_of(*words, known)), new_facts)
    return Terms(*words, reached.grounds, facts, at, frozenset(reached.down), known, reached.live)


class _OfWhomever(Remembered):
    """The identities of some keys, and of whichever keys they lead to in the stores: read once these are met."""

    def __init__(self, site: Site, keys: Collection[Key]) -> None:
        super().__init__()
        self._site = site
        self._met: set[Key] = set()
        self.around(keys)

    @property
    def met(self) -> Set[Key]:
        """The keys for which this was looked at."""
        return self._met

    def around(self, keys: Iterable[Key]) -> set[frozenset[Key]]:
        """Those that hold one of these keys."""
        wanted = set(keys)
        if fresh := wanted - self._met:
            with self._site.database.reading() as tx:
                found = remembered(tx, self._site.name, fresh)
            self.add(found)
            self._met |= fresh.union(*found)  # no key is in two of them
        return super().around(wanted)


def look_ahead(tx: Transaction, site: Site) -> None:
    """Read at once what every survey wants to know of a site before it reads more."""
    marked = mark_to_look_at(tx, site.name)
    glances = (ACCEPTED, VERSIONS, ANY_REMEMBERED, ANY_ABOUT_NOBODY, ANY_ABOUT_RECORDS)
    wanted: list[tuple[Glance, Mapping[str, object]]] = [(glance, {}) for glance in glances]
    wanted.append((HASH_AT, {"marked": marked}))
    if recalled := recalling(tx, site.name):
        wanted.append((STANDING, recalled))
    tx.look_ahead(site.name, wanted)


def key_types_of(manifest: Manifest, accepted: Manifest | None, known: Remembered) -> frozenset[KeyType]:
    """The types of key that lead to some record, under either words, or that an identity was remembered by."""
    manifests = [manifest] if accepted is None else [manifest, accepted]
    linked = {link.key for words in manifests for table in words.tables() for link in table.links}
    return frozenset(linked | known.key_types)


def bearing(site: Site, at: Instant, known: Remembered) -> frozenset[KeyType]:
    """The same of a site, under the words that are in force and accepted at an instant."""
    return key_types_of(manifest_in_force(site, at), accepted_manifest(site, at), known)


def and_new(site: Site, known: FactSource, new_facts: Collection[NewFact], before: int = 0) -> FactSource:
    """
    What a source gives, and these as if they were recorded too.

    Args:
        site: whose facts.
        known: the source.
        new_facts: that are not recorded yet.
        before: how many others that are not recorded either the source gives, which are numbered before these.
    """
    if not new_facts:
        return known
    new: list[Fact] = []

    def facts(of: Collection[Key] | None, about: Collection[RecordRef] | None) -> Facts:
        with site.database.reading() as tx:
            found = known(of, about)
            if not new:
                last = last_sequence(tx, site.name) + before
                new.extend(fact.numbered(last + index) for index, fact in enumerate(new_facts, 1))
        return found.and_(*new)

    return facts


def _recorded(site: Site, key_types: Collection[KeyType]) -> FactSource:
    """What is recorded; where all facts are asked for, of those under a key only those that may bear on a record."""

    def facts(of: Collection[Key] | None, about: Collection[RecordRef] | None) -> Facts:
        with site.database.reading() as tx:
            if of is None:
                return all_facts(tx, site.name, key_types)
            return facts_for(tx, site.name, of, about or ())

    return facts


def accepted_manifest(site: Site, at: Instant) -> Manifest | None:
    """The words whose effects a person accepted last; a wording that a version began since is not among them."""
    with site.database.reading() as tx:
        version = accepted_version(tx, site.name)
    if version is None:
        return None
    is_same = version.manifest_hash == site.manifest_hash
    manifest = site.manifest if is_same else manifest_of(version.manifest)
    return None if manifest is None else worded(site, manifest, version.manifest_hash, at, version.at)


def by_store(tables: Iterable[Table]) -> Iterator[tuple[StoreName, list[Table]]]:
    """The tables of each store, which are asked together."""
    found: dict[StoreName, list[Table]] = defaultdict(list)
    for table in tables:
        found[table.store].append(table)
    yield from found.items()


def table_ref(table: Table) -> TableRef:
    """Store and name of a table."""
    return table.store, table.name
