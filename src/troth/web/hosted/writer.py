"""
Decisions of many people in one commit.

A disk takes as long for one commit as for fifty. Whoever comes while another commits waits for its turn; the
first to get it commits all that wait, and each goes on once its own decision is safe. Alone, nobody waits.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from troth.consent.model import NewDecision, Recorded
from troth.errors import Surprise, TrothError

Save = Callable[[Sequence[NewDecision]], Sequence[Recorded]]


@dataclass(slots=True)
class _Waiting:
    decisions: Sequence[NewDecision]
    recorded: Sequence[Recorded] = field(default_factory=tuple)
    failure: TrothError | None = None
    is_done: bool = False

    def end(self, failure: TrothError) -> None:
        self.failure, self.is_done = failure, True


class NotCommitted(Surprise):
    """The commit in which these decisions stood ended in a bug; none of them was recorded."""

    def __init__(self) -> None:
        super().__init__("a decision was not recorded: the commit that held it failed")


class Writer:
    """Commits decisions in the order in which they came."""

    def __init__(self, save: Save, seen: Callable[[int], None] | None = None) -> None:
        """
        Args:
            save: one transaction: all of these decisions, or none and an exception.
            seen: is told how many acts each commit held.
        """
        self._save, self._seen = save, seen
        self._pending: list[_Waiting] = []
        self._list, self._turn = threading.Lock(), threading.Lock()

    def write(self, decisions: Sequence[NewDecision]) -> Sequence[Recorded]:
        """
        Record what one act decided; back once it is committed.

        Raises:
            TrothError: what is wrong with these decisions, or with the database; none of them was recorded.
        """
        mine = _Waiting(decisions)
        with self._list:
            self._pending.append(mine)
        with self._turn:
            if not mine.is_done:
                with self._list:
                    batch, self._pending = self._pending, []
                self._commit(batch)
        if mine.failure is not None:
            raise mine.failure
        return mine.recorded

    def _commit(self, batch: Sequence[_Waiting]) -> None:
        """Commit these together; where that is refused, each apart. Every one of them is done afterwards."""
        is_saved = False
        try:
            recorded = self._save([decision for one in batch for decision in one.decisions])
            is_saved = True
        except TrothError as failure:
            if len(batch) == 1:
                batch[0].end(failure)
                return
            for one in batch:  # one of them is to blame, or the database: each on its own will tell
                self._commit([one])
            return
        finally:  # a bug goes to whoever committed; the others must not wait for ever
            if not is_saved:
                for one in batch:
                    if not one.is_done:
                        one.end(NotCommitted())
        start = 0
        for one in batch:
            end = start + len(one.decisions)
            one.recorded, one.is_done = recorded[start:end], True
            start = end
        if self._seen is not None:
            self._seen(len(batch))
