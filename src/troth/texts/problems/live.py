"""What differs between stores.yaml and what the stores hold, in French."""

from collections.abc import Mapping
from types import MappingProxyType

_COLUMNS = {
    "table-missing": (
        "Une table déclarée n’est pas dans sa base, ou le compte ne peut la voir.",
        "corriger le nom, ou enlever la table de stores.yaml",
    ),
    "table-is-view": (
        "Une table déclarée est une vue : ce qu’elle montre est gardé ailleurs et ne finirait pas.",
        "déclarer les tables dont la vue est faite",
    ),
    "table-inherited": (
        "D’autres tables héritent d’une table déclarée : leurs lignes sont trouvées avec les siennes et seraient"
        " supprimées avec des colonnes que personne n’a déclarées.",
        "défaire l’héritage (`ALTER TABLE … NO INHERIT …`) et déclarer chaque table",
    ),
    "table-not-transactional": (
        "Une table est tenue par un moteur sans transactions : un effacement qui échoue à mi-chemin ne peut être"
        " défait.",
        "lancer `ALTER TABLE … ENGINE = InnoDB`",
    ),
    "table-keeps-history": (
        "La base garde chaque version antérieure des lignes : ce qui est effacé reste lisible.",
        "lancer `ALTER TABLE … DROP SYSTEM VERSIONING`",
    ),
    "table-looks-personal": (
        "Une table que le manifeste ne déclare pas a des colonnes dont les noms sont ceux de données personnelles."
        " Rien n’en est trouvé pour personne, ni ne finit jamais.",
        "la déclarer ; si elle ne dit rien de personne, avec toutes ses colonnes sous `impersonal`",
    ),
    "undeclared-table-cascades": (
        "Une table que le manifeste ne déclare pas part ou change avec les enregistrements d’une table déclarée."
        " Tant qu’il en est ainsi, aucun enregistrement de celle-ci n’est supprimé.",
        "déclarer cette table, ou enlever sa clé étrangère",
    ),
    "undeclared-table-points": (
        "Une table que le manifeste ne déclare pas désigne une table déclarée."
        " Tant qu’il en est ainsi, aucun enregistrement de celle-ci n’est supprimé.",
        "déclarer cette table, ou enlever sa clé étrangère",
    ),
    "column-missing": (
        "Une colonne que le manifeste nomme n’est pas dans sa table.",
        "corriger le nom, ou l’enlever de stores.yaml",
    ),
    "column-undeclared": (
        "Une table a une colonne dont le manifeste ne dit rien. On n’y touche jamais, et tant qu’il en est ainsi"
        " aucun enregistrement de la table n’est supprimé.",
        "la déclarer sous `fields`, ou sous `impersonal` si elle ne dit rien de personne",
    ),
    "column-looks-personal": (
        "Une table a une colonne dont le manifeste ne dit rien, et son nom est celui d’une donnée personnelle.",
        "la déclarer sous `fields` avec sa donnée, ou sous `impersonal` si elle ne dit rien de personne",
    ),
    "key-not-primary": (
        "La clé déclarée n’est pas la clé primaire ; elle est unique tout de même.",
        "écrire la clé primaire comme `key`, ou laisser ainsi",
    ),
    "key-not-unique": (
        "Plusieurs lignes peuvent avoir la même clé déclarée, ou aucune : on ne peut distinguer les enregistrements.",
        "écrire les colonnes de la clé primaire comme `key`",
    ),
    "reference-type-differs": (
        "Une référence compare des colonnes de types différents : on ne trouve pas les enregistrements, ou la base"
        " refuse.",
        "corriger la référence, ou donner le même type aux deux colonnes",
    ),
    "condition-wrong-type": (
        "Une condition compare une colonne à une valeur qu’elle ne peut jamais contenir.",
        "écrire une valeur du type de la colonne",
    ),
}

_ENDS = {
    "field-in-primary-key": (
        "Une donnée fait partie de la clé primaire de la table, que l’on ne change jamais : elle ne pourrait finir.",
        "la nommer sous `key` et non sous `fields` : elle part avec son enregistrement",
    ),
    "end-null-forbidden": (
        "Une colonne finit par NULL, et la table y interdit NULL.",
        "lui donner une autre fin (`at_end: {constant: …}`), ou permettre NULL dans la colonne",
    ),
    "link-stays": (
        "Une colonne qui rattache un enregistrement à l’une de plusieurs personnes interdit NULL : on ne peut la"
        " couper pour une seule.",
        "permettre NULL dans la colonne, ou laisser ainsi",
    ),
    "end-too-long": (
        "Une constante est plus longue que ce que la colonne reçoit.",
        "écrire une constante plus courte, ou allonger la colonne",
    ),
    "end-wrong-type": (
        "Une fin donne à une colonne une valeur qu’elle ne peut contenir, ou rend plus grossier ce qui est d’une"
        " autre nature.",
        "écrire une fin qui convient au type de la colonne",
    ),
    "end-not-encodable": (
        "Une constante a des caractères que le jeu de la colonne n’a pas.",
        "l’écrire avec d’autres caractères, ou convertir la table en utf8mb4",
    ),
    "end-not-unique": (
        "Une colonne finit par une valeur qui est la même pour plusieurs personnes, et la table interdit deux lignes"
        " pareilles.",
        "la laisser finir par NULL, ou enlever la contrainte d’unicité",
    ),
    "end-breaks-reference": (
        "Une colonne d’une clé étrangère finit par une valeur : l’enregistrement en désignerait un autre, ou la base"
        " refuse.",
        "la laisser finir par NULL",
    ),
    "end-on-referenced": (
        "Une colonne que d’autres enregistrements désignent par une clé étrangère finit : la base refuse, ou change"
        " les deux.",
        "leur faire désigner la clé primaire, ou laisser la colonne hors de `fields`",
    ),
    "end-on-generated": (
        "La base calcule une colonne à partir d’autres ; elle ne peut être changée seule.",
        "la nommer sous `impersonal` : elle finit avec les colonnes dont elle est calculée",
    ),
    "end-under-check": (
        "Un CHECK de la table lit une colonne qui finit : la fin doit le satisfaire.",
        "voir que le CHECK la permette, ou changer l’un des deux",
    ),
    "trigger-on-act": (
        "Un déclencheur ou une règle agit quand des enregistrements sont changés ou supprimés : il peut garder une"
        " copie, ou faire autre chose à la place.",
        "voir qu’il ne garde rien des personnes, et laisse l’acte se faire",
    ),
    "cascade-between-records": (
        "La base elle-même supprime ou change des enregistrements d’une table déclarée avec ceux d’une autre. Troth"
        " garde l’un tant que l’autre est retenu ; un enregistrement qui survient au milieu n’est pas interrogé.",
        "écrire ON DELETE NO ACTION",
    ),
}

_CLOCKS = {
    "clock-moves-on-update": (
        "Une horloge lit une colonne que la base remet à maintenant à chaque changement de la ligne : l’acte ferait"
        " bouger l’horloge.",
        "enlever ON UPDATE CURRENT_TIMESTAMP de la colonne, ou en lire une autre",
    ),
    "clock-nullable": (
        "Une horloge lit une colonne qui peut être NULL, et rien ne dit ce que NULL veut dire : de tels"
        " enregistrements gèlent.",
        "écrire `open_while:` et ce qui est vrai jusque-là, ou `missing:` et une autre colonne",
    ),
    "missing-nullable": (
        "Ce qu’une horloge lit là où rien n’est connu peut être NULL aussi : de tels enregistrements restent gelés.",
        "nommer sous `missing` une colonne qui n’est jamais NULL, ou laisser ainsi",
    ),
    "latest-nullable": (
        "Une horloge lit le dernier des enregistrements d’une personne, et l’un d’eux peut être NULL : rien ne finit"
        " alors.",
        "nommer une colonne qui n’est jamais NULL, ou laisser ainsi",
    ),
    "clock-wrong-type": (
        "Une horloge lit une colonne qui ne contient pas d’instant de la façon déclarée.",
        "lire une date ou un horodatage, ou écrire `stored_as: epoch` pour des secondes entières depuis 1970",
    ),
    "created-nullable": (
        "La colonne qui dit quand un enregistrement est né peut être NULL : après un effacement de tels"
        " enregistrements restent gelés.",
        "nommer une colonne qui n’est jamais NULL, ou laisser ainsi",
    ),
}

_IDENTITY = {
    "identity-wrong-type": (
        "On doit trouver des personnes par une colonne qui ne contient ni texte ni nombre entier.",
        "nommer la colonne qui contient la clé",
    ),
    "key-type-differs": (
        "La même clé de personnes est un nombre dans une table et un texte dans une autre : `7` n’est pas `007`.",
        "donner le même type aux colonnes, ou voir qu’elles soient écrites pareil",
    ),
    "identity-collation": (
        "La colonne tient pour égaux des textes différents (jose@x.fr et josé@x.fr). Troth compare les clés octet par"
        " octet et les distingue ; l’application peut-être pas.",
        "laisser ainsi, ou donner à la colonne une collation binaire",
    ),
    "no-index": (
        "On cherche des enregistrements par des colonnes sans index : chaque demande lit toute la table.",
        "créer l’index",
    ),
}

_ARCHIVES = {
    "archive-column-missing": (
        "Il manque à une table d’archives une colonne de la table dont les enregistrements y vont.",
        "ajouter la colonne",
    ),
    "archive-column-differs": (
        "Une colonne d’une table d’archives est plus courte, d’un autre type ou plus stricte que celle dont les"
        " valeurs y vont.",
        "donner le même type aux deux colonnes",
    ),
    "archive-column-required": (
        "Une table d’archives a une colonne à elle qui exige une valeur : rien ne peut y aller.",
        "donner une valeur par défaut à la colonne, ou l’enlever",
    ),
    "flag-wrong-type": (
        "Les enregistrements archivés doivent être marqués d’une valeur que la colonne ne peut contenir.",
        "écrire `value:` et une valeur qui convient à la colonne",
    ),
}

_RIGHTS = {
    "right-missing": (
        "Il manque au compte de la base un droit dont l’accès, l’effacement ou l’archivage a besoin.",
        "donner ce droit",
    ),
    "rows-hidden": (
        "La sécurité par lignes cache des lignes au compte de la base : on ne trouverait pas les enregistrements des"
        " personnes.",
        "donner BYPASSRLS au compte, ou une politique qui lui montre chaque ligne",
    ),
    "store-read-only": (
        "La base refuse tout changement.",
        "nommer dans l’URL le serveur qui écrit ; pour un fichier SQLite, donner au compte le droit d’écrire le"
        " fichier et son dossier",
    ),
}

WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {**_COLUMNS, **_ENDS, **_CLOCKS, **_IDENTITY, **_ARCHIVES, **_RIGHTS}
)
