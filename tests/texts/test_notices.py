"""Beside each form stands what people must know: which fields are required, what for, for how long, which rights."""

import json
import re

import pytest

from tests.texts.made import APRIL, SITES, STAMP, site
from troth.texts.language import LANGUAGES, Language
from troth.texts.policy.files import version_files
from troth.texts.policy.notice import fragment, notice_as_json
from troth.texts.policy.telling import Telling


def telling(language: Language, name: str = "small") -> Telling:
    return Telling.of(site(name), language, APRIL)


def test_required_fields_are_marked_in_words_and_by_the_mark_of_the_form() -> None:
    html = fragment(telling("fr"), "order", STAMP)
    assert "Les champs marqués † sont obligatoires." in html
    assert 'Nom <span aria-hidden="true">†</span> (obligatoire)' in html
    assert "Allergie (donnée sensible" not in html
    assert "<li>Allergie (facultatif)</li>" in html


def test_what_follows_from_an_empty_field_stands_beside_it() -> None:
    told = notice_as_json(telling("en"), "order", STAMP)["fields"]
    assert told["address"] == {
        "title": "Postal address",
        "required": True,
        "mark": "†",
        "label": "Postal address (required)",
        "without": "we cannot deliver",
    }
    assert (told["allergy"]["required"], told["allergy"]["without"]) == (False, None)


def test_the_notice_says_who_what_for_how_long_to_whom_and_where_to_complain() -> None:
    text = re.sub("<[^>]*>", "", fragment(telling("en"), "letter", STAMP))
    for words in (
        "Atelier Brume is responsible",
        "Our newsletter. Your consent",
        "Until 3\xa0years after your last contact",
        "our mailing service (Lettermint Inc.)",
        "outside" if "outside" in text else "leave the European Economic Area",
        "take your consent back at any time",
        "object to marketing at any time",
        "bonjour@brume.example",
        "supervisory authority: CNIL",
    ):
        assert words in text


def test_the_notice_leads_to_the_policy_where_the_manifest_says_that_it_stands() -> None:
    assert 'href="/troth/policy/fr/3.html#purpose-letter"' in fragment(telling("fr"), "letter", STAMP)


@pytest.mark.parametrize("name", ["small", *SITES])
def test_every_form_of_every_site_has_a_notice_in_each_language(name: str) -> None:
    manifest = site(name)
    files = version_files(manifest, 3, APRIL)
    for form in manifest.policy.forms:
        for language in LANGUAGES:
            if f"{language}/3.html" not in files:
                continue
            content, _ = files[f"{language}/notices/{form}-3.json"]
            told = json.loads(content)
            assert told["purposes"], form
            assert set(told["fields"]) == set(manifest.policy.forms[form].fields)
            html = files[f"{language}/notices/{form}-3.html"][0].decode()
            assert f'lang="{language}"' in html
            assert "style=" not in html
