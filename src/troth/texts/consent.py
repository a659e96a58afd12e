"""What receipts, evidence and figures of consents say, in French and English."""

from collections.abc import Mapping
from types import MappingProxyType

from troth.texts.language import Language, typeset

SENTENCES: Mapping[str, Mapping[Language, str]] = MappingProxyType(
    {
        "receipt.title": {"en": "Receipt {id}", "fr": "Reçu {id}"},
        "receipt.made": {
            "en": "Your decision of {day} ({instant})",
            "fr": "Votre décision du {day} ({instant})",
        },
        "receipt.controller": {
            "en": "Made to {names}",
            "fr": "Adressée à {names}",
        },
        "receipt.answer": {"en": "- {title}: {event}", "fr": "- {title} : {event}"},
        "receipt.until": {
            "en": "valid up to {day} included",
            "fr": "valable jusqu’au {day} inclus",
        },
        "receipt.withdraw": {
            "en": "You can change or withdraw it at any time, as easily as you gave it.",
            "fr": "Vous pouvez la modifier ou la retirer à tout moment, aussi simplement que vous l’avez prise.",
        },
        "receipt.hash": {
            "en": "SHA-256 of the record: {hash}",
            "fr": "SHA-256 de l’enregistrement : {hash}",
        },
        "event.served": {"en": "shown, not answered", "fr": "présenté, sans réponse"},
        "event.given": {"en": "accepted", "fr": "accepté"},
        "event.refused": {"en": "refused", "fr": "refusé"},
        "event.withdrawn": {"en": "withdrawn", "fr": "retiré"},
        "event.expired": {"en": "accepted, and run out", "fr": "accepté, puis expiré"},
        "figures.title": {"en": "Consents, {first} to {last}", "fr": "Consentements, du {first} au {last}"},
        "figures.whole": {"en": "The question as a whole", "fr": "La question dans son ensemble"},
        "figures.day": {"en": "Day", "fr": "Jour"},
        "figures.purpose": {"en": "Purpose", "fr": "Finalité"},
        "figures.served": {"en": "shown", "fr": "présenté"},
        "figures.given": {"en": "accepted", "fr": "accepté"},
        "figures.refused": {"en": "refused", "fr": "refusé"},
        "figures.mixed": {"en": "some of each", "fr": "réponses partagées"},
        "figures.unanswered": {"en": "no answer", "fr": "sans réponse"},
        "figures.withdrawn": {"en": "withdrawn", "fr": "retiré"},
        "figures.none": {
            "en": "Nothing was counted on these days.",
            "fr": "Rien n’a été compté ces jours-là.",
        },
        "figures.note": {
            "en": "These are counts. They hold no identifier, and robots are left out.",
            "fr": "Ce sont des décomptes, sans identifiant ; les robots n’y figurent pas.",
        },
    }
)


def say(name: str, language: Language, /, **filled: object) -> str:
    """A sentence, filled in and typeset. It is no HTML."""
    return typeset(SENTENCES[name][language].format(**filled), language)
