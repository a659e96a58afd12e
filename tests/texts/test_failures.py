"""What goes wrong in a store is told in both languages, by the name that its treatment has."""

import inspect
import re

import pytest

from troth.errors import Unavailable
from troth.stores.sql import failures
from troth.stores.sql.failures import Treatment
from troth.texts.failures import WORDS, told
from troth.texts.language import LANGUAGES

TREATMENTS = [one for one in vars(failures).values() if isinstance(one, Treatment)]


def test_every_treatment_has_its_words_and_nothing_else_has() -> None:
    assert sorted(one.name for one in TREATMENTS) == sorted(WORDS)


@pytest.mark.parametrize("name", sorted(WORDS))
def test_what_an_operator_writes_is_the_same_in_both_languages(name: str) -> None:
    written = [sorted(re.findall(r"`[^`]+`|TROTH_\w+", " ".join(words))) for words in WORDS[name]]
    assert written[0] == written[1]


def test_a_constraint_is_named_in_either_language() -> None:
    of_table = ("of-table", "orders_fk", "orders")
    assert told("shop", "constraint", "23503", of_table, "en") == (
        "store `shop` refused a change, because of a constraint `orders_fk` of table `orders` (23503); "
        "compare it with `troth check --stores`"
    )
    assert told("shop", "constraint", "23503", of_table, "fr") == (
        "la base «\xa0shop\xa0» a refusé un changement, à cause d’une contrainte `orders_fk` de la table `orders` "
        "(23503)\u202f; la comparer avec `troth check --stores`"
    )


def test_a_failure_is_english_and_knows_its_other_languages() -> None:
    failure = failures._raised("shop", failures._LOST, "08006")  # type: ignore[arg-type]  # a name
    assert isinstance(failure, Unavailable)
    assert str(failure) == failure.told("en") == told("shop", "lost", "08006", (), "en")
    assert failure.told("fr") == told("shop", "lost", "08006", (), "fr")
    assert sorted(failure.said) == sorted(LANGUAGES)
    assert Unavailable("somebody's words").told("fr") == "somebody's words"


def test_no_words_stand_where_failures_are_treated() -> None:
    assert "check that" not in inspect.getsource(failures)
