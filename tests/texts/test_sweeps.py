"""Why a sweep goes record by record, and what would make it quicker, in both languages."""

import inspect
import re

import pytest

from troth.retention.sweep import gears
from troth.texts.language import LANGUAGES, Language
from troth.texts.sweeps import hint, one_by_one

REASONS = sorted(set(re.findall(r'yield f?"(\w+)', inspect.getsource(gears))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_that_a_sweep_may_have_is_told(language: Language) -> None:
    assert len(REASONS) > 10
    for name in REASONS:
        assert "shop.orders" in one_by_one("shop.orders", (f"{name} paid_at",), language)


def test_several_reasons_are_told_in_one_line_in_french_too() -> None:
    assert one_by_one("shop.orders", ("archived", "feeds_a_clock paid_at"), "fr") == (
        "shop.orders\xa0: enregistrement par enregistrement, plus lentement "
        "(ses enregistrements sont archivés\u202f; `paid_at` est lue par une horloge)"
    )


def test_the_index_that_would_help_is_named() -> None:
    assert hint("shop.events at", "fr") == (
        "Pour aller plus vite\xa0: un index qui commence par `at` de `shop.events` aiderait"
    )
    assert hint("shop.events at", "en") == (
        "To be quicker: an index that begins with `at` of `shop.events` would help"
    )
