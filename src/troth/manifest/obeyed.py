"""The law's periods in place of the promised ones: whatever runs by a manifest runs by the stricter of both.

A promise over a maximum is cut to it, one under a duty to keep is stretched to it: at the places, and by the
measure, that rules PL22, PL27 and PL38 speak of. As there, a sort of purpose that is only guessed at changes
nothing. A period of guidance that a person answers for (a waiver) stays; what a statute sets (how soon requests
are answered and breaches told) is nobody's to waive. What is written is not touched, and `check` judges that.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from troth.law.packs import Pack
from troth.law.period import longer, longest
from troth.law.retention import Bound, Keep
from troth.manifest.model import Manifest
from troth.manifest.names import PurposeName
from troth.manifest.period import Period
from troth.manifest.policy import Banner, Policy, Waiver
from troth.manifest.purposes import Basis, Limit, Obeyed, Purpose, Span

RULE, TRACERS = "PL22", "PL38"
ACTIVE: tuple[str, ...] = ("retention",)
ARCHIVE: tuple[str, ...] = ("archive", "retention")
VALIDITY: tuple[str, ...] = ("consent", "validity")


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
class Ceiling:
    """A period that may be no longer than the law's: at which keys, both, and whether a person may answer for more."""

    path: tuple[str, ...]
    promised: Period
    law: Period
    source: str
    rule: str = ""  # whose waiver lets the promise stand; "": the statute's, which nobody waives

    @property
    def is_broken(self) -> bool:
        """Whether the promise is laxer than the law."""
        return longer(self.promised, self.law)


def ceilings(manifest: Manifest, pack: Pack) -> Iterator[Ceiling]:
    """Every such period besides retention: answers, breaches, tracers, what they measure, and choices."""
    yield from _answers(manifest, pack)
    policy, tracers = manifest.policy, pack.tracers
    if policy.banner is not None:
        path = ("banner", "choice_kept")
        yield Ceiling(path, policy.banner.choice_kept, tracers.choice, tracers.source, TRACERS)
    for name, cookie in policy.cookies.items():
        if cookie.life is not None:
            yield Ceiling(("cookies", name, "life"), cookie.life, tracers.life, tracers.source, TRACERS)
    for asked in dict.fromkeys(one.purpose for one in policy.cookie_categories.values()):
        purpose = None if asked is None else manifest.purposes.get(asked)
        if purpose is not None and purpose.active.period is not None:
            at = ("purposes", purpose.name, *ACTIVE)
            yield Ceiling(at, purpose.active.period, tracers.measured, tracers.source, TRACERS)
        if purpose is not None and purpose.validity is not None:
            at = ("purposes", purpose.name, *VALIDITY)
            yield Ceiling(at, purpose.validity, tracers.choice, tracers.source, TRACERS)


def _answers(manifest: Manifest, pack: Pack) -> Iterator[Ceiling]:
    policy, law = manifest.policy, pack.deadlines
    answer, extension, at_once = law["answer"], law["extension"], law["at_once"]
    terms = policy.requests
    yield Ceiling(("requests", "deadline"), terms.deadline, answer.within, answer.source)
    if terms.extension is not None:
        yield Ceiling(("requests", "extension"), terms.extension, extension.within, extension.source)
    immediate = {right.name for right in pack.rights.values() if right.is_at_once}
    for name, right in policy.rights.items():
        within = at_once if name in immediate else answer
        if right.deadline is not None:
            yield Ceiling(("rights", name, "deadline"), right.deadline, within.within, within.source)
        if right.extension is not None:
            yield Ceiling(("rights", name, "extension"), right.extension, extension.within, extension.source)
    breach = law["breach"]
    yield Ceiling(("breaches", "notify_within"), policy.breaches.notify_within, breach.within, breach.source)


@dataclass(frozen=True, slots=True)
class Overruled:
    """A promised period that is not applied: at which keys of policy.yaml, and what is applied for it."""

    path: tuple[str, ...]
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
    waivers = [one for one in manifest.policy.waivers if one.until >= on]
    kept = [
        Overruled(("purposes", purpose.name, *one.steps), one.law, row.source)
        for purpose in manifest.purposes.values()
        if (row := pack.retention.get(purpose.terms.sort or "")) is not None
        for one in bounded(purpose, row)
        if one.is_broken and not _is_waived(waivers, RULE, ("purposes", purpose.name, *one.steps))
    ]
    cut = [
        Overruled(one.path, one.law, one.source)
        for one in ceilings(manifest, pack)
        if one.is_broken and not _is_waived(waivers, one.rule, one.path)
    ]
    return _strictest([*kept, *cut, *_unsaid(manifest, pack)])


def _strictest(found: Sequence[Overruled]) -> list[Overruled]:
    """One for each place, where two laws speak of the same."""
    strictest: dict[tuple[str, ...], Overruled] = {}
    for one in found:
        known = strictest.get(one.path)
        if known is None or longer(known.period, one.period):
            strictest[one.path] = one
    return list(strictest.values())


def _unsaid(manifest: Manifest, pack: Pack) -> Iterator[Overruled]:
    """A choice about tracers without a life of its own lives as long as the banner keeps choices, the law's at most."""
    kept = (manifest.policy.banner or Banner()).choice_kept
    most = pack.tracers.choice
    for name in dict.fromkeys(
        one.purpose for one in manifest.policy.cookie_categories.values() if one.consent
    ):
        purpose = None if name is None else manifest.purposes.get(name)
        if purpose is not None and purpose.validity is None and Basis.CONSENT in purpose.bases:
            life = most if longer(kept, most) else kept
            yield Overruled(("purposes", purpose.name, *VALIDITY), life, pack.tracers.source)


def _is_waived(waivers: Sequence[Waiver], rule: str, path: Sequence[str]) -> bool:
    """Whether a person answers for the promise at that place."""
    at = f"{'.'.join(path)}."
    return any(one.rule == rule and (one.at is None or at.startswith(f"{one.at}.")) for one in waivers)


def obeying(manifest: Manifest, found: Sequence[Overruled]) -> Manifest:
    """The manifest with these periods in it; each says what was promised, and who says otherwise."""
    if not found:
        return manifest
    purposes = dict(manifest.purposes)
    policy = manifest.policy
    for one in found:
        if one.path[0] != "purposes":
            policy = _in_policy(policy, one)
        elif (name := PurposeName(one.path[1])) in purposes:
            purposes[name] = _CHANGED[one.path[2:]](purposes[name], one)
    return replace(manifest, purposes=purposes, policy=policy)


def _in_policy(policy: Policy, one: Overruled) -> Policy:
    """The policy with one period of its own replaced, and what was promised kept beside it."""
    part, *steps = one.path
    whole: Any = getattr(policy, part)  # as the path says: a part, or a mapping of parts
    holder = whole.get(steps[0]) if len(steps) > 1 else whole
    if holder is None:
        return policy
    told = {**policy.obeys, ".".join(one.path): Obeyed(getattr(holder, steps[-1]), one.source)}
    changed: Any = replace(holder, **{steps[-1]: one.period})
    parts: dict[str, Any] = {part: {**whole, steps[0]: changed} if len(steps) > 1 else changed}
    return replace(policy, obeys=told, **parts)


def _validity(purpose: Purpose, one: Overruled) -> Purpose:
    told = None if purpose.validity is None else Obeyed(purpose.validity, one.source)
    return replace(purpose, validity=one.period, obeys=told)


def _active(purpose: Purpose, one: Overruled) -> Purpose:
    return replace(purpose, active=_span(purpose.active, one))


def _archive(purpose: Purpose, one: Overruled) -> Purpose:
    if purpose.archive is None:
        return purpose
    return replace(purpose, archive=replace(purpose.archive, span=_span(purpose.archive.span, one)))


def _span(span: Span, one: Overruled) -> Span:
    return replace(span, period=one.period, obeys=Obeyed(span.period or Period(), one.source))


_CHANGED: Mapping[tuple[str, ...], Callable[[Purpose, Overruled], Purpose]] = MappingProxyType(
    {ACTIVE: _active, ARCHIVE: _archive, VALIDITY: _validity}
)
