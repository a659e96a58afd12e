"""What goes wrong in a store, in words: what happened, and what to do. Named as `stores/sql/failures.py` names it."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from troth.texts.language import Language

# In French and in English: what the store did, and what to do.
WORDS: Mapping[str, tuple[tuple[str, str], tuple[str, str]]] = MappingProxyType(
    {
        "unreachable": (
            ("est injoignable", "vérifier qu’elle tourne, et l’hôte et le port de son URL"),
            ("cannot be reached", "check that it runs, and the host and port in its URL"),
        ),
        "no-account": (
            ("refuse le compte", "vérifier l’utilisateur et le mot de passe de son URL"),
            ("does not let the account in", "check the user and the password in its URL"),
        ),
        "not-opened": (
            (
                "est injoignable ou refuse le compte",
                "vérifier qu’elle tourne, et l’hôte, le port, l’utilisateur, le mot de passe et la base de son URL",
            ),
            (
                "cannot be reached or does not let the account in",
                "check that it runs, and the host, port, user, password and database in its URL",
            ),
        ),
        "no-database": (
            ("n’a pas de base de ce nom", "vérifier le nom de la base dans son URL"),
            ("has no such database", "check the database's name in its URL"),
        ),
        "lost": (
            ("a disparu au milieu du travail", "relancer la même commande quand elle sera revenue"),
            ("went away in the middle of the work", "run the same again once it is back"),
        ),
        "starting": (
            ("démarre ou s’arrête", "relancer la même commande dans un instant"),
            ("is starting or shutting down", "run the same again in a moment"),
        ),
        "full-house": (
            (
                "n’a plus de connexion libre",
                "relancer plus tard la même commande, ou relever la limite des connexions",
            ),
            ("has no connection left", "run the same again later, or raise the limit on connections"),
        ),
        "locked": (
            (
                "nous a fait attendre un verrou trop longtemps",
                "relancer la même commande, ou relever TROTH_LOCK_SECONDS",
            ),
            ("kept us waiting for a lock too long", "run the same again, or raise TROTH_LOCK_SECONDS"),
        ),
        "deadlock": (
            (
                "a défait notre travail au profit d’un autre (interblocage)",
                "relancer la même commande",
            ),
            ("undid our work in favour of another's (deadlock)", "run the same again"),
        ),
        "slow": (
            (
                "a mis plus de temps à une instruction qu’elle n’en a le droit",
                "chercher avec `troth check --stores` un index qui manque, ou relever TROTH_STATEMENT_SECONDS",
            ),
            (
                "took longer over a statement than it may",
                "look for a missing index with `troth check --stores`, or raise TROTH_STATEMENT_SECONDS",
            ),
        ),
        "disk-full": (
            ("n’a plus de place sur son disque", "faire de la place, puis relancer la même commande"),
            ("has no room left on its disk", "make room, then run the same again"),
        ),
        "memory": (
            ("manque de mémoire", "relancer la même commande quand elle sera moins occupée"),
            ("ran out of memory", "run the same again when it is less busy"),
        ),
        "read-only": (
            (
                "est en lecture seule",
                "vérifier que l’URL désigne le serveur qui écrit, et qu’il n’est pas en reprise",
            ),
            (
                "is read-only",
                "check that the URL names the server that writes, and that it is not in recovery",
            ),
        ),
        "read-only-file": (
            (
                "est un fichier que l’on ne peut écrire",
                "donner à ce compte le droit d’écrire le fichier et son dossier",
            ),
            (
                "is a file that may not be written",
                "give this account the right to write the file and its folder",
            ),
        ),
        "no-file": (
            (
                "est un fichier que l’on ne peut ouvrir",
                "vérifier le chemin de son URL, et qui peut lire le fichier",
            ),
            ("is a file that cannot be opened", "check the path in its URL, and who may read the file"),
        ),
        "damaged": (
            (
                "est un fichier abîmé, ou qui n’est pas une base",
                "vérifier le chemin de son URL, ou restaurer le fichier",
            ),
            ("is a file that is damaged or no database", "check the path in its URL, or restore the file"),
        ),
        "disk": (
            (
                "ne peut lire ou écrire son disque",
                "s’occuper du disque, puis relancer la même commande",
            ),
            ("cannot read or write its disk", "see to the disk, then run the same again"),
        ),
        "no-right": (
            (
                "ne permet pas cela à notre compte",
                "voir avec `troth check --stores` quel droit manque",
            ),
            ("does not allow this to our account", "see with `troth check --stores` which right is missing"),
        ),
        "changed": (
            (
                "n’a plus une table, une colonne ou une fonction qui y était",
                "la comparer avec `troth check --stores`",
            ),
            (
                "lacks a table, a column or a function that was there",
                "compare it with `troth check --stores`",
            ),
        ),
        "constraint": (
            (
                "a refusé un changement, à cause d’une contrainte",
                "la comparer avec `troth check --stores`",
            ),
            ("refused a change, because of a constraint", "compare it with `troth check --stores`"),
        ),
        "trigger": (
            ("a refusé un changement, à cause d’un déclencheur", "regarder les déclencheurs de la table"),
            ("refused a change, because of a trigger", "look at the table's triggers"),
        ),
        "value": (
            (
                "contient ou a reçu une valeur qu’elle ne sait pas traiter",
                "la comparer avec `troth check --stores`",
            ),
            (
                "holds or was given a value that it cannot treat",
                "compare it with `troth check --stores`",
            ),
        ),
        "unset": (
            (
                "est injoignable\xa0: son URL demande {detail}, qui n’est pas dans l’environnement",
                "le définir avant de lancer troth",
            ),
            (
                "cannot be reached: its URL needs {detail}, not set in the environment",
                "set it before troth is started",
            ),
        ),
        "file-gone": (
            ("est injoignable\xa0: il n’y a pas de fichier {detail}", "vérifier son URL"),
            ("cannot be reached: there is no file {detail}", "check its URL"),
        ),
        "mysql": (
            ("est un serveur MySQL, dont Troth ne sait encore rien", "seul MariaDB est pris en charge"),
            ("is a MySQL server, of which Troth knows nothing yet", "only MariaDB is supported"),
        ),
        "other": (
            ("a refusé une instruction", "le signaler, avec le code"),
            ("refused a statement", "report this, with the code"),
        ),
    }
)
# What a constraint is called by, with what each engine tells of it.
_CONSTRAINTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "": ("", ""),
        "named": (" `{0}`", " `{0}`"),
        "of-table": (" `{0}` de la table `{1}`", " `{0}` of table `{1}`"),
        "not-null": (" `NOT NULL` de `{0}`", " `NOT NULL` of `{0}`"),
        "on": (" sur `{0}`", " on `{0}`"),
    }
)


def told(
    store: str, name: str, code: str, constraint: Sequence[str], language: Language, detail: str = ""
) -> str:
    """
    A store's failure in a sentence.

    Args:
        code: the engine's own, if it gave one.
        constraint: how it is named ("named", "of-table" …), and by which names.
        detail: what a few of the sentences name: a file, a variable.
    """
    french, english = WORDS[name]
    what, mend = french if language == "fr" else english
    what = what.replace("{detail}", detail)
    kind, *names = constraint or ("",)
    named = _CONSTRAINTS[kind][0 if language == "fr" else 1].format(*names)
    shown = f" ({code})" if code else ""
    if language == "fr":
        return f"la base «\xa0{store}\xa0» {what}{named}{shown}\u202f; {mend}"
    return f"store `{store}` {what}{named}{shown}; {mend}"
