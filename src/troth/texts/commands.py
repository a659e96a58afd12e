"""What commands say around their answers: counts, what is missing, how to go on."""

from collections.abc import Mapping
from types import MappingProxyType

from troth.texts.language import Language

_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # --- access, explain, archive --------------------------------------------------------------------------
        "written": ("{folder}\xa0: {count}", "{folder}: {count}"),
        "in_doubt.one": (
            "{folder}\xa0: {count} de `{table}` ne répond qu’à une clé incertaine\u202f; rien n’en a été "
            "communiqué\xa0: quelqu’un doit décider à qui il est",
            "{folder}: {count} in `{table}` matches only by a key in doubt; nothing of it was disclosed: "
            "somebody has to decide whose it is",
        ),
        "in_doubt.many": (
            "{folder}\xa0: {count} de `{table}` ne répondent qu’à une clé incertaine\u202f; rien n’en a été "
            "communiqué\xa0: quelqu’un doit décider à qui ils sont",
            "{folder}: {count} in `{table}` match only by a key in doubt; nothing of it was disclosed: "
            "somebody has to decide whose it is",
        ),
        "incomplete": ("la réponse est incomplète\xa0: {failure}", "the answer is incomplete: {failure}"),
        "perhaps_incomplete": (
            "la réponse est peut-être incomplète\xa0: {failure}",
            "the answer may be incomplete: {failure}",
        ),
        # --- fact, hold ----------------------------------------------------------------------------------------
        "fact.recorded": (
            "enregistré comme fait {number}\xa0: {line}",
            "recorded as fact {number}: {line}",
        ),
        "fact.nothing": ("rien n’est enregistré", "nothing is recorded"),
        "fact.since": ("depuis le {at}\xa0UTC", "since {at} UTC"),
        "fact.key": ("par {key}", "by {key}"),
        "fact.table": ("sur {table}", "on {table}"),
        "fact.purpose": ("finalité {name}", "purpose {name}"),
        "fact.choice": ("choix {name}", "choice {name}"),
        "fact.item": ("donnée {name}", "item {name}"),
        "fact.because": ("motif\xa0: {ground}", "because {ground}"),
        "hold.lists.one": (
            "le gel porte sur {count} enregistrement de plus",
            "the hold lists {count} more record",
        ),
        "hold.lists.many": (
            "le gel porte sur {count} enregistrements de plus",
            "the hold lists {count} more records",
        ),
        "hold.review_later": (
            "revoyez le gel quand elle répondra, pour y ajouter ce qui s’y trouve\xa0: {failure}",
            "review the hold once it is back, to list what is there: {failure}",
        ),
        # --- accept --------------------------------------------------------------------------------------------
        "accepted": (
            "accepté, avec {count} données que ces mots libèrent",
            "accepted, with {count} data that it releases",
        ),
        "would_release": (
            "ces mots libéreraient {count} données\u202f; pour l’accepter\xa0: {command}",
            "these words would release {count} data; to accept: {command}",
        ),
        # --- export ----------------------------------------------------------------------------------------
        "export.heading": (
            "{folder}, pour la finalité `{purpose}`, par groupes de {k} personnes au moins\xa0:",
            "{folder}, for the purpose `{purpose}`, in groups of {k} people and more:",
        ),
        "export.table.one": (
            "  {table}\xa0: {records} en {count} groupe par {columns}{few}",
            "  {table}: {records} in {count} group by {columns}{few}",
        ),
        "export.table.many": (
            "  {table}\xa0: {records} en {count} groupes par {columns}{few}",
            "  {table}: {records} in {count} groups by {columns}{few}",
        ),
        "export.nothing": (
            "  {table}\xa0: rien, elle a les données de moins de {k} personnes",
            "  {table}: nothing, it holds data of fewer than {k} people",
        ),
        "export.no_column": ("aucune colonne", "no column"),
        "export.lost": ("\u202f; {lost} groupes écartés", "; {lost} groups suppressed"),
        "export.lost_few": (
            "\u202f; moins de {k} groupes écartés",
            "; fewer than {k} groups suppressed",
        ),
        "export.figures": (
            "  figures.csv\xa0: {count} nombres, dont {hidden} cachés",
            "  figures.csv: {count} counts, {hidden} of them hidden",
        ),
        "export.whole": ("telle quelle", "whole"),
        "export.month": ("mois", "month"),
        "export.year": ("année", "year"),
        "export.band": ("tranche d’années", "band"),
        "export.prefix": ("début", "prefix"),
        "export.bins": ("tranche", "bins"),
        # --- publish -------------------------------------------------------------------------------------------
        "published": (
            "publié\xa0: version {version}, en vigueur à partir du {day}",
            "published: version {version}, in force from {day}",
        ),
        "still": (
            "rien de nouveau\u202f; toujours\xa0: version {version}, en vigueur à partir du {day}",
            "nothing new; still: version {version}, in force from {day}",
        ),
        "no_notice.one": (
            "{count} changement substantiel prend effet aussitôt, sans annonce préalable\xa0: voir --effective",
            "{count} material change takes effect at once, without notice before: see --effective",
        ),
        "no_notice.many": (
            "{count} changements substantiels prennent effet aussitôt, sans annonce préalable\xa0: voir --effective",
            "{count} material changes take effect at once, without notice before: see --effective",
        ),
        "readability": (
            "  {language}\xa0: lisibilité {score} sur 100, {words} mots par phrase, la plus longue {longest}",
            "  {language}: readability {score} of 100, {words} words a sentence, the longest {longest}",
        ),
        "files.one": ("{folder}\xa0: {count} fichier écrit", "{folder}: {count} file written"),
        "files.many": ("{folder}\xa0: {count} fichiers écrits", "{folder}: {count} files written"),
    }
)


def say(name: str, spoken: Language, /, **words: object) -> str:
    """One sentence, filled in."""
    french, english = _WORDS[name]
    return (french if spoken == "fr" else english).format(**words)


def counted(name: str, number: int, spoken: Language, /, **words: object) -> str:
    """One sentence about so many: in French none is one."""
    is_one = number < 2 if spoken == "fr" else number == 1
    return say(f"{name}.{'one' if is_one else 'many'}", spoken, **{"count": number, **words})
