"""Each rule finds what breaks it, at its place and as grave as it is, and nothing in a policy that is sound."""

from dataclasses import replace
from typing import Any

import pytest
import yaml

from tests.rules.good import FRANCE, HERE, found
from troth.law.lint import RULES
from troth.manifest.grammar.departures import Departs
from troth.manifest.grammar.policy import POLICY
from troth.manifest.grammar.purposes import SPAN
from troth.manifest.rules import Finding
from troth.manifest.rules.table import RULES as TABLE
from troth.manifest.shapes import Block, MapOf, Shape
from troth.texts import rules as words
from troth.texts.language import LANGUAGES
from troth.texts.rules.cases import CASES

BROKEN: list[dict[str, Any]] = yaml.safe_load((HERE / "broken.yaml").read_text(encoding="utf-8"))
ELSEWHERE = {"published", "published-silent", "tool-gone", "tracer-basis"}  # shown by tests of their own
SEVERITIES = {rule.number: rule.severity for rule in RULES}


def test_nothing_is_found_in_a_policy_that_is_sound() -> None:
    assert found() == []


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: f"{broken['rule']}-{broken['case']}")
def test_what_breaks_a_rule_is_found_where_it_stands(broken: dict[str, Any]) -> None:
    findings = found(broken["old"], broken["new"])
    told = [
        finding for finding in findings if (finding.rule, finding.case) == (broken["rule"], broken["case"])
    ]
    assert [finding.at for finding in told][:1] == [broken["at"]]
    assert told[0].severity == broken.get("severity", SEVERITIES[broken["rule"]])
    assert not told[0].is_stated
    assert told[0].blocks is (told[0].severity == "error")
    for finding in findings:
        assert_it_has_words(finding)


def assert_it_has_words(finding: Finding) -> None:
    """What is wrong, what the law says with its source, and the mend, in both languages."""
    for language in LANGUAGES:
        what, law, mend = (tell(finding, language) for tell in (words.what, words.law, words.mend))
        assert what
        assert mend
        assert "{" not in what
        assert finding.source in law


def test_each_sentence_has_a_policy_that_calls_it_forth() -> None:
    shown = {broken["case"] for broken in BROKEN}
    assert sorted(CASES.keys() - shown - ELSEWHERE) == []
    assert sorted(shown - CASES.keys()) == []


def test_each_rule_but_those_of_the_live_site_is_broken_once() -> None:
    assert {rule.number for rule in TABLE if rule.judge} == {broken["rule"] for broken in BROKEN}
    assert [rule.number for rule in TABLE] == [rule.number for rule in RULES]
    assert {rule.number for rule in TABLE if not rule.judge} == {"PL42"}


def departing(shape: Shape[Any], steps: list[str], above: tuple[int, ...] = ()) -> bool:
    """Whether a value that may stand beside the published one is found at the end of the steps, or below."""
    if not steps and (isinstance(shape, Departs) or shape is SPAN):
        return True
    if isinstance(shape, MapOf):
        return any(departing(inner, steps[1:], above) for inner in shape.inner)
    if isinstance(shape, Block) and steps:
        return any(departing(key.shape, steps[1:], above) for key in shape.keys if key.name == steps[0])
    if id(shape) in above:
        return False
    return any(departing(inner, steps, (*above, id(shape))) for inner in shape.inner)


@pytest.mark.parametrize(("number", "key"), [(rule.number, key) for rule in TABLE for key in rule.keys])
def test_a_key_at_which_a_published_sentence_counts_can_have_one(number: str, key: str) -> None:
    assert departing(POLICY, key.split(".")), number


def test_a_key_that_can_have_none_is_noticed() -> None:
    assert not departing(POLICY, ["items"])
    assert not departing(POLICY, ["purposes", "*", "retenton"])


def test_a_tracer_that_rests_on_something_else_than_consent_is_found() -> None:
    visits = "    basis: consent\n    consent: {decided_by: email, act: button, validity: P6M}\n"
    interest = "    basis: {holder: consent, buyer: legitimate_interest}\n"
    rest = "    interest: {fr: compter, en: to count}\n    balance: LIA-9\n"
    findings = found(visits, interest + rest + visits.splitlines(keepends=True)[1])
    assert ("PL06", "tracer-basis", "purposes.visits.basis") in [(f.rule, f.case, f.at) for f in findings]


def test_a_sort_that_is_only_guessed_at_is_a_warning() -> None:
    assert found("    sort: prospect\n", "") == []
    declared = found("    retention: P3Y from closed\n", "    retention: P4Y from closed\n")
    assert [(f.rule, f.severity) for f in declared] == [("PL22", "error")]
    guessed = found("    sort: video_surveillance\n", "", edits=[("P1M from filmed", "P2M from filmed")])
    assert ("PL22", "warning") in [(f.rule, f.severity) for f in guessed]


def test_a_safeguard_that_the_law_no_longer_knows_is_found() -> None:
    findings = found(law=replace(FRANCE, tools={}))
    assert [(f.case, f.at) for f in findings] == [("tool-gone", "recipients.mailer.transfers.0")]
    assert_it_has_words(findings[0])


def test_a_sale_lets_a_shop_write_of_similar_products() -> None:
    consent = "    basis: consent\n    data: {account: [email]}\n"
    asked = "    consent: {decided_by: email, act: tick_box, default: false}\n"
    sale = "    basis: legitimate_interest\n    interest: {fr: vendre, en: to sell}\n    balance: LIA-4\n"
    post = [
        (asked, "    similar_products: true\n"),
        ("channels: [email, phone, post]", "channels: [email, post]"),
    ]
    assert found(consent, sale + consent.splitlines(keepends=True)[1], edits=post) == []


SOUND = (
    (
        "Un film est effacé après un mois., en: A film is erased after one month.",
        "Un mois., en: Thirty days.",
    ),
    (
        "Un film est effacé après un mois., en: A film is erased after one month.",
        "Sous 24 heures., en: Within a day.",
    ),
    (
        "en: A sign at the entrance announces them.",
        "en: 'They are not shared with third parties, save the police.'",
    ),
    ("en: A sign at the entrance announces them.", "en: You may refuse to be filmed at the bar."),
)


@pytest.mark.parametrize(("old", "new"), SOUND)
def test_a_sentence_that_is_sound_is_left_alone(old: str, new: str) -> None:
    about = ("    about: retention\n", "") if "film" in old and "erased" in old else None
    assert found(old, new, edits=[about] if about else []) == []


def test_a_wording_that_says_what_a_click_means_is_no_bundle() -> None:
    asked = "consent: {decided_by: email, act: tick_box, default: false"
    text = "text: {fr: 'En commandant, j’accepte.', en: 'By ordering I agree to the letter.'}"
    wording = f"{asked}, wording: {{version: '1', since: 2026-01-01, {text}}}"
    assert found(asked, wording) == []
