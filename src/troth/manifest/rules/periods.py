"""How long: periods against the law's table, and against one another (PL20 to PL23)."""

from collections.abc import Iterator

from troth.law.period import longer
from troth.manifest.names import KindName
from troth.manifest.obeyed import bounded
from troth.manifest.period import Period
from troth.manifest.purposes import Purpose
from troth.manifest.references import spans
from troth.manifest.rules.examined import Examined, Sort
from troth.manifest.rules.model import Flaw, Severity, flaw
from troth.manifest.rules.words import is_vague, periods_in


def stated_periods(examined: Examined) -> Iterator[Flaw]:
    """PL20: each purpose says how long, as a number, a unit and a clock, or by a criterion that can be checked."""
    for purpose in examined.pursued:
        if purpose.data and purpose.active.period is None and purpose.active.criterion is None:
            yield flaw("no-period", "purposes", purpose.name, "retention", purpose=purpose.name)


def open_periods(examined: Examined) -> Iterator[Flaw]:
    """PL21: no criterion that decides nothing, and no proposal that nobody has adopted."""
    for purpose in examined.pursued:
        for path, span in spans(purpose):
            where = ("purposes", purpose.name, *path)
            texts = span.criterion.words.values() if span.criterion else ()
            if span.period is None and any(is_vague(text) for text in texts):
                yield flaw("vague-criterion", *where, purpose=purpose.name)
            if span.is_open_proposal and span.period is not None:
                yield flaw("period-proposed", *where, purpose=purpose.name, period=span.period)


def within_law(examined: Examined) -> Iterator[Flaw]:
    """PL22: no period over the law's maximum or under its minimum, and no two that contradict one another."""
    for purpose in examined.pursued:
        sort = examined.sorts.get(purpose.name)
        if sort is not None:
            yield from _against(purpose, sort)
        yield from _contradictions(purpose)
    yield from _said_twice(examined)


def _against(purpose: Purpose, sort: Sort) -> Iterator[Flaw]:
    row, severity = sort.row, None if sort.is_declared else _WARNING
    facts = {"purpose": purpose.name, "sort": row.sort, "row": row.id, "law": row.source}
    for one in bounded(purpose, row):
        path = ("purposes", purpose.name, *one.steps)
        if one.is_broken and one.is_duty:
            yield flaw("under-minimum", *path, severity=severity, period=one.promised, least=one.law, **facts)
        elif one.is_broken:
            yield flaw("over-maximum", *path, severity=severity, period=one.promised, most=one.law, **facts)


_WARNING: Severity = "warning"


def _contradictions(purpose: Purpose) -> Iterator[Flaw]:
    active, path = purpose.active, ("purposes", purpose.name)
    archived = purpose.archive.span if purpose.archive else None
    has_both = archived and archived.period and active.period and archived.clock == active.clock
    if has_both and archived and not longer(archived.period or Period(), active.period or Period()):
        where = (*path, "archive", "retention")
        facts = {"archive": str(archived.period), "active": str(active.period)}
        yield Flaw("archive-before-its-time", ("policy", *where), {"purpose": purpose.name, **facts})
    for steps, span in spans(purpose):
        for earlier in span.earlier:
            if span.departure is None and earlier.period == span.period:
                yield flaw("earlier-is-the-same", *path, *steps, purpose=purpose.name, period=earlier.period)


def _said_twice(examined: Examined) -> Iterator[Flaw]:
    policy = examined.manifest.policy
    if policy.banner is not None:
        for name, cookie in policy.cookies.items():
            is_choice = {"choice", "consent"} & set(cookie.functions)
            if is_choice and cookie.life is not None and cookie.life != policy.banner.choice_kept:
                yield flaw(
                    "choice-lives-two-lives",
                    "cookies",
                    name,
                    "life",
                    life=cookie.life,
                    kept=policy.banner.choice_kept,
                )
    known = {period for purpose in examined.pursued for _, span in spans(purpose) if (period := span.period)}
    known |= {cookie.life for cookie in policy.cookies.values() if cookie.life}
    for name, section in policy.sections.items():
        if section.about not in ("retention", "cookies"):
            continue
        for text in section.text.words.values():
            unknown = [period for period in periods_in(text) if period not in known]
            if unknown:
                yield flaw(
                    "period-of-nothing", "sections", name, "text", severity=_WARNING, period=unknown[0]
                )
                break


def archives(examined: Examined) -> Iterator[Flaw]:
    """PL23: an archive says who reads it; and where the stores have one, the policy speaks of it."""
    archived: set[KindName] = set()
    for purpose in examined.pursued:
        if purpose.archive is not None:
            archived.update(purpose.data)
            if not purpose.archive.readers:
                yield flaw(
                    "archive-without-readers", "purposes", purpose.name, "archive", purpose=purpose.name
                )
    for table in examined.manifest.tables():
        if table.archive is not None and not archived & table.kinds.keys():
            yield flaw("archive-untold", "purposes", table=table.name)
