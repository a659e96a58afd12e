"""The steps of a sweep in one store: each a row of chunks, and each chunk one transaction."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from troth.claims.questions import YES
from troth.claims.states import Fate
from troth.errors import Forbidden, Surprise, Unavailable
from troth.manifest.names import StoreName, TableName
from troth.manifest.stores import Anonymise
from troth.retention.act import Kept
from troth.retention.sweep import statements
from troth.retention.sweep.chunks import FIRST_SIZE, PAGES, SIZES, carry_out, decide
from troth.retention.sweep.gears import Place, wanted
from troth.retention.sweep.model import Act, Step
from troth.retention.sweep.session import Pace, Session, give_way
from troth.retention.terms import Connections, Terms
from troth.stores.sql import partitions
from troth.stores.sql.concerned import ByPeople, is_of_people
from troth.stores.sql.failures import Blocked
from troth.stores.sql.windows import ByClock, ByPages, Position
from troth.texts.refusals import said

Counts = dict[TableName, dict[Fate, int]]


@dataclass(frozen=True, slots=True)
class Far:
    """How far a step has come: in which stretch, where in it, and how many records it changed so far."""

    stretch: int = 0
    position: Position | None = None
    rows: int = 0
    is_done: bool = False
    longest_seconds: float = 0.0


class MoreThanPlanned(Surprise):
    """More would go than the plan said."""

    def __init__(self, step: Step, planned: int) -> None:
        super().__init__(said("more_than_planned", step=step.name, planned=planned))


@dataclass
class Work:
    """One store at work. `terms` are those of now, `planned` those on which the plan was made."""

    store: StoreName
    ours: Session
    connections: Connections
    terms: Terms
    planned: Terms
    keep: Callable[[Kept], None]  # records what must not be lost, before the store commits
    learn: Callable[["Work"], None]  # reads the facts recorded since
    ask: Callable[["Work"], bool]  # lets statements ask with what was learned; whether there was anything
    limit: Callable[[Step], int]  # how many records of the step's table the plan allows
    done: Counts = field(default_factory=dict)
    is_stale: bool = False  # something was learned since statements asked

    def chunks(self, step: Step, place: Place, far: Far) -> Iterator[Far]:
        """The chunks of a step from there on, each given once the store has committed it; the last one is done."""
        # A statement tests each row as it is; what is judged record by record has to be one state.
        self.ours.isolate("REPEATABLE READ" if step.act is Act.RECORDS else "READ COMMITTED")
        prefer_indexes(self.ours, step, place)
        self._refresh()
        parts = self._parts(step, place)
        is_asking = not self._looks_further(step, place)
        for come in self._whole_partitions(step, place, parts, far):
            far = come
            yield far
        while far.stretch < len(parts):
            part = parts[far.stretch]
            pace = pace_of(step, part)
            is_open, tries = True, 0
            while is_open:
                self.learn(self)
                if is_asking and self.ask(self):
                    part = self._parts(step, place)[far.stretch]
                try:
                    far, is_open = self._chunk(step, place, part, far, pace)
                    tries = 0
                except Blocked as failure:
                    tries += 1
                    give_way(self.ours.connection, pace, tries, failure)
                    continue
                if is_open:
                    yield far
            far = replace(far, stretch=far.stretch + 1, position=None)
            if far.stretch < len(parts):
                yield far
        yield replace(far, is_done=True, position=None)

    def _refresh(self) -> None:
        self.learn(self)
        self.ask(self)

    def _looks_further(self, step: Step, place: Place) -> bool:
        """
        Whether a step's statements only say which records are looked at, with the facts of its beginning.

        Each chunk of such a step may note the clocks that it moves; asking anew after each would take ever longer.
        """
        if step.act is not Act.RECORDS:
            return False
        is_wide = place.reads_last_acts or place.table.archive is not None
        return is_wide or wanted(place, self.ours.asking.of(place.table), step.act) == YES

    def _parts(self, step: Step, place: Place) -> Sequence[statements.Part]:
        return statements.parts(place, self.ours.asking.of(place.table), step.act)

    def _whole_partitions(
        self, step: Step, place: Place, parts: Sequence[statements.Part], far: Far
    ) -> Iterator[Far]:
        """Drop the partitions that have wholly ended, before the rest is met row by row."""
        clocks = (
            (part, part.walk) for part in parts if isinstance(part.walk, ByClock) and not part.is_of_some
        )
        chosen = next(((part, walk) for part, walk in clocks if walk.end is not None), None)
        if step.act is not Act.DELETE or far.stretch or far.position is not None or chosen is None:
            return
        ended_part, walk = chosen
        connection, dialect = self.ours.connection, place.ground.dialect
        ended = partitions.ended_parts(connection, dialect, place.table.name, walk.column, walk.end)
        connection.rollback()
        for part in ended:
            self._refresh()
            came = self._partition(step, place, ended_part, walk, part, far)
            if came is not None:
                far = came
                yield far

    def _partition(
        self,
        step: Step,
        place: Place,
        part: statements.Part,
        walk: ByClock,
        partition: partitions.Part,
        far: Far,
    ) -> Far | None:
        """One partition at once; none where a row of it stays, or somebody is using it."""
        connection, dialect, whole = self.ours.connection, place.ground.dialect, walk.whole()
        said = self._said(step, place, part)
        ending = partitions.Ending(
            said.predicate.alias,
            f"{whole.condition} AND {said.condition}",
            {**said.predicate.values, **whole.values},
            said.predicate.beside,
        )
        began = time.monotonic()
        try:
            rows = partitions.locked(connection, dialect, partition, ending)
            if rows is not None:
                self._within_plan(step, far.rows + rows)
                partitions.drop(connection, dialect, partition)
                connection.commit()
        except (Forbidden, Unavailable):
            rows = None  # then its rows go like all others
        finally:
            partitions.let_go(connection, dialect)
        if rows is None:
            return None
        self._add({step.table[1]: {Fate.DELETE: rows}})
        longest = max(far.longest_seconds, time.monotonic() - began)
        return replace(far, rows=far.rows + rows, longest_seconds=longest)

    def _said(self, step: Step, place: Place, part: statements.Part) -> statements.Statement:
        """The statement of a part, and what it looks into carried."""
        ours = self.ours
        said = ours.once(
            (step, part.within),
            lambda: statements.statement(
                place, ours.asking.of(place.table), step.act, part.within, ours.slots
            ),
        )
        ours.carry()
        return said

    def _within_plan(self, step: Step, rows: int) -> None:
        if rows > self.limit(step):
            raise MoreThanPlanned(step, self.limit(step))

    def _chunk(
        self, step: Step, place: Place, part: statements.Part, far: Far, pace: Pace
    ) -> tuple[Far, bool]:
        """One chunk, in one transaction; and whether there is more in this part."""
        ours = self.ours
        said = self._said(step, place, part)
        began = time.monotonic()
        # Where a note taken since leads another way through this stretch, it is walked from its beginning.
        is_ours = is_of_people(far.position) == isinstance(part.walk, ByPeople)
        window = part.walk.window(ours.connection, far.position if is_ours else None, pace.size)
        if window is None:
            ours.connection.rollback()
            return far, False
        if step.act is Act.RECORDS:
            counts = self._one_by_one(step, statements.keys(ours.connection, said.keys(window)))
        else:
            fate = Fate.DELETE if step.act is Act.DELETE else Fate.KEEP
            counts = {step.table[1]: {fate: statements.run(ours.connection, said.changed(window))}}
        rows = far.rows + sum(counts.get(step.table[1], {}).values())
        self._within_plan(step, rows)
        ours.connection.commit()
        seconds = time.monotonic() - began
        pace.took(seconds)
        self._add(counts)
        far = Far(far.stretch, window.then, rows, False, max(far.longest_seconds, seconds))
        return far, window.then is not None

    def _one_by_one(self, step: Step, keys: Sequence[tuple[object, ...]]) -> Counts:
        """A chunk record by record, in the same transaction."""
        acts = decide(self.planned, self.connections, step.table, keys) if keys else []
        if not acts:
            return {}
        done = carry_out(self.terms, self.connections, self.store, acts, self.keep)
        return {table: dict(fates) for table, fates in done.counts.items()}

    def _add(self, counts: Counts) -> None:
        for table, fates in counts.items():
            known = self.done.setdefault(table, {})
            for fate, count in fates.items():
                if count:
                    known[fate] = known.get(fate, 0) + count


def prefer_indexes(ours: Session, step: Step, place: Place) -> None:
    """Let a session look by indexes for what is decided record by record, of which each piece meets few rows."""
    # Only groups that have to be large enough are counted over their whole table.
    ours.prefers_indexes(step.act is Act.RECORDS and not isinstance(place.table.at_end, Anonymise))


def pace_of(step: Step, part: statements.Part) -> Pace:
    """In pieces of which sizes a part of a step is walked."""
    walk = part.walk
    if step.act is not Act.RECORDS:
        return Pace(walk.first_size, walk.sizes)
    if isinstance(walk, ByPages):
        return Pace(*PAGES)
    return Pace(min(FIRST_SIZE, walk.first_size), (min(walk.sizes[0], SIZES[0]), SIZES[1]))
