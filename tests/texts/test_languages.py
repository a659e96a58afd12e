"""Two languages of different content are noticed: what one lacks, and figures that are not the same."""

from tests.texts.made import SMALL, manifest_of, site
from troth.manifest.period import Period
from troth.texts.language import country, every, period, typeset, up_to
from troth.texts.policy.languages import divergences


def found(policy: str) -> list[tuple[str, str]]:
    return [(".".join(one.path), one.told("en")) for one in divergences(manifest_of(policy))]


def test_a_policy_that_says_the_same_in_both_has_no_divergence() -> None:
    assert list(divergences(site("small"))) == []
    assert found(SMALL) == []


def test_a_text_that_lacks_a_language_is_named() -> None:
    assert found(SMALL.replace("fr: Nouvelles, en: News", "en: News")) == [
        ("purposes.news.title", "is not written in fr")
    ]
    assert found(SMALL.replace("{fr: Nouvelles, en: News}", "News")) == []


def test_other_figures_in_one_language_are_named() -> None:
    ((path, what),) = found(SMALL.replace("fr: Nouvelles, en: News", "fr: Nouvelles 3 ans, en: News 5 years"))
    assert path == "purposes.news.title"
    assert "fr: 3; en: 5" in what
    assert found(SMALL.replace("fr: Nouvelles, en: News", "fr: Nouvelles 3 ans, en: News three years")) == []


def test_french_is_set_as_french_is() -> None:
    assert typeset('Il dit : "oui" ; non ? Si!', "fr") == (
        "Il dit\xa0: «\xa0oui\xa0»\u202f; non\u202f? Si\u202f!"
    )
    assert typeset("Voir https://a.example/?x=1 à 10:30", "fr") == "Voir https://a.example/?x=1 à 10:30"
    assert typeset("d'accord", "fr") == "d’accord"
    assert typeset('He said: "yes"; no?', "en") == 'He said: "yes"; no?'
    assert typeset(typeset("« a » ; b :", "fr"), "fr") == typeset("« a » ; b :", "fr")


def test_periods_are_said_as_people_say_them() -> None:
    assert period(Period(months=13), "fr") == "13\xa0mois"
    assert period(Period(months=42), "en") == "3\xa0years and 6\xa0months"
    assert every(Period(months=12), "fr") == "chaque année"
    assert every(Period(months=6), "en") == "every 6\xa0months"
    assert up_to("le retrait") == "jusqu’au retrait"
    assert up_to("les soldes") == "jusqu’aux soldes"
    assert up_to("la clôture") == "jusqu’à la clôture"
    assert country("EEA", "fr") == "Espace économique européen"
