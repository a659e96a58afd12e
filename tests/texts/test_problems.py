"""Every problem of a manifest, and of stores beside it, has its French: cause, mend, and the detail."""

import re

import pytest

from troth.errors import Place, Problem
from troth.manifest.problems import TABLE, problem
from troth.stores.against import EXPLANATIONS
from troth.texts.problems import WORDS, told

KNOWN = TABLE | EXPLANATIONS
PLACE = Place("policy.yaml", 4, 14, "  retention: 3 years", 7)


def test_every_problem_of_the_manifest_and_of_stores_has_its_french_and_nothing_else_has() -> None:
    assert WORDS.keys() == KNOWN.keys()


@pytest.mark.parametrize("name", sorted(WORDS))
def test_the_keys_that_a_problem_names_are_the_same_in_both_languages(name: str) -> None:
    """What stands in backquotes is what the operator writes: it is not translated, but for an example's own word."""
    said = [" ".join((KNOWN[name].cause, KNOWN[name].mend)), " ".join(WORDS[name])]
    english, french = ({*re.findall(r"`([^`]+)`", words)} for words in said)
    own = {"*name", "&name", "column: value", "url: ${NAME}"}
    assert english - french <= own | {f"{name.removeprefix('unknown-')}"}


def test_in_french_the_cause_goes_first_and_what_was_found_follows() -> None:
    found = problem(
        "period-not-iso", PLACE, "retention of purpose `news`: `3 years` is no period", "write P3Y"
    )
    assert told(found, "fr").splitlines() == [
        "policy.yaml:4:14: Une durée n’est pas écrite selon ISO 8601.",
        "  4 |   retention: 3 years",
        "    |              ^^^^^^^",
        "  remède\xa0: écrire P3Y, P6M, P30D ou PT48H  [period-not-iso]",
        "  détail\xa0: retention of purpose `news`: `3 years` is no period; write P3Y",
    ]


def test_english_stays_as_it_was_and_what_has_no_french_stays_english() -> None:
    found = problem("period-not-iso", PLACE, "`3 years` is no period")
    assert told(found, "en") == str(found)
    other = Problem("unknown-to-texts", PLACE, "something is off", "mend it")
    assert told(other, "fr") == other.told("remède\xa0")
