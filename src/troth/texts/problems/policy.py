"""What is wrong in files, values, names and purposes, in French."""

from collections.abc import Mapping
from types import MappingProxyType

_FILES = {
    "no-file": (
        "Il manque un fichier dont le manifeste a besoin.",
        "écrire le fichier, ou nommer le bon dossier",
    ),
    "too-large": (
        "Le fichier est plus gros que tout manifeste : il n’est pas lu.",
        "diviser le site, ou vérifier que c’est le bon fichier",
    ),
    "not-utf-8": ("Le fichier n’est pas un texte en UTF-8.", "enregistrer le fichier en UTF-8"),
    "control-character": (
        "Le fichier contient un caractère de contrôle, un octet nul ou un demi-caractère.",
        "enlever ce caractère",
    ),
    "empty-file": ("Le fichier ne dit rien.", "écrire le manifeste, ou commencer par `troth init`"),
    "yaml-syntax": (
        "Le texte n’est pas du YAML : il manque un deux-points, un guillemet ou un crochet, ou il y en a un de trop.",
        "corriger la ligne ; mettre entre guillemets un texte qui contient `: ` ou commence par un signe",
    ),
    "tab-indent": (
        "Une tabulation sert de retrait ; YAML n’admet que des espaces.",
        "mettre des espaces",
    ),
    "several-documents": (
        "Le fichier contient plus d’un document YAML.",
        "n’en garder qu’un : enlever la ligne `---` et le superflu",
    ),
    "duplicate-key": ("Une clé figure deux fois au même endroit.", "garder l’une des deux"),
    "key-not-text": ("Une clé est une liste ou une table de clés.", "écrire un mot devant le deux-points"),
    "merge-key": ("La clé de fusion `<<` de YAML 1.1 n’est pas lue.", "écrire les clés en toutes lettres"),
    "yaml-tag": (
        "Une étiquette YAML (`!!python/object`, `!!str`) n’est pas lue.",
        "l’enlever ; mettre un texte entre guillemets",
    ),
    "unknown-alias": (
        "Un alias `*nom` n’a pas d’ancre `&nom` plus haut.",
        "écrire la valeur en toutes lettres",
    ),
    "alias-cycle": (
        "Un alias se trouve dans la valeur qu’il désigne.",
        "écrire la valeur en toutes lettres",
    ),
    "too-many-aliases": (
        "Des alias multiplient le fichier au-delà de tout manifeste.",
        "écrire les valeurs en toutes lettres",
    ),
    "too-deep": ("Clés et listes s’emboîtent au-delà de tout manifeste.", "écrire plus à plat"),
}
_SHAPES = {
    "unknown-key": ("Une clé n’est pas de celles qui vont ici.", "écrire une clé qui va ici"),
    "missing-key": ("Une clé nécessaire manque ou est vide.", "écrire la clé"),
    "wrong-type": (
        "Une liste, une table de clés ou un texte se trouve là où autre chose est lu.",
        "écrire ce qui est lu ici",
    ),
    "wrong-value": (
        "Un texte n’a pas la forme qui est lue ici.",
        "l’écrire sous la forme qui est lue ici",
    ),
    "unknown-word": ("Un mot n’est pas de ceux qui vont ici.", "écrire l’un de ces mots"),
    "empty-list": (
        "Une liste est vide alors qu’il faut au moins une valeur.",
        "écrire une valeur, ou enlever la clé",
    ),
    "empty-condition": (
        "Une condition ne dit rien.",
        "écrire `colonne: valeur`, ou enlever la condition",
    ),
    "ambiguous-value": (
        "Une valeur comme no, 012 ou 1.5 est un texte pour un lecteur de YAML et autre chose pour un autre.",
        "la mettre entre guillemets si c’est un texte ; sinon écrire true, false ou un nombre entier",
    ),
    "bad-name": (
        "Un nom contient des caractères qu’un nom ne peut pas avoir.",
        "écrire le nom comme dans la base",
    ),
    "period-not-iso": ("Une durée n’est pas écrite selon ISO 8601.", "écrire P3Y, P6M, P30D ou PT48H"),
    "date-not-iso": (
        "Une date n’est pas un jour du calendrier, écrit année-mois-jour.",
        "l’écrire comme 2026-01-31",
    ),
    "not-true-or-false": (
        "Autre chose se trouve là où true ou false est lu.",
        "écrire true ou false",
    ),
    "not-a-number": (
        "Autre chose se trouve là où un nombre entier est lu.",
        "écrire un nombre entier en chiffres",
    ),
    "not-a-language": (
        "Un texte est donné pour ce qui n’est pas un code de langue.",
        "écrire deux lettres, comme fr ou en",
    ),
    "not-a-country": (
        "Un pays n’est pas écrit par son code ISO 3166.",
        "écrire deux lettres majuscules",
    ),
    "unknown-zone": (
        "Aucun fuseau horaire ne porte ce nom.",
        "écrire un nom tel que Europe/Paris",
    ),
    "span-without-clock": (
        "Une durée n’a pas de point de départ.",
        "écrire `from` et l’horloge qui la fait partir",
    ),
    "span-without-period": ("Une horloge n’a pas de durée.", "écrire combien de temps"),
}
_PLACES = {
    "item": "sous `items` de policy.yaml",
    "record": "sous `records` de policy.yaml",
    "role": "sous `roles` d’une sorte d’enregistrement de policy.yaml",
    "purpose": "sous `purposes` de policy.yaml",
    "clock": "sous `clocks` de policy.yaml",
    "event": "sous `events` de policy.yaml",
    "key-type": "sous `keys` de policy.yaml",
    "recipient": "sous `recipients` de policy.yaml",
    "channel": "sous `channels` de policy.yaml",
    "marketing": "sous `marketing` de policy.yaml",
    "cookie-category": "sous `cookie_categories` de policy.yaml",
    "threat": "sous `threats` de policy.yaml",
    "store": "sous `stores` de stores.yaml",
    "table": "sous `tables` de sa base",
    "relation": "sous `references` de sa table",
    "column": "sous `fields`, `impersonal`, `references`, `links` ou `key` de sa table",
}
_NAMES = {
    f"unknown-{sort}": (
        f"Un nom est employé qui n’est pas déclaré {where}.",
        f"le déclarer {where}, ou écrire un nom déclaré",
    )
    for sort, where in _PLACES.items()
} | {
    "unknown-law-pack": (
        "Le site doit être jugé selon la loi d’un pays que Troth ne connaît pas.",
        "écrire un pays connu, ou l’ajouter (docs/how-to/add-a-country.md)",
    )
}
_PURPOSES = {
    "duty-without-text": (
        "Une finalité repose sur une obligation légale, et aucun texte qui oblige n’est nommé.",
        "écrire `duty:` et l’article",
    ),
    "performance-without-contract": (
        "Une finalité dit jusqu’à quand elle s’exécute, et ne repose sur aucun contrat.",
        "enlever `performance`, ou écrire contract comme base du rôle qui a un contrat",
    ),
    "basis-for-nobody": (
        "Une base est donnée pour un rôle qu’aucune sorte d’enregistrement de la finalité n’a.",
        "enlever le rôle, ou ajouter sous `data` la sorte d’enregistrement qui l’a",
    ),
    "no-basis-for-record": (
        "Une finalité utilise une sorte d’enregistrement et n’a de base pour aucun de ses rôles.",
        "écrire la base de l’un des rôles au moins, ou enlever la sorte d’enregistrement de `data`",
    ),
    "consent-without-key": (
        "Une finalité repose sur le consentement, et rien ne dit sous quelle clé la décision est inscrite.",
        "écrire `consent: {decided_by: …}` et l’une des clés",
    ),
    "consent-not-asked": (
        "Une finalité dit comment le consentement se donne, et repose sur une autre base.",
        "enlever `consent`, ou écrire consent comme base",
    ),
    "key-not-linked": (
        "Le consentement est donné sous une clé vers laquelle aucun lien de la table ne mène : rien n’y est couvert.",
        "ajouter un lien vers cette clé",
    ),
    "earlier-without-effect": (
        "Une durée antérieure est donnée pour une durée qui n’est pas un maximum : elle ne lie rien.",
        "enlever `earlier`, ou écrire `limit: max`",
    ),
    "no-end": (
        "Une finalité n’a ni horloge ni critère : elle garde ses données pour toujours.",
        "écrire `retention: P3Y from last_contact`, ou en mots `retention: {criterion: …}`",
    ),
    "clock-not-in-table": (
        "Une finalité compte à partir d’une horloge qu’une table de ses enregistrements n’a pas.",
        "ajouter l’horloge à la table",
    ),
    "hours-not-rounded": (
        "Une durée en heures est comptée d’une horloge arrondie à la fin d’un exercice.",
        "écrire la durée en jours, ou enlever `rounded_to`",
    ),
    "choice-of-unused": (
        "Un choix nomme une donnée que sa finalité n’utilise pas.",
        "enlever la donnée, ou l’ajouter sous `data`",
    ),
    "item-outside-choices": (
        "Une finalité offre des choix, et une donnée qu’elle utilise n’est dans aucun : elle ne la retient jamais.",
        "ajouter la donnée aux choix qui en ont besoin, ou l’enlever de `data`",
    ),
    "follows-unused": (
        "Une sorte d’enregistrement en suit une que la finalité n’utilise pas.",
        "ajouter cette sorte sous `data`",
    ),
    "follows-a-follower": (
        "Une sorte d’enregistrement en suit une qui en suit une autre ; ce qui est suivi vit par ses horloges.",
        "faire suivre la même sorte aux deux, ou donner des horloges à celle du milieu",
    ),
    "follows-nothing": (
        "Une sorte d’enregistrement est gardée tant qu’une autre la désigne, et aucune table de l’autre ne le fait.",
        "ajouter la référence à la table de l’autre, ou enlever `follows`",
    ),
    "renamed-and-kept": (
        "Un nom abandonné (`was`) est encore celui d’une finalité.",
        "ne garder que l’un des deux noms",
    ),
    "renamed-twice": ("Deux finalités revendiquent le même ancien nom.", "le garder à l’une des deux"),
    "cycle": ("Des choses mènent de l’une à l’autre et reviennent à la première.", "enlever l’un des pas"),
}

WORDS: Mapping[str, tuple[str, str]] = MappingProxyType({**_FILES, **_SHAPES, **_NAMES, **_PURPOSES})
