"""Each of the sites' pages speaks its own language: no word of the other one outside names, links and quotations."""

import re
from html import unescape

import pytest

from tests.texts.made import SITES, SMALL, manifest_of, page_of, site
from troth.texts.language import Language

# Words that one language uses all the time and the other never, as they stand between spaces.
ENGLISH = (
    "the of and for with your our their his her by to from are be been which that these those this none not "
    "request requests about manager chairman founder officer lead company person people data's where when why "
    "how until after before years months days address name terms decision renewed present example others "
    "of access it we you they has have can may must will shall without any all each"
)
FRENCH = (
    "le la les des du de un une et ou pour avec votre vos notre nos leur leurs par est sont être que qui dont "
    "cette ces aucun aucune pas demande demandes gérant gérante président société personne personnes où quand "
    "pourquoi jusqu après avant années mois jours adresse nom décision vous ils elles sans chaque tous "
    "référent délégué"
)
NAMED = re.compile(
    r'<span translate="no">.*?</span>|<span lang="[^"]*">.*?</span>|<style.*?</style>', re.DOTALL
)
SHOWN_ADDRESS = re.compile(r"\S+@\S+|\S*//\S+|\S+\.(?:example|com|fr|net)\S*")
NAMES = re.compile(  # what has one name in every language
    r"Data Privacy Framework|\(exemple, example\)|(?:Code|Livre) (?:de|des) (?:\w+ )*\w+|RCS [\w -]+"
    r"|[A-ZÉ][\w’-]*(?: [A-ZÉ][\w’-]*)+"
)
POSTAL_ADDRESS = re.compile(r"\b\d{5}\b")


def foreign(page: str, words: str) -> list[str]:
    """The lines of a page in which one of these words stands, outside names."""
    body = NAMED.sub(" ", page[page.index("<main") :])
    lines = (
        unescape(re.sub(r"<[^>]*>", " ", line)) for line in re.split(r"\n|<br>|</d[td]>|</li>|</t[dh]>", body)
    )
    pattern = re.compile(rf"(?<![\w’'-])(?:{'|'.join(words.split())})(?![\w’'-])")
    found = []
    for line in lines:
        plain = NAMES.sub(" ", SHOWN_ADDRESS.sub(" ", " ".join(line.split())))
        if pattern.search(plain) and not POSTAL_ADDRESS.search(plain):
            found.append(plain)
    return found


@pytest.mark.parametrize("name", list(SITES))
def test_no_english_stands_on_a_french_page(name: str) -> None:
    assert foreign(page_of(site(name), "fr"), ENGLISH) == []


@pytest.mark.parametrize("name", list(SITES))
def test_no_french_stands_on_an_english_page(name: str) -> None:
    assert foreign(page_of(site(name), "en"), FRENCH) == []


@pytest.mark.parametrize(("language", "words"), [("fr", ENGLISH), ("en", FRENCH)])
def test_a_text_of_the_other_language_is_seen(language: Language, words: str) -> None:
    odd = SMALL.replace("{fr: Nouvelles, en: News}", "{fr: News of the house, en: Nouvelles de la maison}")
    assert len(foreign(page_of(manifest_of(odd), language), words)) >= 1
