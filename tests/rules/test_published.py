"""The published text is judged where something else is applied: by its key, its periods and its phrases."""

from collections.abc import Sequence

import pytest

from tests.rules.good import found
from troth.manifest.period import Period
from troth.manifest.rules.words import has_start, hosts_in, is_vague, periods_in

Y, M, D, H = 12, 1, 1, 3600


@pytest.mark.parametrize(
    ("sentence", "periods"),
    [
        ("they shall remain for five (5) years", [Period(60)]),
        ("within two months of receipt", [Period(2)]),
        ("a special three month extension", [Period(3)]),
        ("a maximum of 30 days", [Period(0, 30)]),
        ("dans un délai d’un mois, prolongé de deux mois", [Period(1), Period(2)]),
        ("jusqu’à 7 ans après la résiliation", [Period(84)]),
        ("treize mois au plus", [Period(13)]),
        ("sous 48 heures", [Period(0, 0, 48 * H)]),
        ("P13M", [Period(13)]),
        ("a year", [Period(12)]),
        ("under 15 years of age", [Period(180)]),
        ("as long as necessary", []),
        ("article 6 of the law of 1978", []),
        ("two weeks, then 6 months", [Period(0, 14), Period(6)]),
    ],
)
def test_periods_are_read_out_of_sentences(sentence: str, periods: Sequence[Period]) -> None:
    assert list(periods_in(sentence)) == periods


@pytest.mark.parametrize(
    "sentence",
    [
        "for the period necessary for the purposes set out",
        "aussi longtemps que nécessaire",
        "may vary on case-by-case basis",
        "as required or permitted by law",
        "a period that does not exceed the time period required",
        "pendant la durée strictement nécessaire",
    ],
)
def test_what_leaves_a_period_open_is_vague(sentence: str) -> None:
    assert is_vague(sentence)


@pytest.mark.parametrize("sentence", ["three years from your last order", "until you withdraw", "one month"])
def test_what_closes_a_period_is_not(sentence: str) -> None:
    assert not is_vague(sentence)


def test_a_start_is_told_from_its_absence() -> None:
    assert has_start("three years after the last contact")
    assert has_start("à compter de la collecte")
    assert not has_start("for a period of three years for commercial prospecting purposes")


def test_hosts_are_read_with_and_without_a_scheme() -> None:
    assert hosts_in("see https://xm/ticket and xmserfer.fr") == ["xm", "xmserfer.fr"]


def stated(key: str, value: str, sentence: str | None, because: str = "law") -> str:
    says = f", stated: '{sentence}'" if sentence else ""
    return f"{key}: {{value: {value}{says}, because: {because}}}"


BANNER = "choice_kept: P6M"
CASES = [
    # what is replaced, by which departure, which rules see it
    ("deadline: P1M", stated("deadline", "P1M", "an answer within two months"), {"PL27"}),
    ("deadline: P1M", stated("deadline", "P1M", None), {"PL27"}),
    ("deadline: P1M", stated("deadline", "P1M", "we will inform you if it takes longer"), {"PL27"}),
    ("deadline: P1M", stated("deadline", "P1M", "within one month", "reading"), set()),
    ("extension: P2M", stated("extension", "P2M", "an extension of three months"), {"PL27"}),
    (
        "identity: [proportionate]",
        stated("identity", "[proportionate]", "a copy of your identity card"),
        {"PL28"},
    ),
    (BANNER, stated("choice_kept", "P6M", "at each connection until acceptance"), {"PL38", "PL39"}),
    (
        "consent_act: button",
        stated("consent_act", "button", "continued use constitutes consent"),
        {"PL37", "PL35"},
    ),
    (
        "    life: P13M\n",
        f"    {stated('life', 'P13M', 'five years, and at most thirteen months')}\n",
        {"PL22", "PL38"},
    ),
    ("    basis: consent\n    consent", f"    {stated('basis', 'consent', None)}\n    consent", {"PL05"}),
    (
        "    basis: consent\n    consent",
        f"    {stated('basis', 'consent', 'our legitimate interest')}\n    consent",
        {"PL06", "PL07"},
    ),
    (
        "    retention: P6M from received\n",
        "    retention: {period: P6M, from: received, because: law, stated: as long as necessary}\n",
        {"PL20", "PL21"},
    ),
    (
        "    retention: P6M from received\n",
        "    retention: {period: P6M, from: received, because: law, stated: 7 years after the last letter}\n",
        {"PL22"},
    ),
    (
        "    retention: P6M from received\n",
        "    retention: {period: P6M, from: received, because: reading, stated: six months}\n",
        {"PL20"},
    ),
    (
        "birth_date: optional",
        "birth_date: {mandatory: {value: false, stated: required, because: law}}",
        {"PL10"},
    ),
    ("legal_name: Google LLC", stated("legal_name", "Google LLC", None), {"PL11", "PL15"}),
    (
        "legal_name: Domaine du Lac SARL",
        stated("legal_name", "Domaine du Lac SARL", "we cannot provide an exhaustive list"),
        {"PL11", "PL12", "PL36"},
    ),
    (
        "changes: {notice: material_changes",
        "changes: {" + stated("notice", "material_changes", "read it"),
        {"PL44"},
    ),
    (
        "authority: {name: CNIL, url: https://www.cnil.fr/}",
        "authority: {value: {name: CNIL, url: https://www.cnil.fr/}, because: law}",
        {"PL31"},
    ),
    (
        "    text: {fr: Une affiche à l’entrée les annonce., en: A sign at the entrance announces them.}\n",
        "    text:\n      value: {fr: Une affiche les annonce., en: A sign announces them.}\n"
        "      stated: All your transactions are 100% secured.\n      because: law\n",
        {"PL43"},
    ),
]


@pytest.mark.parametrize(("old", "new", "rules"), CASES)
def test_a_published_sentence_is_found_by_the_rules_that_it_breaks(
    old: str, new: str, rules: set[str]
) -> None:
    findings = found(old, new)
    assert {finding.rule for finding in findings if finding.is_stated} == rules
    assert [finding for finding in findings if not finding.is_stated] == []
    assert [finding for finding in findings if finding.blocks] == []


def test_a_proposal_that_is_accepted_blocks_no_more() -> None:
    old = "    retention: P6M from received\n"
    proposed = "    retention: {period: P6M, from: received, because: proposed"
    assert [f.case for f in found(old, f"{proposed}}}\n") if f.blocks] == ["period-proposed"]
    accepted = found(old, f"{proposed}, accepted: {{by: Ada, on: 2026-11-01}}}}\n")
    assert [finding.case for finding in accepted if finding.blocks] == []
