"""What the law's rules find, in words, as JSON and as SARIF; and what changes between two laws."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
from troth.texts.language import Language

_SARIF_LEVELS = {"error": "error", "warning": "warning", "information": "note"}
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
        told = str(as_problem(judgement, finding, language))
        yield told if finding.waived is None else f"{told}\n  {_waived(finding)}"
    if all_published:
        for finding in judgement.published:
            yield str(_as_remark(as_problem(judgement, finding, language)))
    elif judgement.published:
        yield from _summary(judgement.published, language)
    unseen = ", ".join(unchecked(judgement.pack))
    yield f"not checked here, the live site shows it: {unseen}"


def _waived(finding: Finding) -> str:
    assert finding.waived is not None
    return f"waived by {finding.waived.by} until {finding.waived.until}: {finding.waived.reason}"


def _as_remark(told: Problem) -> Problem:
    return replace(told, severity="information")


def _summary(published: Sequence[Finding], language: Language) -> Iterator[str]:
    yield "the published text, in whose place something else is applied (--published shows each):"
    by_rule: dict[str, list[Finding]] = {}
    for finding in published:
        by_rule.setdefault(finding.rule, []).append(finding)
    for rule, found in by_rule.items():
        places = list(dict.fromkeys(finding.at for finding in found))
        more = f" and {len(places) - _SHOWN_PLACES} more" if len(places) > _SHOWN_PLACES else ""
        yield f"  {rule}  {words.says(rule, language)}"
        yield f"        {', '.join(places[:_SHOWN_PLACES])}{more}"


def merged_lines(judgement: Judged) -> Iterator[str]:
    """Promise and law where they differ, field by field, and whose value is the stricter."""
    for row in differing(judgement.site.manifest, judgement.pack):
        merged = row.merged
        yield (
            f"{_at(row)}: promised {_said(merged.promise)}, law {_said(merged.law)}:"
            f" {merged.winner.value} wins, {_said(merged.value)}"
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
    waived = finding.waived
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
        "waived": None if waived is None else _waived(finding),
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


def _said(value: object) -> str:
    if value is None:
        return "nothing"
    return ", ".join(sorted(value)) or "nothing" if isinstance(value, frozenset) else str(value)


# --- what changes for you -----------------------------------------------------------------------------------


def changed_lines(before: Judged, after: Judged, language: Language) -> Iterator[str]:
    """What the law changes between two packs, and what of it concerns this site."""
    yield f"from {_named(before.pack)} to {_named(after.pack)}"
    for change in changes(before.pack, after.pack):
        yield f"  {_change(change)}"
    old = {_key(finding): finding for finding in before.findings}
    new = {_key(finding): finding for finding in after.findings}
    concerned = [f"  new: {_short(new[key], language)}" for key in new if key not in old]
    concerned += [f"  no more: {_short(old[key], language)}" for key in old if key not in new]
    was = {row.path: row.merged.value for row in rows(before.site.manifest, before.pack)}
    for row in rows(after.site.manifest, after.pack):
        if row.path in was and was[row.path] != row.merged.value:
            concerned.append(f"  {_at(row)}: {_said(was[row.path])} becomes {_said(row.merged.value)}")
    yield f"for {after.site.folder}:" if concerned else f"for {after.site.folder}: nothing"
    yield from concerned


def changed_json(before: Judged, after: Judged, language: Language) -> Mapping[str, Json]:
    """The same for programs."""
    old = {_key(finding) for finding in before.findings}
    new = {_key(finding) for finding in after.findings}
    return {
        "from": {"pack": before.pack.name, "on": before.pack.on.isoformat()},
        "law": [_change(change) for change in changes(before.pack, after.pack)],
        "new": [
            _finding_json(after, finding, language) for finding in after.findings if _key(finding) not in old
        ],
        "no_more": [
            _finding_json(before, finding, language)
            for finding in before.findings
            if _key(finding) not in new
        ],
    }


def _named(judging: Pack) -> str:
    return f"{judging.name} on {judging.on}"


def _key(finding: Finding) -> tuple[object, ...]:
    facts = tuple(sorted(finding.facts.items()))
    return finding.rule, finding.case, finding.path, finding.is_stated, finding.severity, facts


def _short(finding: Finding, language: Language) -> str:
    return f"{finding.rule} {finding.severity}: {words.what(finding, language)}"


def _change(change: Change) -> str:
    name = f"{change.table} {change.name}" if change.table != change.name else change.table
    if change.before is None and change.after is not None:
        return f"{name} begins ({change.after.source})"
    if change.after is None and change.before is not None:
        return f"{name} ends ({change.before.source})"
    parts = "; ".join(
        f"{part}: {old or 'nothing'} → {new or 'nothing'}" for part, (old, new) in change.parts.items()
    )
    return f"{name}: {parts}"


# --- SARIF --------------------------------------------------------------------------------------------------


def sarif(problems: Sequence[Problem], judgement: Judged | None, language: Language) -> Json:
    """The findings as SARIF 2.1.0, as code hosts show them beside the lines."""
    results = [
        _result(problem.name, problem.severity, _message(problem), problem.place) for problem in problems
    ]
    for finding in judgement.findings if judgement else ():
        assert judgement is not None
        told = as_problem(judgement, finding, language)
        severity = "information" if finding.is_stated else finding.severity
        result = _result(finding.rule, severity, _message(told), told.place)
        result["properties"] = {"isStated": finding.is_stated, "at": finding.at}
        if finding.waived:
            result["suppressions"] = [{"kind": "external", "justification": _waived(finding)}]
        results.append(result)
    listed = judgement.pack.rules.values() if judgement else ()
    rules: list[Json] = [
        {
            "id": rule.number,
            "shortDescription": {"text": words.says(rule.number, language)},
            "help": {"text": rule.source},
            "defaultConfiguration": {"level": _SARIF_LEVELS[rule.severity]},
        }
        for rule in listed
    ]
    driver: Json = {"name": "troth", "rules": rules}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }


def _message(told: Problem) -> str:
    return f"{told.what} (mend: {told.mend})"


def _result(rule: str, severity: str, message: str, place: Place) -> dict[str, Json]:
    region: Json = {"startLine": max(1, place.line), "startColumn": max(1, place.column)}
    location: Json = {"physicalLocation": {"artifactLocation": {"uri": place.file}, "region": region}}
    return {
        "ruleId": rule,
        "level": _SARIF_LEVELS[severity],
        "message": {"text": message},
        "locations": [location],
    }
