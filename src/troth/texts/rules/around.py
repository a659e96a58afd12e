"""What is said around the rules: of the law pack, of days, of waivers. French and English side by side."""

from collections.abc import Mapping
from types import MappingProxyType

from troth.texts.rules.duties import Pair

Said = tuple[Pair, Pair]  # what, and the mend

AROUND: Mapping[str, Said] = MappingProxyType(
    {
        "law-pack-ended": (
            (
                "les valeurs du droit `{pack}` ont été relues pour valoir jusqu’au {until}, qui est passé",
                "the values of the law pack `{pack}` were read to hold until {until}, which is past",
            ),
            (
                "installez une version de Troth plus récente",
                "install a newer version of Troth",
            ),
        ),
        "law-pack-not-begun": (
            (
                "le {on}, le RGPD ne s’appliquait pas encore (il s’applique depuis le {since})\u202f; on juge comme ce"
                " jour-là",
                "on {on} the GDPR did not apply yet (it does since {since}); that day’s law judges",
            ),
            ("choisissez un jour plus tardif", "choose a later day"),
        ),
        "waiver-ended": (
            (
                "la dérogation à {rule} de {by} a pris fin le {until}",
                "the waiver of {rule} by {by} ended on {until}",
            ),
            (
                "corrigez ce qu’elle couvrait, ou faites-la renouveler",
                "mend what it covered, or have it renewed",
            ),
        ),
        "waiver-unused": (
            (
                "la dérogation à {rule} de {by} ne couvre rien",
                "the waiver of {rule} by {by} covers nothing",
            ),
            ("retirez-la, ou corrigez `at`", "remove it, or mend `at`"),
        ),
        "waiver-too-long": (
            (
                "la dérogation à {rule} de {by} court jusqu’au {until}, plus d’un an",
                "the waiver of {rule} by {by} runs until {until}, for more than a year",
            ),
            ("écrivez un jour de l’année qui vient", "write a day of the year to come"),
        ),
        "day-far-off": (
            (
                "le {day} est bien loin\xa0: avant 1978 ou dans plus de dix ans",
                "{day} is far off: before 1978, or more than ten years ahead",
            ),
            ("relisez l’année", "look at the year again"),
        ),
    }
)
