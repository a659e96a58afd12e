"""Each of the 684 promises stands in its site, and the page that says so is current."""

import re
from pathlib import Path

import pytest

from dev import coverage
from dev.coverage import POLICIES, Clause, clauses, is_same, stale

COMMANDS = Path(__file__).parents[2] / "docs" / "reference" / "commands.md"
ALL: dict[str, list[Clause]] = {policy: list(clauses(policy)) for policy in POLICIES}


@pytest.mark.parametrize("policy", POLICIES)
def test_each_value_of_each_promise_stands_at_a_key_of_the_site(policy: str) -> None:
    lost = [
        (clause.id, value.parameter, value.value)
        for clause in ALL[policy]
        for value in clause.values
        if not value.keys and not value.is_text_only
    ]
    assert lost == []


@pytest.mark.parametrize("policy", POLICIES)
def test_each_promise_stands_somewhere(policy: str) -> None:
    assert [clause.id for clause in ALL[policy] if not clause.keys] == []


@pytest.mark.parametrize("policy", POLICIES)
def test_no_place_that_is_spelled_out_is_stale(policy: str) -> None:
    assert stale(policy) == []


def test_684_promises_are_looked_for() -> None:
    assert sum(len(of) for of in ALL.values()) == 684


def test_few_values_are_text_only() -> None:
    text_only = [
        value for of in ALL.values() for clause in of for value in clause.values if value.is_text_only
    ]
    everything = [value for of in ALL.values() for clause in of for value in clause.values]
    assert len(text_only) < len(everything) / 20


def test_a_value_that_no_site_says_is_not_found() -> None:
    assert not is_same("P2M", "P1M")
    assert not is_same("P2M", "within one month", is_sentence=True)
    assert is_same("P2M", "within two months of receipt", is_sentence=True)
    assert not is_same(None, {"value": "P1M", "because": "law"})
    assert not is_same("third_party_sites", ["website", "personal_data"])


def test_a_command_that_keeps_a_promise_is_one_that_there_is() -> None:
    known = set(re.findall(r"^## (troth[a-z ]*)$", COMMANDS.read_text(encoding="utf-8"), re.MULTILINE))
    kept_by = [clause.kept_by for of in ALL.values() for clause in of if clause.kept_by]
    named = {command for words in kept_by for command in re.findall(r"`(troth [a-z]+)", words)}
    assert named
    assert named <= known
    assert [words for words in kept_by if "`troth " not in words] == []


def test_the_page_is_current() -> None:
    assert coverage.PAGE.read_text(encoding="utf-8") == coverage.page(), "python -m dev.coverage"
