"""The record of processing activities says what Art. 30 asks, and is no part of what is published."""

import re
from html import unescape

import pytest

from tests.texts.made import APRIL, SITES, site
from tests.texts.test_pages import Structure
from troth.texts.language import LANGUAGES, Language
from troth.texts.policy.files import version_files
from troth.texts.policy.register import register


def read(name: str, language: Language) -> str:
    return unescape(re.sub(r"<[^>]*>", "\n", register(site(name), language, APRIL)))


def test_each_activity_tells_persons_data_recipients_transfers_and_limits() -> None:
    text = read("small", "en")
    for words in (
        "Atelier Brume SARL",
        "Papeterie du Pont SARL",
        "1. Your orders",
        "The buyer and the person given to",
        "An order: name, e-mail address, postal address, what you order and allergy",
        "processor, on our instructions only",
        "United States – standard contractual clauses",
        "Until 2\xa0years after the end of the order",
        "Then in the archive until 5\xa0years after the end of the order",
        "A copy every night.",
    ):
        assert words in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["small", "shop", *SITES])
def test_it_is_made_for_every_site(name: str, language: Language) -> None:
    found = Structure(register(site(name), language, APRIL))
    assert len(found.ids) == len(set(found.ids))
    assert found.elements.isdisjoint({"script", "style", "img", "form"})


def test_what_is_hosted_for_others_stands_apart() -> None:
    hosting = [name for name in SITES if "Processing for others" in read(name, "en")]
    assert hosting == ["xmserver"]


def test_it_is_not_among_the_published_files() -> None:
    files = version_files(site("small"), 1, APRIL)
    assert not any(b"Record of processing" in content for content, _ in files.values())
