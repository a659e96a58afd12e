"""What the law's rules find in the five sites: every defect on what was published, no error on what is applied."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
import yaml

from sites.generate import SITES
from tests.sites.test_sites import NAMES, READINGS
from troth.law.packs import pack
from troth.manifest.departures import departures
from troth.manifest.rules import findings
from troth.manifest.rules.model import Finding

ON = date(2026, 11, 22)
DEFECTS: Mapping[str, Mapping[str, list[str]]] = yaml.safe_load(
    (Path(__file__).parent / "defects.yaml").read_text(encoding="utf-8")
)
KNOWN_WARNINGS = {
    # The text announces persistent cookies and lists none; the category stays for when there is one.
    "customer-labs": {("PL36", "cookie_categories.persistent")},
}
ROWS = [
    (site, number, place)
    for site, defects in DEFECTS.items()
    for number in defects
    for place in defects[number]
]


def found(site: str) -> list[Finding]:
    """What the rules find in a site."""
    manifest = READINGS[site].manifest
    return list(findings(manifest, pack(manifest.policy.law, ON), ON))


FOUND = {site: found(site) for site in NAMES}


def test_the_table_holds_95_defects() -> None:
    assert DEFECTS.keys() == set(NAMES)
    assert sum(len(defects) for defects in DEFECTS.values()) == 95


@pytest.mark.parametrize("site", NAMES)
def test_what_is_applied_has_no_error_and_only_known_warnings(site: str) -> None:
    applied = [finding for finding in FOUND[site] if not finding.is_stated]
    assert [finding for finding in applied if finding.severity == "error"] == []
    assert {(finding.rule, finding.at) for finding in applied} == KNOWN_WARNINGS.get(site, set())


@pytest.mark.parametrize("site", NAMES)
def test_nothing_that_was_published_keeps_a_site_from_being_published(site: str) -> None:
    assert [finding for finding in FOUND[site] if finding.blocks] == []


@pytest.mark.parametrize(("site", "number", "place"), ROWS)
def test_a_defect_of_the_published_text_is_found_where_it_stands(site: str, number: str, place: str) -> None:
    how, _, path = place.partition(" ")
    if how == "kept":
        assert _stands(site, path), number
    elif how == "departs":
        assert path in {
            _at(step) for departing in departures(READINGS[site].manifest) for step in [departing.path]
        }
    else:
        stated = {(finding.rule, finding.at) for finding in FOUND[site] if finding.is_stated}
        assert any(rule == how and (at == path or at.startswith(f"{path}.")) for rule, at in stated), number


def test_a_place_where_nothing_is_wrong_is_not_found() -> None:
    stated = {(finding.rule, finding.at) for finding in FOUND["crosscall"] if finding.is_stated}
    assert ("PL27", "rights.portability.deadline") not in stated  # one month, as the law has it


def _at(path: tuple[str, ...]) -> str:
    return ".".join(path)


def _stands(site: str, path: str) -> bool:
    """Whether the site's policy has that key."""
    node = yaml.safe_load((SITES / site / "policy.yaml").read_text(encoding="utf-8"))
    for step in path.split("."):
        if not isinstance(node, dict) or step not in node:
            return False
        node = node[step]
    return True
