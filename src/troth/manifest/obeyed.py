"""The law's periods in place of the promised ones: whatever runs by a manifest runs by the stricter of both.

A promise over a maximum is cut to it, one under a duty to keep is stretched to it: at the places, and by the
measure, that rule PL22 speaks of. As there, a sort of purpose that is only guessed at changes nothing, and a
period that a person answers for (a waiver) stays. What is written is not touched, and `check` judges that.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from troth.law.packs import Pack
from troth.law.period import longer, longest
from troth.law.retention import Bound, Keep
from troth.manifest.model import Manifest
from troth.manifest.names import PurposeName
from troth.manifest.period import Period
from troth.manifest.policy import Waiver
from troth.manifest.purposes import Limit, Obeyed, Purpose, Span

RULE = "PL22"
ACTIVE: tuple[str, ...] = ("retention",)
ARCHIVE: tuple[str, ...] = ("archive", "retention")


@dataclass(frozen=True, slots=True)
class Bounded:
    """A phase of a purpose, its period, and what the law says of it."""

    steps: tuple[str, ...]  # ACTIVE or ARCHIVE
    promised: Period
    law: Period
    is_duty: bool  # the law's period is the least, not the most

    @property
    def is_broken(self) -> bool:
        """Whether the promise is laxer than the law."""
        return longer(self.law, self.promised) if self.is_duty else longer(self.promised, self.law)


def bounded(purpose: Purpose, row: Keep) -> Iterator[Bounded]:
    """Each phase that both speak of; a duty that stands beside a maximum is not shortened by it."""
    archived = purpose.archive.span if purpose.archive else None
    if row.bound is Bound.MIN:
        kept = longest(span.period for span in (purpose.active, archived) if span and span.period is not None)
        if kept is not None and row.longest is not None:
            yield Bounded(ARCHIVE if archived else ACTIVE, kept, row.longest, is_duty=True)
        return
    extra = longest([*([row.active] if row.active else []), *row.others.values()])
    most = extra if row.active else row.longest
    if purpose.active.limit is Limit.MAX and purpose.active.period is not None and most is not None:
        yield Bounded(ACTIVE, purpose.active.period, most, is_duty=False)
    if archived and archived.limit is Limit.MAX and archived.period is not None and row.archive is not None:
        longest_archive = longest([row.archive, *row.others.values()])
        assert longest_archive is not None, "there is one at least"
        yield Bounded(ARCHIVE, archived.period, longest_archive, is_duty=False)


@dataclass(frozen=True, slots=True)
class Overruled:
    """A promised period that is not applied: whose, and what is applied for it."""

    purpose: PurposeName
    steps: tuple[str, ...]
    period: Period
    source: str


def overruled(manifest: Manifest, pack: Pack, on: date) -> Sequence[Overruled]:
    """
    Every period of the law that is applied instead of the promised one.

    Args:
        manifest: as it is written.
        pack: the law of the day.
        on: that day: a waiver that has ended keeps nothing.
    """
    waivers = [one for one in manifest.policy.waivers if one.rule == RULE and one.until >= on]
    return [
        Overruled(purpose.name, one.steps, one.law, row.source)
        for purpose in manifest.purposes.values()
        if (row := pack.retention.get(purpose.terms.sort or "")) is not None
        for one in bounded(purpose, row)
        if one.is_broken and not any(is_waived(waiver, purpose.name, one.steps) for waiver in waivers)
    ]


def is_waived(waiver: Waiver, purpose: PurposeName, steps: Sequence[str]) -> bool:
    """Whether a waiver speaks of that place."""
    at = ".".join(("purposes", purpose, *steps))
    return waiver.at is None or f"{at}.".startswith(f"{waiver.at}.")


def obeying(manifest: Manifest, found: Sequence[Overruled]) -> Manifest:
    """The manifest with these periods in it; each says what was promised, and who says otherwise."""
    if not found:
        return manifest
    purposes = dict(manifest.purposes)
    for one in found:
        if one.purpose in purposes:
            purposes[one.purpose] = _CHANGED[one.steps](purposes[one.purpose], one)
    return replace(manifest, purposes=purposes)


def _active(purpose: Purpose, one: Overruled) -> Purpose:
    return replace(purpose, active=_span(purpose.active, one))


def _archive(purpose: Purpose, one: Overruled) -> Purpose:
    if purpose.archive is None:
        return purpose
    return replace(purpose, archive=replace(purpose.archive, span=_span(purpose.archive.span, one)))


def _span(span: Span, one: Overruled) -> Span:
    return replace(span, period=one.period, obeys=Obeyed(span.period or Period(), one.source))


_CHANGED: Mapping[tuple[str, ...], Callable[[Purpose, Overruled], Purpose]] = MappingProxyType(
    {ACTIVE: _active, ARCHIVE: _archive}
)
