"""The defects that lawyers found (`shared/law.md` 4.2) are seen by the very rules that they name.

Where each is seen stands in tests/sites/defects.yaml. Here the specification's own table is read: for each
defect the rules it names must say no to what that site stated, or the later part of the product is named that
sees it.
"""

import re
from datetime import date
from functools import cache

import pytest

from tests.conftest import SHARED
from tests.sites.test_findings import DEFECTS
from tests.sites.test_sites import READINGS
from troth.law.packs import pack
from troth.manifest.rules import findings

pytestmark = pytest.mark.needs_shared
ON = date(2026, 11, 22)
SITES = ("crosscall", "crossops", "customer-labs", "officine-generale", "xmserver")

# Those that name an article and no rule: the rule that sees them here all the same, or the part of the product
# in which the promise is kept, and by which it will be shown.
WITHOUT_RULE = {
    "C5": "PL27",  # an extension of three months
    "C22": "requests: what is observed is portable, an opt-out has its receipt",
    "O5": "PL30",  # recipients are told unless it is disproportionate, not unless it is dear
    "O13": "publication: a change of controller is told before, with a time to object",
    "O14": "PL30",  # portability of what was observed
    "O18": "requests: the statement of disagreement, the word before a restriction is lifted",
    "L15": "requests and gate: objection without balance, withdrawal by the same clicks",
    "G11": "PL30",  # the cases of restriction
    "G14": "PL06",  # a duty needs a text that obliges this controller
    "G19": "requests: a month with no extension, erasure without exception",
    "X5": "PL26",
    "X21": "retention: the connection data of a host is kept for its time",
}


@cache
def rows() -> dict[str, tuple[str, str]]:
    """For each defect its site and the cell that names its rules."""
    text = (SHARED / "law.md").read_text("utf-8") if (SHARED / "law.md").exists() else ""
    part = text[text.find("### 4.2") : text.find("\n## 5")]
    found = {}
    for site, chapter in zip(SITES, part.split("\n**0")[1:], strict=True):
        for line in chapter.splitlines():
            cells = [cell.strip() for cell in line.split("|")[1:-1]]
            if len(cells) == 4 and re.fullmatch(r"[COLGX]\d+", cells[0]):
                found[cells[0]] = (site, cells[2])
    return found


@cache
def stated(site: str) -> frozenset[str]:
    """The rules that say no to what a site stated."""
    manifest = READINGS[site].manifest
    found = findings(manifest, pack(manifest.policy.law, ON), ON)
    return frozenset(finding.rule for finding in found if finding.is_stated)


def test_there_are_95_and_each_has_its_place() -> None:
    assert len(rows()) == 95
    assert {(site, number) for number, (site, _) in rows().items()} == {
        (site, number) for site, numbers in DEFECTS.items() for number in numbers
    }


def test_every_rule_that_a_defect_names_is_broken_by_that_text() -> None:
    missed = [
        (number, rule)
        for number, (site, cell) in rows().items()
        for rule in re.findall(r"PL\d\d", cell)
        if rule not in stated(site)
    ]
    assert missed == []


def test_a_defect_that_names_a_rule_is_seen_by_one_of_them_where_it_stands() -> None:
    unseen = [
        number
        for number, (site, cell) in rows().items()
        if (named := set(re.findall(r"PL\d\d", cell)))
        and not named & {place.partition(" ")[0] for place in DEFECTS[site][number]}
    ]
    assert unseen == []


def test_a_defect_that_names_no_rule_has_its_rule_or_its_part_of_the_product() -> None:
    assert {number for number, (_, cell) in rows().items() if not re.search(r"PL\d\d", cell)} == set(
        WITHOUT_RULE
    )
    unseen = [
        number
        for number, seen in WITHOUT_RULE.items()
        if seen.startswith("PL")
        and seen not in {place.partition(" ")[0] for place in DEFECTS[rows()[number][0]][number]}
    ]
    assert unseen == []
