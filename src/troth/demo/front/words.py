"""What the shop's pages say, French and English side by side."""

from collections.abc import Mapping
from types import MappingProxyType

from troth.texts.language import Language

SAID: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "home": ("Accueil", "Home"),
        "workshop": ("L’atelier", "The workshop"),
        "account": ("Votre compte", "Your account"),
        "story": ("L’arrière-boutique", "Behind the counter"),
        "skip": ("Aller au contenu", "Skip to the content"),
        "nav": ("Boutique", "Shop"),
        "languages": ("Langue", "Language"),
        "policy": ("Politique de confidentialité", "Privacy policy"),
        "made_up": (
            "Une boutique inventée, servie par la démonstration de Troth. Rien n’est à vendre.",
            "A made-up shop, served by the demonstration of Troth. Nothing is for sale.",
        ),
        "home.title": ("Infusions et bougies de Lyon", "Herbal teas and candles from Lyon"),
        "home.intro": (
            "Du tilleul cueilli en juin, de la cire coulée à la main, et une politique de confidentialité qui "
            "s’exécute\u202f: ce qu’elle promet sur cette page, la page le fait.",
            "Lime blossom picked in June, wax poured by hand, and a privacy policy that runs: what it promises about "
            "this page, the page does.",
        ),
        "tea": ("Tilleul de juin, 40\xa0g", "Lime blossom of June, 40 g"),
        "tea.text": ("Séché à l’ombre, trois semaines.", "Dried in the shade for three weeks."),
        "candle": ("Bougie n°\xa08", "Candle no. 8"),
        "candle.text": ("Cire d’abeille, mèche de coton.", "Beeswax, cotton wick."),
        "soap": ("Savon au miel", "Honey soap"),
        "soap.text": ("Coulé à froid, sans parfum ajouté.", "Cold process, no added scent."),
        "price": ("{amount}\xa0€", "€{amount}"),
        "visit": (
            "Visites comptées dans ce navigateur\xa0: {count}",
            "Visits counted in this browser: {count}",
        ),
        "ad": (
            "Publicité de la Régie du Parc, choisie d’après ce que vous regardez.",
            "An advertisement by Régie du Parc, chosen by what you look at.",
        ),
        "workshop.title": ("L’atelier", "The workshop"),
        "workshop.intro": (
            "Un film de deux minutes, hébergé ailleurs. Tant que vous ne l’avez pas voulu, ce site ne demande rien "
            "à cet hébergeur.",
            "A film of two minutes, kept elsewhere. Until you want it, this site asks nothing of that host.",
        ),
        "film": ("Comment on coule une bougie", "How a candle is poured"),
        "film.plays": ("Le film se joue ici.", "The film plays here."),
        "account.title": ("Votre compte", "Your account"),
        "account.intro": (
            "Dans cette démonstration, vous êtes connectée comme Claire Fontaine.",
            "In this demonstration you are signed in as Claire Fontaine.",
        ),
        "account.choices": (
            "Vos choix, par finalité et par canal",
            "Your choices, by purpose and channel",
        ),
        "account.trackers": ("Vos choix sur les traceurs", "Your choices about trackers"),
        "account.story": (
            "Ce que la boutique savait d’elle, et ce qui reste après l’effacement",
            "What the shop knew of her, and what stays after the erasure",
        ),
    }
)


def say(name: str, language: Language, /, **filled: object) -> str:
    """The sentence of that name, not escaped."""
    french, english = SAID[name]
    return (french if language == "fr" else english).format(**filled)
