"""Read what is: who the people are, which facts concern them, and how each store judges its rows.

A survey changes nothing. It is made over everything, over some people, or (when a plan is carried
out) over just the records of a plan; each table is asked the same question however many there are.
"""

from collections import ChainMap
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from itertools import chain
from types import MappingProxyType
from typing import cast

from troth.claims.carried import Carried, CarriedRow, carried, carried_of_records
from troth.claims.compiler import THEN, Question, has_own_ways
from troth.claims.compiler.question import Acts
from troth.claims.facts import Fact, Facts
from troth.claims.judged import Judged
from troth.claims.keys import Key, RecordRef
from troth.claims.people import People
from troth.claims.questions import Slot
from troth.claims.same import Same
from troth.claims.world import TableRef
from troth.manifest.model import Manifest
from troth.manifest.names import StoreName
from troth.manifest.stores import Table
from troth.retention.acts import acts_of_few
from troth.retention.last_acts import LastActs
from troth.retention.people import (
    Doubtful,
    by_record,
    each_once,
    identified,
    ties_of,
    ties_through,
    wanted_in_doubt,
)
from troth.retention.terms import Connections, Terms, by_store, table_ref
from troth.stores.sql import read
from troth.stores.sql.asking import both, learn_both
from troth.stores.sql.ground import Ground
from troth.stores.sql.only import Keys, Only, Records
from troth.stores.sql.said import Said, Wanted


@dataclass(frozen=True, slots=True)
class Survey:
    """What was read."""

    terms: Terms
    people: People
    carried: Carried
    judged: Mapping[TableRef, tuple[Judged, ...]]
    scope: frozenset[Key] | None = None
    is_partial: bool = False  # made over just some records
    ties: Mapping[RecordRef, tuple[read.Tied, ...]] = field(
        default_factory=dict
    )  # where the survey is one of some people: of each row, and of those that only keys in doubt tie to them
    facts: Facts = field(default=Facts(()))  # that bear on the records

    @property
    def question(self) -> Question:
        """The question under the words in force."""
        return self.terms.question(self.carried)


def survey(
    terms: Terms,
    connections: Connections,
    scope: Collection[Key] | None = None,
    only: Mapping[TableRef, Records | None] | None = None,
    *,
    with_claims: bool = False,
    doubtful: Doubtful | None = None,
) -> Survey:
    """
    Judge every record, or those with a sure tie to some people.

    Args:
        scope: keys of the people; none: everybody.
        only: just these records (of the people, when a plan is carried out); of a table none: all of its records.
        with_claims: let each record tell its claims one by one, for `with_reasons`.
        doubtful: what `in_doubt` gave for these people, where that is known.
    """
    for name, ground in terms.grounds.items():
        ground.once(("required", Same(terms.manifest)), partial(_require, ground, terms.manifest, name))
    if scope is None and only is not None and not _follows(terms):
        records = {ref: some for ref, some in only.items() if some is not None}
        if len(records) == len(only):
            return _of_records(terms, connections, records, with_claims)
    people = identified(terms, connections, scope)
    reached = None if scope is None else people.closure(scope)
    tables = [table for table in terms.tables() if only is None or table_ref(table) in only]
    whom, question = None if reached is None else Keys.of(reached), terms.question(_NOTHING)
    wanted = {table_ref(table): _only(question, table, whom, only) for table in tables}
    asking = _Asking(terms, connections, wanted, with_claims)
    if reached is None or whom is None:
        facts = terms.facts(None, None)
        known = _resolved(terms, people, facts).and_(LastActs(terms, connections).of(people, None))
        return Survey(terms, people, known, asking.judged(known), None, only is not None, facts=facts)
    return _of_people(asking, people, reached, whom, doubtful, is_partial=only is not None)


def _records_in(terms: Terms, wanted: Mapping[TableRef, Records]) -> set[RecordRef]:
    """The names of these records."""
    return {
        record
        for table in terms.tables()
        if table_ref(table) in wanted
        for record in map(terms.naming(table), wanted[table_ref(table)].keys)
    }


def _require(ground: Ground, manifest: Manifest, store: StoreName) -> None:
    """Stop, where the live schema lacks what the manifest in force names."""
    for table in manifest.tables():
        if table.store == store:
            ground.require(table)


@dataclass(frozen=True, slots=True)
class _Asking:
    """Which rows are judged."""

    terms: Terms
    connections: Connections
    wanted: Mapping[TableRef, Only | None]
    with_claims: bool
    acts: Acts | None = None  # how the stores tell last acts by themselves; else these are carried

    def tables(self) -> list[Table]:
        """The tables in question."""
        return [table for table in self.terms.tables() if table_ref(table) in self.wanted]

    def records(self) -> set[RecordRef]:
        """The records that are known to be in question before anything is read."""
        wanted = {ref: only for ref, only in self.wanted.items() if isinstance(only, Records)}
        return _records_in(self.terms, wanted)

    def judged(self, known: Carried) -> dict[TableRef, tuple[Judged, ...]]:
        """The rows as their stores judge them, with what is carried there: the tables of a store all at once."""
        return self.judged_and_tied(known, (), leads_through=False)[0]

    def judged_and_tied(
        self,
        known: Carried,
        ties_of: Sequence[tuple[Table, Only | None]],
        beside: Mapping[StoreName, Wanted[None]] = MappingProxyType({}),
        *,
        leads_through: bool,
    ) -> tuple[
        dict[TableRef, tuple[Judged, ...]], list[tuple[RecordRef, read.Tied]], dict[TableRef, read.Keyed]
    ]:
        """The same; and, asked together with it, the ties of some rows, and to which others these rows lead a path."""
        now, then = self._questions(known)
        judged: dict[TableRef, tuple[Judged, ...]] = {}
        ties: list[tuple[RecordRef, read.Tied]] = []
        through: dict[TableRef, read.Keyed] = {}
        of_store = dict(by_store(self.tables()))
        for store in dict.fromkeys([*of_store, *(table.store for table, _ in ties_of), *beside]):
            ground, tables = self.terms.grounds[store], of_store.get(store, [])
            asked = [(table, self.wanted[table_ref(table)]) for table in tables]
            judging = read.want_judged(ground, now, then, asked, with_claims=self.with_claims)
            tying = read.want_ties(ground, now, [one for one in ties_of if one[0].store == store])
            led = [table for table in self.terms.tables() if table.store == store] if leads_through else []
            keys = {table.name: only.keys for table, only in asked if isinstance(only, Records)}
            leading = read.want_led_through(ground, now, led, keys)
            further = both(both(tying, leading), beside.get(store, _NOTHING_MORE))
            found, ((tied, others), _) = learn_both(self.connections[store], judging, further)
            judged |= {table_ref(table): rows for table, rows in zip(tables, found, strict=True)}
            ties += tied
            through |= {table_ref(table): rows for table, rows in zip(led, others, strict=True)}
        return judged, ties, through

    def statements(self, known: Carried) -> dict[TableRef, Said]:
        """In which statement each table is asked with what is carried there."""
        now, then = self._questions(known)
        found: dict[TableRef, Said] = {}
        for store, tables in by_store(self.tables()):
            asked = [(table, self.wanted[table_ref(table)]) for table in tables]
            ground = self.terms.grounds[store]
            wanted = read.want_judged(ground, now, then, asked, with_claims=self.with_claims)
            found |= {table_ref(table): one.said for table, one in zip(tables, wanted.asked, strict=True)}
        return found

    def _questions(self, known: Carried) -> tuple[Question, Question | None]:
        """The question under the words in force, and under those accepted last."""
        then = None if self.terms.accepted is None else self.terms.question(known, then=True)
        now = replace(self.terms.question(known), tells_why=self.with_claims, acts=self.acts)
        return now, then and replace(then, acts=self.acts)


_NOTHING_MORE: Wanted[None] = Wanted((), lambda _: None)


def _of_people(
    asking: _Asking,
    people: People,
    reached: frozenset[Key],
    whom: Keys,
    doubtful: Doubtful | None,
    *,
    is_partial: bool,
) -> Survey:
    """
    The survey of people.

    As a rule no fact about anybody else bears on their records, so that one question to each table says
    everything. Whether it was so is told by the ties that the rows show; where it was not, they are judged again.
    """
    terms, connections, planned = asking.terms, asking.connections, asking.records()
    facts = terms.facts(reached, planned)
    if doubtful is not None:
        facts = facts.and_(*_new_in(doubtful.facts, facts))
    resolved, last_acts = _resolved(terms, people, facts), LastActs(terms, connections)
    if acts := acts_of_few(terms, reached):
        asking, acting, known = replace(asking, acts=acts), last_acts.wanted(reached, whom), resolved
    else:
        acting, known = {}, resolved.and_(last_acts.of(people, reached))
    down = [table for table in terms.readable.led_down if table_ref(table) in asking.wanted]
    beside = [(table, asking.wanted[table_ref(table)]) for table in down]
    beside += wanted_in_doubt(terms, whom) if doubtful is None else []
    judged, asked, through = asking.judged_and_tied(known, beside, acting, leads_through=is_partial)
    shown = dict(read.ties_shown((terms.manifest.table(*ref), rows) for ref, rows in judged.items()))
    ties = {**shown, **by_record(asked)}
    leading = _leading_further(terms, ties, None if is_partial else reached) - planned
    others = ties_of(terms, connections, _others_in(through, judged))
    further = by_record([*ties_through(terms, connections, leading), *others])
    some = list(each_once(chain(shown.values(), ties.values(), further.values())))
    tied = {pair for of_record in some for tie in of_record for pair in tie.keys}
    tied |= doubtful.ties if doubtful else frozenset()
    has_others, keys, acting_keys, everybody = _has_others(tied, reached), reached, reached, people
    if has_others:
        everybody = identified(terms, connections, {*reached, *(key for key, is_sure in tied if is_sure)})
        keys = everybody.closure([*reached, *(key for key, _ in tied)])
        # Of nobody who may only be tied to a record: no clock reads what their records show.
        acting_keys = everybody.closure([*reached, *(key for key, is_sure in tied if is_sure)])
    records = [record for record in ChainMap(ties, further) if record not in planned]
    about = terms.facts(keys - reached, records)  # thousands; as a rule no fact is about any
    bearing = facts.and_(*_new_in(about.known, facts))
    if has_others or len(bearing.known) > len(facts.known):
        before, known = known, resolved
        if len(bearing.known) > len(facts.known) or not _are_same(people, everybody, facts):
            known = _resolved(terms, everybody, bearing)
        people = everybody
        if are_misled := acts is not None and acts_of_few(terms, reached) is None:
            # Somebody met on the way is remembered by several keys: no store knows what all of these did.
            asking, acts = replace(asking, acts=None), None
        if acts is None:
            known = known.and_(last_acts.of(people, acting_keys))
        if are_misled or known != before:
            judged = asking.judged(known)
    # A store that tells acts by itself judged without them; whoever reads what clocks show wants them all the same.
    shown_too = known if acts is None else known.and_(last_acts.of(people, acting_keys))
    if is_partial:  # a record may have changed hands since it was planned
        theirs = people.closure(reached)
        mine = {id(of) for of in some if any(not tie.sure.isdisjoint(theirs) for tie in of)}
        own = {record for record, of in chain(ties.items(), further.items()) if id(of) in mine}
        judged = {name: tuple(row for row in rows if row.record in own) for name, rows in judged.items()}
    return Survey(terms, people, shown_too, judged, reached, is_partial, ties, bearing)


def _others_in(
    found: Mapping[TableRef, read.Keyed], judged: Mapping[TableRef, Sequence[Judged]]
) -> dict[TableRef, Records]:
    """The records among these that were not judged, so that their ties are not known yet."""
    if not found:
        return {}
    known = {row.record for rows in judged.values() for row in rows}
    others = {
        ref: [key for record, key in rows.items() if record not in known] for ref, rows in found.items()
    }
    return {ref: Records(keys) for ref, keys in others.items() if keys}


def judged_anew(found: Survey, connections: Connections) -> Survey:
    """
    The same whole survey, with claims, under terms with more facts, which are about its own records alone.

    Tables that are asked in the same words about the same carried rows as before are not asked again.
    """
    terms, keys = found.terms, found.scope
    facts = found.facts.and_(*_new_in(terms.facts((), ()).known, found.facts))  # of all others it was read
    known = _with_records(terms, found.carried, facts).keeping(found.carried)
    whom, question = None if keys is None else Keys.of(keys), terms.question(_NOTHING)
    wanted = {table_ref(table): _only(question, table, whom, None) for table in terms.tables()}
    moved = {
        slot
        for slot in {*known.rows, *found.carried.rows}
        if known.rows.get(slot) is not found.carried.rows.get(slot)
    }
    before = _Asking(found.terms, connections, wanted, with_claims=True).statements(found.carried)
    now = _Asking(terms, connections, wanted, with_claims=True).statements(known)
    anew = {ref: wanted[ref] for ref, said in now.items() if said != before[ref] or said.reads(moved)}
    judged = _Asking(terms, connections, anew, with_claims=True).judged(known)
    return replace(found, carried=known, judged={**found.judged, **judged}, facts=facts)


def _are_same(some: People, more: People, facts: Facts) -> bool:
    """Whether facts are about the same people, of whoever else it is known now who they are."""
    keys = {fact.key for fact in facts.known if fact.key is not None}
    return some.remembered == more.remembered and all(some.person(key) == more.person(key) for key in keys)


def _has_others(tied: Iterable[tuple[Key, bool]], reached: frozenset[Key]) -> bool:
    """Whether some record is, or may be, somebody else's too."""
    return any(key not in reached for key, _ in tied)


def _new_in(found: Iterable[Fact], known: Facts) -> list[Fact]:
    seen = {fact.sequence for fact in known.known}
    return [fact for fact in found if fact.sequence not in seen]


def _leading_further(
    terms: Terms, ties: Mapping[RecordRef, tuple[read.Tied, ...]], reached: frozenset[Key] | None
) -> set[RecordRef]:
    """
    The records through which somebody may be found of whom nothing was read yet.

    Where whoever is found through a record is found by a link of that very record too, nobody is found through
    those of the people alone who are asked about, and nothing of theirs that was not read.

    Args:
        reached: the keys of the people whose records were all read; none where only some of these were.
    """
    if reached is None or not _are_own_ways(terms, {record[:2] for record in ties}):
        return {record for record, of_record in ties.items() if of_record}
    leading = {
        id(of_record)
        for of_record in each_once(ties.values())
        if any(key not in reached for tie in of_record for key, _ in tie.keys)
    }
    return {record for record, of_record in ties.items() if id(of_record) in leading} if leading else set()


def _are_own_ways(terms: Terms, names: Iterable[TableRef]) -> bool:
    """Whether whoever is found through a record of these tables is found by a link of that record too."""
    return _have_own_ways(Same(terms.manifest), frozenset(names))


@lru_cache(maxsize=1024)
def _have_own_ways(manifest: Same, names: frozenset[TableRef]) -> bool:
    words = cast(Manifest, manifest.value)
    return all(has_own_ways(words, words.table(*name)) for name in names)


def _of_records(
    terms: Terms, connections: Connections, records: Mapping[TableRef, Records], with_claims: bool
) -> Survey:
    """The survey of just some records, whosever they are: who is who is read only of those they lead to."""
    refs = _records_in(terms, records)
    ties = [*ties_of(terms, connections, records), *ties_through(terms, connections, refs)]
    people = identified(terms, connections, {key for _, tie in ties for key in tie.sure})
    keys = people.closure(key for _, tie in ties for key, _ in tie.keys)
    facts = terms.facts(keys, refs | {record for record, _ in ties})
    known = _resolved(terms, people, facts).and_(LastActs(terms, connections).of(people, keys))
    asking = _Asking(terms, connections, records, with_claims)
    return Survey(terms, people, known, asking.judged(known), None, True, facts=facts)


def _follows(terms: Terms) -> bool:
    """Whether claims on some record follow another one, so that the people of that one matter too."""
    manifests = [one for one in (terms.manifest, terms.accepted) if one is not None]
    return any(
        use.follows is not None
        for manifest in manifests
        for purpose in manifest.purposes.values()
        for use in purpose.data.values()
    )


def _only(
    question: Question, table: Table, people: Keys | None, only: Mapping[TableRef, Records | None] | None
) -> Only | None:
    if only is not None:
        return only[table_ref(table)]
    return None if people is None else read.of_people(question, table, people)


_NOTHING = Carried({})


# --- what is carried ----------------------------------------------------------------------------------------


def _resolved(terms: Terms, people: People, facts: Facts) -> Carried:
    """The facts alone, for the words in force and for those accepted last."""
    known = carried(terms.manifest, facts, people, terms.at)
    rows: dict[Slot, Mapping[str, CarriedRow]] = {("", *slot): found for slot, found in known.rows.items()}
    if (words := terms.other_words) is not None:
        before = carried(words, facts, people, terms.at)
        rows |= {(THEN, *slot): found for slot, found in before.rows.items()}
    return replace(known, rows=rows)


def _with_records(terms: Terms, known: Carried, facts: Facts) -> Carried:
    """What is carried, where there are more facts, about records alone."""
    of_records = carried_of_records(facts, terms.at, known.told_apart)
    versions = [""] if terms.other_words is None else ["", THEN]
    rows = {(version, *slot): found for version in versions for slot, found in of_records.items()}
    return replace(known.and_(rows), are_behind=facts.are_behind)
