"""Why a plan is not carried out is said in both languages, with the same blanks and the same commands."""

import re

import pytest

from troth.errors import Surprise, Unavailable
from troth.retention.records import PlanState
from troth.retention.run import WordsChanged
from troth.retention.sweep.model import Act, Step
from troth.retention.sweep.steps import MoreThanPlanned
from troth.texts.refusals import _WORDS, said, together


@pytest.mark.parametrize("name", sorted(_WORDS))
def test_both_languages_have_the_same_blanks_and_commands(name: str) -> None:
    french, english = (
        sorted(set(re.findall(r"\{\w+\}|`troth [^`]+`|--[a-z-]+", words))) for words in _WORDS[name]
    )
    assert french == english


def test_every_state_of_a_plan_has_its_words() -> None:
    assert {f"plan_ended.{state.value}" for state in PlanState} == {
        name for name in _WORDS if name.startswith("plan_ended.")
    }


def test_an_error_is_english_and_knows_french() -> None:
    changed = WordsChanged("1f")
    assert str(changed) == "the manifest changed since plan 1f was made: make a new plan and look at it"
    assert changed.told("fr") == (
        "le manifeste a changé depuis le plan 1f\xa0: faire un nouveau plan et le regarder"
    )
    more = MoreThanPlanned(Step(("shop", "events"), Act.DELETE), 30)  # type: ignore[arg-type]  # names
    assert "plus que les 30 enregistrements prévus" in more.told("fr")
    assert isinstance(more, Surprise)
    assert Unavailable("somebody's own words").told("fr") == "somebody's own words"


def test_sentences_stand_in_others_in_the_same_language() -> None:
    tables = [said("brake.table", table=table, count=8, size=9) for table in ("shop.a", "shop.b")]
    told = said("brake", plan="1f", total=16, tables=together(", ", tables))
    assert "(`shop.a` 8 sur 9, `shop.b` 8 sur 9)" in told["fr"]
    assert "(`shop.a` 8 of 9, `shop.b` 8 of 9)" in told["en"]
