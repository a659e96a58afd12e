"""What stands around the law's findings when `check` tells them: who waived one, what wins, what is not seen here."""

from collections.abc import Mapping
from types import MappingProxyType

from troth.texts.language import Language

_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "detail": ("détail", "detail"),
        "mend": ("remède\xa0", "mend"),
        "waived": (
            "dérogation de {by} jusqu’au {until}\xa0: {reason}",
            "waived by {by} until {until}: {reason}",
        ),
        "unseen": (
            "non contrôlé ici, seul le site en ligne le montre\xa0: {rules}",
            "not checked here, the live site shows it: {rules}",
        ),
        "published": (
            "le texte publié, à la place duquel autre chose est appliqué (--published montre chaque phrase)\xa0:",
            "the published text, in whose place something else is applied (--published shows each):",
        ),
        "more": (" et {count} de plus", " and {count} more"),
        "compared": ("\u202f; comparé avec {stores}", "; compared with {stores}"),
        "judged": ("\u202f; jugé selon {pack} au {on}", "; judged by {pack} on {on}"),
        "colon": ("\xa0: ", ": "),
        "error.one": ("1 erreur", "1 error"),
        "error.many": ("{count} erreurs", "{count} errors"),
        "warning.one": ("1 avertissement", "1 warning"),
        "warning.many": ("{count} avertissements", "{count} warnings"),
        "information.one": ("1 remarque", "1 remark"),
        "information.many": ("{count} remarques", "{count} remarks"),
        "no_problem": ("rien à signaler", "no problem"),
        "merged.heading": (
            "promesse et loi, là où elles diffèrent\xa0:",
            "promise and law, where they differ:",
        ),
        "merged.row": (
            "{at}\xa0: promis {promise}, loi {law}\xa0: {winner} l’emporte, {value}",
            "{at}: promised {promise}, law {law}: {winner} wins, {value}",
        ),
        "winner.promise": ("la promesse", "promise"),
        "winner.law": ("la loi", "law"),
        "winner.both": ("l’une et l’autre", "both"),
        "nothing": ("rien", "nothing"),
        "changed.from": ("de {before} à {after}", "from {before} to {after}"),
        "changed.pack": ("{name} au {on}", "{name} on {on}"),
        "changed.site": ("pour {folder}\xa0:", "for {folder}:"),
        "changed.site_nothing": ("pour {folder}\xa0: rien", "for {folder}: nothing"),
        "changed.new": ("nouveau\xa0: {finding}", "new: {finding}"),
        "changed.no_more": ("n’est plus\xa0: {finding}", "no more: {finding}"),
        "changed.becomes": ("{at}\xa0: {before} devient {after}", "{at}: {before} becomes {after}"),
        "changed.begins": ("{name} commence ({source})", "{name} begins ({source})"),
        "changed.ends": ("{name} prend fin ({source})", "{name} ends ({source})"),
        "severity.error": ("erreur", "error"),
        "severity.warning": ("avertissement", "warning"),
        "severity.information": ("remarque", "information"),
    }
)


def say(name: str, language: Language, /, **words: object) -> str:
    """The words of that name, with what stands in braces filled in."""
    french, english = _WORDS[name]
    return (french if language == "fr" else english).format(**words)


def counted(counts: Mapping[str, int], language: Language) -> str:
    """`2 erreurs, 1 avertissement`; `2 errors, 1 warning`."""
    parts = [
        say(f"{severity}.{'one' if count == 1 else 'many'}", language, count=count)
        for severity, count in counts.items()
        if count
    ]
    return ", ".join(parts) or say("no_problem", language)
