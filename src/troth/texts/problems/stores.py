"""What is wrong in tables and clocks, and between the two files or two versions, in French."""

from collections.abc import Mapping
from types import MappingProxyType

_TABLES = {
    "kind-and-kinds": ("Une table a `kind` et `kinds` à la fois.", "tout écrire sous `kinds`"),
    "table-without-kind": (
        "Une table contient des données personnelles et aucune sorte d’enregistrement : tout y reste non déclaré.",
        "écrire `kind:` et la sorte de chaque ligne, ou `kinds:` avec des conditions",
    ),
    "field-in-key": (
        "Une colonne de la clé primaire est déclarée comme donnée ; elle ne peut jamais finir seule.",
        "l’enlever de `fields` : elle part avec son enregistrement",
    ),
    "declared-twice": (
        "Une colonne est déclarée à la fois comme donnée et comme impersonnelle.",
        "garder l’un des deux",
    ),
    "link-column-must-end-null": (
        "Une colonne par laquelle on trouve des personnes finit autrement que par NULL ou le texte vide.",
        'écrire `at_end: null`, ou `at_end: {constant: ""}` si la colonne ne peut être NULL',
    ),
    "role-not-of-record": (
        "Un lien ou une donnée parle d’un rôle que les enregistrements de la table n’ont pas.",
        "écrire un rôle de l’une de ses sortes, ou ajouter le rôle à la sorte dans policy.yaml",
    ),
    "role-not-linked": (
        "Aucun lien ne mène à un rôle des enregistrements : ce qu’ils en disent n’est trouvé pour personne.",
        "ajouter un lien pour ce rôle, ou l’enlever de la sorte d’enregistrement",
    ),
    "no-links": (
        "Une table contient des données personnelles et rien ne la relie à quelqu’un : seules ses horloges la bornent.",
        "ajouter `links:`, au besoin par `through`",
    ),
    "link-twice": ("Deux liens d’une table sont les mêmes.", "enlever l’un des deux"),
    "no-sure-link": (
        "Aucun lien d’une table n’est à la fois vérifié et à une seule personne : chaque demande est une question"
        " pour un humain.",
        "écrire `verified:` et par quoi, là où la clé a été vérifiée",
    ),
    "no-created": (
        "Une table ne dit pas quand un enregistrement est né, et un effacement parle de ceux qui existaient : ce qui"
        " repose sur un contrat ou un intérêt reste gelé ensuite, sauf si le plan de cet effacement l’a vu.",
        "écrire `created:` et sa colonne",
    ),
    "decisions-unused": (
        "Des consentements sont lus d’une colonne pour une finalité qui n’en demande pas ici.",
        "enlever la ligne, ou corriger le nom de la finalité",
    ),
    "not-an-archive": (
        "Les enregistrements d’une table doivent aller dans une table qui n’est pas déclarée comme son archive.",
        "déclarer l’autre table avec `archive_of`",
    ),
    "archive-unused": (
        "Rien ne va dans une table qui est déclarée comme archive.",
        "la nommer comme archive",
    ),
    "archive-of-archive": (
        "Une table est déclarée comme l’archive d’une archive.",
        "nommer la table des enregistrements actifs",
    ),
    "flag-not-free": (
        "La colonne qui marque les enregistrements archivés est elle-même une donnée, un lien ou une part de la clé.",
        "les marquer dans une colonne qui ne sert à rien d’autre",
    ),
    "k-too-small": (
        "Des enregistrements sont anonymisés par groupes de moins de deux personnes.",
        "écrire 2 au moins ; 5 est l’usage",
    ),
    "group-by-nothing": (
        "Des enregistrements anonymes sont comparés par une colonne que l’on vide.",
        "les comparer par des colonnes qui restent",
    ),
    "path-down-twice": (
        "Le chemin d’un lien descend plus d’une fois, vers des enregistrements désignés par d’autres qui désignent"
        " celui-ci.",
        "ne descendre qu’une fois : relier la table du milieu, ou lui donner la clé",
    ),
    "anonymise-keeps-link": (
        "Des enregistrements sont anonymisés, et ce qui les relie aux personnes reste : leur clé primaire, ou des"
        " enregistrements qui les désignent.",
        "écrire `at_end: delete`, ou laisser les colonnes de la table dire à qui sont ses enregistrements, hors clé",
    ),
    "field-without-purpose": (
        "Aucune finalité n’utilise ce qu’une colonne contient : personne n’y a droit, et cela finirait aussitôt.",
        "ajouter la donnée, sous `data`, à la finalité qui en a besoin",
    ),
    "secret-in-file": (
        "L’adresse d’une base contient un mot de passe.",
        "écrire `url: ${NOM}` et mettre l’adresse dans l’environnement",
    ),
}
_CLOCKS = {
    "clock-reads-nothing": (
        "Une horloge ne nomme ni colonne, ni dernier acte, ni événement.",
        "écrire `column:` et la colonne qui contient l’instant",
    ),
    "clock-may-be-null": (
        "Une horloge lit une colonne qui peut être NULL, et rien ne dit ce que cela signifie.",
        "écrire `open_while:` et ce qui est vrai jusque-là, ou `missing:` et une autre colonne",
    ),
    "created-on-field": (
        "La colonne qui dit quand un enregistrement est né est une donnée ; elle ne change jamais tant qu’il reste.",
        "la déclarer impersonnelle, ou lire une autre colonne",
    ),
    "clock-on-field": (
        "Une horloge lit une colonne qui finit comme donnée ou lien ; l’instant n’est ensuite que dans Troth.",
        "lire une colonne impersonnelle, ou laisser ainsi",
    ),
    "latest-unreadable": (
        "Une horloge lit le dernier enregistrement d’une personne là où aucun ne mène sûrement à quelqu’un.",
        "ajouter aux deux tables un lien vérifié vers une seule personne, ou l’enlever de `latest`",
    ),
    "condition-on-field": (
        "Une condition lit une donnée : ce qu’elle lit ne change jamais tant que l’enregistrement reste, et la donnée"
        " ne pourrait pas finir.",
        "lire une colonne impersonnelle",
    ),
    "condition-on-flag": (
        "Une condition lit la colonne qui marque les archives : ce qu’elle lit ne change jamais, et rien ne pourrait"
        " être marqué.",
        "lire une colonne qui ne sert à rien d’autre",
    ),
    "condition-on-link": (
        "Une condition lit une colonne par laquelle on trouve des personnes : ce qu’elle lit ne change jamais, et"
        " l’enregistrement leur reste lié.",
        "lire une colonne impersonnelle, ou laisser si l’enregistrement part avec le lien",
    ),
}
_WHOLE = {
    "item-unused": (
        "Aucune finalité n’utilise une donnée.",
        "l’ajouter sous `data` d’une finalité, ou l’enlever de `items`",
    ),
    "item-without-column": (
        "Aucune colonne ne contient une donnée.",
        "déclarer la colonne dans stores.yaml",
    ),
    "prohibited-used": (
        "Une finalité utilise une donnée que la loi interdit de garder.",
        "l’enlever de `data`",
    ),
    "record-unused": (
        "Aucune finalité n’utilise une sorte d’enregistrement : personne n’y a droit, et cela finirait aussitôt.",
        "l’ajouter sous `data` d’une finalité, ou l’enlever de `records`",
    ),
    "record-without-table": (
        "Aucune table ne contient une sorte d’enregistrement.",
        "déclarer la table dans stores.yaml",
    ),
    "purpose-without-data": (
        "Une finalité n’utilise aucune donnée.",
        "écrire `data:` et les sortes d’enregistrement qu’elle utilise",
    ),
    "feeds-the-ended": (
        "Une finalité prépare des données pour une autre qui a pris fin.",
        "l’enlever de `feeds`",
    ),
    "key-unused": (
        "Aucune table et aucun consentement ne connaît les personnes par une clé.",
        "l’enlever de `keys`",
    ),
    "recipient-unused": (
        "Aucune finalité ne communique de données à un destinataire.",
        "l’ajouter sous `recipients` d’une finalité, ou l’enlever",
    ),
    "cookies-without-purpose": (
        "Des cookies attendent un consentement, et aucune finalité ne dit à quoi : rien ne les ouvre jamais.",
        "écrire `purpose:`",
    ),
    "cookies-without-consent": (
        "Des cookies attendent un consentement, et leur finalité ne repose pas sur lui.",
        "écrire consent comme base de la finalité, ou `consent: false` là où la loi dispense les cookies",
    ),
    "form-asks-too-much": (
        "Un formulaire demande une donnée qu’aucune de ses finalités n’utilise.",
        "ajouter la donnée à la finalité qui en a besoin, ou enlever le champ",
    ),
    "end-not-promised": (
        "Des enregistrements sont anonymisés, et la politique ne promet que leur suppression.",
        "écrire `at_end: delete`, ou promettre l’anonymisation sous `rights: {erasure: {outcomes: …}}`",
    ),
    "reference-circle": (
        "Des enregistrements de plusieurs tables se désignent en cercle : aucun ne peut partir le premier.",
        "faire que l’une des colonnes puisse être NULL, et qu’elle finisse la première",
    ),
    "open-proposal": (
        "Une valeur est proposée et personne ne l’a acceptée : elle peut refuser un usage, et ne détruit rien.",
        "l’accepter par `accepted: {by: …, on: …}`, ou écrire une autre valeur",
    ),
    "left-blank": (
        "Une valeur que les personnes doivent connaître est vide, comme dans le texte publié.",
        "écrire la valeur",
    ),
    "not-as-published": (
        "Une autre valeur s’applique que celle du texte publié.",
        "publier le texte tel qu’il s’applique",
    ),
}
_SUCCESSION = {
    "purpose-vanished": (
        "Une finalité de la version précédente n’est plus là, sans être renommée ni finie.",
        "la garder avec `ended:` et un jour, ou la nommer sous `was` de celle qu’elle est devenue",
    ),
    "purpose-revived": (
        "Une finalité finie est reprise : ce que les personnes avaient décidé compterait de nouveau.",
        "lui donner un nouveau nom",
    ),
    "wording-rewritten": (
        "Le texte d’une formule n’est pas celui auquel on a répondu sous cette version.",
        "donner au nouveau texte une `version` nouvelle ; `covers` nomme celles dont les consentements comptent encore",
    ),
}
WORDS: Mapping[str, tuple[str, str]] = MappingProxyType({**_TABLES, **_CLOCKS, **_WHOLE, **_SUCCESSION})
