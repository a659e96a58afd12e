"""Findings in words: what is wrong, what the law says, how it is mended. French and English.

duties.py   for each rule, what the law says and the mend
cases.py    for each way to break it, the sentence
around.py   the law pack, days, waivers
"""

from troth.manifest.rules.model import Finding
from troth.texts.language import Language
from troth.texts.rules.around import AROUND
from troth.texts.rules.cases import CASES
from troth.texts.rules.duties import DUTIES, Pair

__all__ = ["AROUND", "DUTIES", "law", "mend", "says", "what"]


def what(finding: Finding, language: Language) -> str:
    """What is wrong, in one sentence: lower case, no full stop."""
    pair = AROUND[finding.case][0] if finding.case in AROUND else CASES[finding.case]
    return _in(pair, language).format_map({"at": finding.at, **finding.facts})


def law(finding: Finding, language: Language) -> str:
    """What the law says, with its source; empty for what stands around the rules."""
    if finding.rule not in DUTIES:
        return ""
    return f"{_in(DUTIES[finding.rule].says, language)} ({finding.source})"


def mend(finding: Finding, language: Language) -> str:
    """How it is mended."""
    pair = AROUND[finding.case][1] if finding.case in AROUND else DUTIES[finding.rule].mend
    return _in(pair, language)


def says(number: str, language: Language) -> str:
    """What the law says where that rule stands."""
    return _in(DUTIES[number].says, language)


def _in(pair: Pair, language: Language) -> str:
    return pair[language == "en"]
