"""The findings as SARIF 2.1.0 (OASIS), which code hosts show beside the lines."""

from collections.abc import Sequence
from urllib.parse import quote

from troth.cli.lawful import Judged, as_problem, waived
from troth.cli.output import Json
from troth.errors import Place, Problem
from troth.texts import rules as words
from troth.texts.checks import say
from troth.texts.language import Language

_LEVELS = {"error": "error", "warning": "warning", "information": "note"}


def sarif(problems: Sequence[Problem], judgement: Judged | None, language: Language) -> Json:
    """One run with every problem and every finding; what was published, and what is waived, is marked."""
    results = [
        _result(problem.name, problem.severity, _message(problem, "en"), problem.place)
        for problem in problems
    ]
    for finding in judgement.findings if judgement else ():
        assert judgement is not None
        told = as_problem(judgement, finding, language)
        severity = "information" if finding.is_stated else finding.severity
        result = _result(finding.rule, severity, _message(told, language), told.place)
        result["properties"] = {"isStated": finding.is_stated, "at": finding.at}
        if finding.waived:
            result["suppressions"] = [{"kind": "external", "justification": waived(finding, language)}]
        results.append(result)
    listed = judgement.pack.rules.values() if judgement else ()
    rules: list[Json] = [
        {
            "id": rule.number,
            "shortDescription": {"text": words.says(rule.number, language)},
            "help": {"text": rule.source},
            "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        }
        for rule in listed
    ]
    driver: Json = {"name": "troth", "rules": rules}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }


def _message(told: Problem, language: Language) -> str:
    return f"{told.what} ({say('mend', language)}: {told.mend})"


def _result(rule: str, severity: str, message: str, place: Place) -> dict[str, Json]:
    region: Json = {"startLine": max(1, place.line), "startColumn": max(1, place.column)}
    location: Json = {"physicalLocation": {"artifactLocation": {"uri": quote(place.file)}, "region": region}}
    return {
        "ruleId": rule,
        "level": _LEVELS[severity],
        "message": {"text": message},
        "locations": [location],
    }
