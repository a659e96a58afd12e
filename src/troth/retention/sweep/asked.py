"""
What is asked of each row: is it ended under the plan's terms, and still under those of now?

Under the plan's: at its instant, with the facts that it saw. What newly ended since waits for the next
plan; what a newer fact keeps stays. Where nothing was recorded since, both are mostly the same question,
and it is asked once.
"""

from dataclasses import dataclass, field, replace

from troth.claims.carried import Carried
from troth.claims.compiler import THEN, Judgement, judge
from troth.claims.compiler.concerned import CarriedRows
from troth.claims.compiler.ended import Ended, Forms, Stretch
from troth.claims.compiler.question import Acts, Question
from troth.claims.facts import Effect, Facts, Instant
from troth.claims.people import People
from troth.claims.questions import NO, Cell, Number, Test
from troth.claims.states import State
from troth.claims.world import TableRef
from troth.manifest.names import Column
from troth.manifest.stores import Table
from troth.retention.acts import acts_of
from troth.retention.terms import Connections, Terms, table_ref
from troth.retention.whole import people_of_facts, resolved

PLANNED = "planned"


@dataclass(frozen=True)
class Asked:
    """The questions put to one table, which all have to say "ended"."""

    table: Table
    judgements: tuple[Judgement, ...]  # under the plan's terms, and under those of now where they differ
    rows: CarriedRows = field(default_factory=dict)  # what is carried for these questions
    forms: Forms = field(default_factory=Forms)
    _ended: dict[object, Ended] = field(default_factory=dict)

    def numbers(self) -> list[Number | Test]:
        """Everything asked under the plan's terms."""
        planned = self.judgements[0]
        return [*planned.states.values(), planned.has_kind, planned.clamp]

    def as_planned(self) -> "Asked":
        """Only the plan's own questions, which stay the same when the sweep is resumed."""
        return Asked(self.table, self.judgements[:1], self.rows, self.forms, self._ended)

    def is_done(self, within: Stretch | None = None) -> Test:
        """Whether the record is known, declared, and nothing in it is held."""
        return self.forms.all_of(*(self._done(index, within) for index in range(len(self.judgements))))

    def _done(self, index: int, within: Stretch | None) -> Test:
        judgement, ended = self.judgements[index], self._within(index, within)
        if not judgement.states:
            return NO
        states = (ended.ended(state) for state in judgement.states.values())
        return self.forms.all_of(ended.yes(judgement.has_kind), ended.ended(judgement.clamp), *states)

    def is_past(self, within: Stretch | None = None) -> Test:
        """Whether nothing of the record is active any more, so that it may be archived."""
        return self.forms.all_of(
            *(
                self._within(index, within, State.ARCHIVED).ended(state)
                for index, judgement in enumerate(self.judgements)
                for state in judgement.states.values()
            )
        )

    def is_ended(self, column: Column, within: Stretch | None = None) -> Test:
        """Whether one datum of the record is ended."""
        return self.forms.all_of(
            *(
                self._within(index, within).ended(judgement.states[column])
                for index, judgement in enumerate(self.judgements)
            )
        )

    def _within(self, index: int, within: Stretch | None, most: State = State.ENDED) -> Ended:
        key = (index, within, most)
        if key not in self._ended:
            self._ended[key] = Ended(self.forms, within, most)
        return self._ended[key]

    def cell(self, column: Column) -> Cell:
        """A cell of the row."""
        return Cell(self.judgements[0].row, column)


@dataclass(frozen=True, slots=True)
class Asking:
    """All that a sweep asks with: the facts resolved, under the plan's terms and under those of now."""

    questions: tuple[tuple[Question, Question | None], ...]  # each in force, and accepted
    rows: CarriedRows
    are_behind: bool
    _asked: dict[TableRef, Asked] = field(default_factory=dict, compare=False, repr=False)

    def of(self, table: Table) -> Asked:
        """What is asked of one table."""
        if table_ref(table) not in self._asked:
            judged = tuple(judge(now, then, table) for now, then in self.questions)
            self._asked[table_ref(table)] = Asked(table, judged, self.rows)
        return self._asked[table_ref(table)]


NOTHING_ASKED = Asking((), {}, False)


def asking(
    terms: Terms, connections: Connections, planned_at: Instant, planned_facts: Facts, facts: Facts
) -> Asking:
    """
    Resolve the facts for both.

    Args:
        terms: those of now.
        planned_at: the plan's instant, and the facts that it saw.
    """
    is_same = len(planned_facts.known) == len(facts.known)
    people = people_of_facts(terms, connections, facts)
    now = _carried(terms, facts, people, terms.at, "")
    rows = dict(now.rows)
    before = now
    if not is_same:
        before = _carried(terms, planned_facts, people, planned_at, PLANNED)
        rows |= before.rows
    version = "" if is_same else PLANNED
    # What may have ended by a last act is then looked at record by record.
    acts = acts_of(terms, are_least=True)
    planned = _questions(terms, before, planned_at, version, acts)
    current = _questions(terms, now, terms.at, "", acts)
    if is_same and planned[0].shape == current[0].shape:
        return Asking((planned,), rows, facts.are_behind)
    return Asking((planned, current), rows, facts.are_behind)


def _questions(
    terms: Terms, known: Carried, at: Instant, version: str, acts: Acts
) -> tuple[Question, Question | None]:
    now = Question(terms.manifest, known, at, terms.down, version, acts=acts)
    if terms.accepted is None:
        return now, None
    # Where the words are those accepted last, nothing is carried for these apart.
    return now, Question(terms.accepted, known, at, terms.down, version + THEN, acts=acts)


def _carried(terms: Terms, facts: Facts, people: People, at: Instant, version: str) -> Carried:
    """The facts, for the words in force and for those accepted last; whatever one person's records show is left out."""
    known = resolved(version, facts, people, terms.manifest, at)
    other = terms.other_words
    if other is None:
        return known
    before = resolved(version + THEN, facts, people, other, at)
    return replace(known, rows={**known.rows, **before.rows})


def until(facts: Facts, sequence: int, at: Instant) -> Facts:
    """
    The facts that a plan of that instant saw, and the instants noted since.

    A note says what a clock showed before something went: to the plan it is no news.
    """
    known = (
        fact if fact.sequence <= sequence else fact._replace(recorded=min(fact.recorded, at))
        for fact in facts.known
        if fact.sequence <= sequence or fact.effect is Effect.NOTED
    )
    return Facts(tuple(known), facts.checkpoint)
