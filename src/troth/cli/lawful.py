"""What the law's rules find, in words and as JSON; and what changes between two laws."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import click

from troth.cli.output import Json
from troth.declared import Declared
from troth.errors import Place, Problem
from troth.law.changes import Change, changes
from troth.law.packs import COUNTRIES, Pack, pack
from troth.manifest.rules import Finding, findings, unchecked
from troth.manifest.rules.merging import Row, differing, rows
from troth.texts import rules as words
from troth.texts.checks import say
from troth.texts.language import Language

_SHOWN_PLACES = 4


@dataclass(frozen=True, slots=True)
class LawOf:
    """Which law judges: a pack, where another than the site's is named, and a day."""

    name: str | None
    on: date | None


class LawWord(click.ParamType[LawOf]):
    """`DATE`, `PACK` or `PACK@DATE`."""

    name = "law"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> LawOf:
        if isinstance(value, LawOf):
            return value
        text = str(value)
        name, at, day = text.partition("@") if "@" in text or text in COUNTRIES else ("", "@", text)
        if name and name not in COUNTRIES:
            self.fail(f"there is no law pack `{name}`; there are: {', '.join(COUNTRIES)}", param, ctx)
        try:
            on = date.fromisoformat(day) if at and day else None
        except ValueError:
            self.fail(f"`{day}` is no day: write 2026-01-31, or a pack and a day, fr@2026-01-31", param, ctx)
        return LawOf(name or None, on)


@dataclass(frozen=True, slots=True)
class Judged:
    """A site under a law."""

    site: Declared
    pack: Pack
    findings: Sequence[Finding]

    @property
    def applied(self) -> Sequence[Finding]:
        """What the rules say of what is applied."""
        return [finding for finding in self.findings if not finding.is_stated]

    @property
    def published(self) -> Sequence[Finding]:
        """What they say of the published text, in whose place something else is applied."""
        return [finding for finding in self.findings if finding.is_stated]

    def place(self, finding: Finding) -> Place:
        """Where it stands in the two files."""
        return self.site.place_of(finding.path)


def judged(site: Declared, law: LawOf | None, today: date) -> Judged:
    """The site under that law; without one, its own pack today."""
    name = (law.name if law else None) or site.manifest.policy.law
    judging = pack(name, (law.on if law else None) or today)
    return Judged(site, judging, findings(site.manifest, judging, today))


def as_problem(judgement: Judged, finding: Finding, language: Language) -> Problem:
    """A finding as every other problem is told."""
    what = words.what(finding, language)
    law = words.law(finding, language)
    place = judgement.place(finding)
    return Problem(
        finding.rule,
        place,
        f"{what}: {law}" if law else what,
        words.mend(finding, language),
        finding.severity,
    )


def lines(judgement: Judged, language: Language, *, all_published: bool) -> Iterator[str]:
    """What the rules find, for people: what is applied, what was set aside, what was published, what is unseen."""
    for finding in judgement.applied:
        told = as_problem(judgement, finding, language).told(say("mend", language))
        yield told if finding.waived is None else f"{told}\n  {waived(finding, language)}"
    if all_published:
        for finding in judgement.published:
            yield as_problem(judgement, finding, language).told(say("mend", language))
    elif judgement.published:
        yield from _summary(judgement.published, language)
    unseen = ", ".join(unchecked(judgement.pack))
    yield say("unseen", language, rules=unseen)


def waived(finding: Finding, language: Language) -> str:
    """Who set it aside, until when and why."""
    assert finding.waived is not None
    waiver = finding.waived
    return say("waived", language, by=waiver.by, until=waiver.until, reason=waiver.reason)


def _summary(published: Sequence[Finding], language: Language) -> Iterator[str]:
    yield say("published", language)
    by_rule: dict[str, list[Finding]] = {}
    for finding in published:
        by_rule.setdefault(finding.rule, []).append(finding)
    for rule, found in by_rule.items():
        places = list(dict.fromkeys(finding.at for finding in found))
        beyond = len(places) - _SHOWN_PLACES
        more = say("more", language, count=beyond) if beyond > 0 else ""
        yield f"  {rule}  {words.says(rule, language)}"
        yield f"        {', '.join(places[:_SHOWN_PLACES])}{more}"


def merged_lines(judgement: Judged, language: Language) -> Iterator[str]:
    """Promise and law where they differ, field by field, and whose value is the stricter."""
    yield say("merged.heading", language)
    for row in differing(judgement.site.manifest, judgement.pack):
        merged = row.merged
        both = [_said(value, language) for value in (merged.promise, merged.law, merged.value)]
        winner = say(f"winner.{merged.winner.value}", language)
        yield say(
            "merged.row", language, at=_at(row), promise=both[0], law=both[1], winner=winner, value=both[2]
        )


def as_json(judgement: Judged, language: Language) -> dict[str, Json]:
    """Everything, for programs."""
    return {
        "law": {"pack": judgement.pack.name, "on": judgement.pack.on.isoformat()},
        "findings": [_finding_json(judgement, finding, language) for finding in judgement.findings],
        "not_checked": list(unchecked(judgement.pack)),
        "merged": [_row_json(row) for row in rows(judgement.site.manifest, judgement.pack)],
    }


def _finding_json(judgement: Judged, finding: Finding, language: Language) -> Json:
    place = judgement.place(finding)
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "is_stated": finding.is_stated,
        "blocks": finding.blocks,
        "at": finding.at,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "what": words.what(finding, language),
        "law": words.law(finding, language),
        "mend": words.mend(finding, language),
        "waived": None if finding.waived is None else waived(finding, language),
    }


def _row_json(row: Row) -> Json:
    merged = row.merged
    return {
        "at": _at(row),
        "promise": _said(merged.promise),
        "law": _said(merged.law),
        "value": _said(merged.value),
        "winner": merged.winner.value,
    }


def _at(row: Row) -> str:
    return ".".join(str(step) for step in row.path[1:])


def _said(value: object, language: Language = "en") -> str:
    said = ", ".join(sorted(value)) if isinstance(value, frozenset) else "" if value is None else str(value)
    return said or say("nothing", language)


# --- what changes for you -----------------------------------------------------------------------------------


def changed_lines(before: Judged, after: Judged, language: Language) -> Iterator[str]:
    """What the law changes between two packs, and what of it concerns this site."""
    both = _named(before.pack, language), _named(after.pack, language)
    yield say("changed.from", language, before=both[0], after=both[1])
    for change in changes(before.pack, after.pack):
        yield f"  {_change(change, language)}"
    old = {_key(finding): finding for finding in before.findings}
    new = {_key(finding): finding for finding in after.findings}
    concerned = [
        say("changed.new", language, finding=_short(new[key], language)) for key in new if key not in old
    ]
    concerned += [
        say("changed.no_more", language, finding=_short(old[key], language)) for key in old if key not in new
    ]
    was = {row.path: row.merged.value for row in rows(before.site.manifest, before.pack)}
    for row in rows(after.site.manifest, after.pack):
        if row.path in was and was[row.path] != row.merged.value:
            then, value = _said(was[row.path], language), _said(row.merged.value, language)
            concerned.append(say("changed.becomes", language, at=_at(row), before=then, after=value))
    yield say(f"changed.site{'' if concerned else '_nothing'}", language, folder=after.site.folder)
    yield from (f"  {line}" for line in concerned)


def changed_json(before: Judged, after: Judged, language: Language) -> Mapping[str, Json]:
    """The same for programs."""
    old = {_key(finding) for finding in before.findings}
    new = {_key(finding) for finding in after.findings}
    return {
        "from": {"pack": before.pack.name, "on": before.pack.on.isoformat()},
        "law": [_change(change, language) for change in changes(before.pack, after.pack)],
        "new": [
            _finding_json(after, finding, language) for finding in after.findings if _key(finding) not in old
        ],
        "no_more": [
            _finding_json(before, finding, language)
            for finding in before.findings
            if _key(finding) not in new
        ],
    }


def _named(judging: Pack, language: Language) -> str:
    return say("changed.pack", language, name=judging.name, on=judging.on)


def _key(finding: Finding) -> tuple[object, ...]:
    facts = tuple(sorted(finding.facts.items()))
    return finding.rule, finding.case, finding.path, finding.is_stated, finding.severity, facts


def _short(finding: Finding, language: Language) -> str:
    severity = say(f"severity.{finding.severity}", language)
    return f"{finding.rule} {severity}{say('colon', language)}{words.what(finding, language)}"


def _change(change: Change, language: Language) -> str:
    name = f"{change.table} {change.name}" if change.table != change.name else change.table
    if change.before is None and change.after is not None:
        return say("changed.begins", language, name=name, source=change.after.source)
    if change.after is None and change.before is not None:
        return say("changed.ends", language, name=name, source=change.before.source)
    nothing = say("nothing", language)
    parts = "; ".join(
        f"{part}: {old or nothing} → {new or nothing}" for part, (old, new) in change.parts.items()
    )
    return f"{name}: {parts}"
