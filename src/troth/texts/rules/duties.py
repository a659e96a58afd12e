"""For each rule what the law says, and how a policy is mended. French and English side by side."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

Pair = tuple[str, str]  # French, English


class Duty(NamedTuple):
    """What the law says, and the mend."""

    says: Pair
    mend: Pair


DUTIES: Mapping[str, Duty] = MappingProxyType(
    {
        "PL01": Duty(
            (
                "le responsable dit qui il est et comment le joindre",
                "the controller says who it is and how to reach it",
            ),
            (
                "écrivez son nom, sa forme, son adresse et un contact sous `controller`",
                "write its name, legal form, address and a contact under `controller`",
            ),
        ),
        "PL02": Duty(
            (
                "le texte nomme partout le même responsable et le même domaine",
                "the text names the same controller and domain everywhere",
            ),
            (
                "écrivez le nom ou l’adresse comme sous `controller`",
                "write the name or host as under `controller`",
            ),
        ),
        "PL03": Duty(
            (
                "le délégué à la protection des données est joignable, s’il en faut un",
                "the data protection officer can be reached, where one is needed",
            ),
            (
                "écrivez `dpo` avec un contact, ou `dpo: {none_because: …}`",
                "write `dpo` with a contact, or `dpo: {none_because: …}`",
            ),
        ),
        "PL04": Duty(
            (
                "un responsable hors de l’Union y désigne un représentant",
                "a controller outside the Union names a representative in it",
            ),
            ("écrivez `eu_representative`", "write `eu_representative`"),
        ),
        "PL05": Duty(
            (
                "chaque usage de données a une base légale, et une seule",
                "each use of data has one legal basis, and only one",
            ),
            (
                "écrivez `basis` pour la finalité, ou séparez ce qui a une autre base",
                "write `basis` for the purpose, or make what has another basis a purpose of its own",
            ),
        ),
        "PL06": Duty(
            (
                "la base légale convient à la finalité\xa0: on ne fait pas consentir à ce qui est dû, et on n’impose"
                " pas ce qui demande un consentement",
                "the basis fits the purpose: nobody is asked to agree to what is owed, nor has imposed on him"
                " what needs consent",
            ),
            (
                "écrivez la base qui convient\u202f; si la finalité est d’une autre sorte, écrivez `sort`",
                "write the basis that fits; if the purpose is of another sort, write `sort`",
            ),
        ),
        "PL07": Duty(
            (
                "un intérêt légitime est nommé, et a été mis en balance avec les intérêts des personnes",
                "a legitimate interest is named, and was weighed against the interests of people",
            ),
            (
                "écrivez `interest`, et la référence de la mise en balance sous `balance`",
                "write `interest`, and the reference of the weighing under `balance`",
            ),
        ),
        "PL08": Duty(
            (
                "les données sont énumérées jusqu’au bout, et chacune sert à quelque chose",
                "the list of data is closed, and each item serves a purpose",
            ),
            (
                "énumérez les données\u202f; rattachez chacune à une finalité ou retirez-la",
                "list the items; give each a purpose, or remove it",
            ),
        ),
        "PL09": Duty(
            (
                "un formulaire dit ce qui est obligatoire, et ce qui suit d’une réponse laissée vide",
                "a form says what is mandatory, and what follows from leaving it empty",
            ),
            ("écrivez `refusal` pour le champ ou le formulaire", "write `refusal` for the field or the form"),
        ),
        "PL10": Duty(
            (
                "un champ obligatoire est nécessaire\xa0: civilité, sexe ou date de naissance le sont rarement",
                "a mandatory field is needed: a title, a sex or a birth date seldom is",
            ),
            (
                "rendez le champ facultatif, ou retirez-le\u202f; sinon écrivez une dérogation motivée",
                "make the field optional, or remove it; else write a waiver with its reason",
            ),
        ),
        "PL11": Duty(
            (
                "les destinataires sont nommés, ou leur catégorie est précise",
                "recipients are named, or their category is precise",
            ),
            (
                "écrivez `legal_name`, ou un titre qui dit de qui il s’agit",
                "write `legal_name`, or a title that says who they are",
            ),
        ),
        "PL12": Duty(
            (
                "les partenaires qui prospectent pour eux-mêmes sont nommés un à un",
                "partners who market for themselves are named one by one",
            ),
            ("écrivez `legal_name` de chacun", "write the `legal_name` of each"),
        ),
        "PL13": Duty(
            (
                "le texte ne dit pas une chose ici et son contraire ailleurs",
                "the text does not say one thing here and its contrary there",
            ),
            (
                "retirez la phrase, ou les destinataires qu’elle nie",
                "remove the sentence, or the recipients that it denies",
            ),
        ),
        "PL14": Duty(
            (
                "pour chaque envoi hors de l’Espace économique européen\xa0: le pays, la garantie, comment en"
                " obtenir copie",
                "for each transfer out of the European Economic Area: the country, the safeguard, and how to get a"
                " copy",
            ),
            (
                "écrivez `countries` et `transfers` avec `tool` et `copy`",
                "write `countries`, and `transfers` with `tool` and `copy`",
            ),
        ),
        "PL15": Duty(
            (
                "un service connu pour envoyer des données hors d’Europe le dit",
                "a service known to send data out of Europe says so",
            ),
            (
                "déclarez le destinataire avec son pays et sa garantie",
                "declare the recipient with its country and safeguard",
            ),
        ),
        "PL16": Duty(
            (
                "la garantie d’un transfert est encore valable",
                "the safeguard of a transfer still holds",
            ),
            (
                "vérifiez la garantie et écrivez `evidence` et `checked`, ou prenez des clauses types",
                "look at the safeguard and write `evidence` and `checked`, or use standard clauses",
            ),
        ),
        "PL17": Duty(
            (
                "la source est dite pour toute donnée que la personne n’a pas fournie",
                "the source is told of any data that the person did not give",
            ),
            ("écrivez `sources` pour la donnée", "write `sources` for the item"),
        ),
        "PL18": Duty(
            (
                "les données sensibles et les infractions ont un motif de l’article 9(2) ou 10",
                "special categories and offences have a ground of Art. 9(2) or 10",
            ),
            ("écrivez `special` avec son article", "write `special` with its article"),
        ),
        "PL19": Duty(
            (
                "position précise, enregistrements, pièces d’identité et cartes ont leur finalité et leur durée",
                "precise location, recordings, identity documents and cards have a purpose and a period of their own",
            ),
            ("écrivez `retention` avec une durée", "write `retention` with a period"),
        ),
        "PL20": Duty(
            (
                "la durée est un nombre, une unité et un point de départ",
                "a period is a number, a unit and a starting point",
            ),
            ("écrivez `retention: P3Y from last_contact`", "write `retention: P3Y from last_contact`"),
        ),
        "PL21": Duty(
            (
                "«\xa0aussi longtemps que nécessaire\xa0» n’est pas une durée",
                "“as long as necessary” is no period",
            ),
            (
                "écrivez une durée, ou acceptez celle qui est proposée avec `accepted: {by: …, on: …}`",
                "write a period, or accept the proposed one with `accepted: {by: …, on: …}`",
            ),
        ),
        "PL22": Duty(
            (
                "rien n’est gardé plus longtemps que nécessaire, ni moins que ce que la loi impose, et deux phrases"
                " sur la même chose s’accordent",
                "nothing is kept longer than needed, nor shorter than the law orders, and two statements on one thing"
                " agree",
            ),
            (
                "corrigez la durée\u202f; si la finalité est d’une autre sorte, écrivez `sort`",
                "mend the period; if the purpose is of another sort, write `sort`",
            ),
        ),
        "PL23": Duty(
            (
                "l’archivage intermédiaire est décrit\xa0: pourquoi, combien de temps, qui y accède",
                "the intermediate archive is described: why, how long, who reads it",
            ),
            ("écrivez `readers`", "write `readers`"),
        ),
        "PL24": Duty(
            ("chaque droit qui s’applique est annoncé", "each right that applies is told"),
            ("nommez le droit sous `rights`", "name the right under `rights`"),
        ),
        "PL25": Duty(
            (
                "l’opposition à la prospection est annoncée à part, ne se motive pas, et vaut aussitôt",
                "the objection to marketing is told apart, needs no reason, and counts at once",
            ),
            (
                "écrivez `rights: {objection_to_marketing:}` sans condition ni délai",
                "write `rights: {objection_to_marketing:}` with neither condition nor delay",
            ),
        ),
        "PL26": Duty(
            (
                "retirer son consentement est aussi simple que le donner, sans condition",
                "withdrawing consent is as easy as giving it, on no condition",
            ),
            (
                "écrivez sous `rights: {withdrawal: …}` comment, et rien de plus",
                "write under `rights: {withdrawal: …}` how, and nothing more",
            ),
        ),
        "PL27": Duty(
            (
                "une réponse en un mois, prolongé de deux au plus, la personne en étant avertie dans le premier",
                "an answer within a month, at most two further ones, told within the first",
            ),
            (
                "écrivez `deadline: P1M` et `extension: P2M`, ou moins",
                "write `deadline: P1M` and `extension: P2M`, or less",
            ),
        ),
        "PL28": Duty(
            (
                "pas de pièce d’identité, de signature, de motif, de frais ni de compte exigés d’office",
                "no identity paper, signature, reason, fee or account is demanded as a rule",
            ),
            (
                "écrivez `identity: [proportionate]`\u202f; une preuve se demande en cas de doute seulement",
                "write `identity: [proportionate]`; proof is asked for in doubt only",
            ),
        ),
        "PL29": Duty(
            ("une voie électronique au moins fonctionne", "at least one electronic way works"),
            (
                "écrivez `requests: {channels: [email]}` et l’adresse d’un contact",
                "write `requests: {channels: [email]}` and the address of a contact",
            ),
        ),
        "PL30": Duty(
            (
                "un droit n’est refusé que pour les motifs de la loi, et nul n’est dissuadé de l’exercer",
                "a right is refused on the grounds of the law alone, and nobody is deterred from using it",
            ),
            (
                "retirez l’exception ou la phrase",
                "remove the exception, or the sentence",
            ),
        ),
        "PL31": Duty(
            (
                "l’autorité auprès de laquelle se plaindre est nommée, avec son adresse",
                "the authority to complain to is named, with its address",
            ),
            ("écrivez `authority`", "write `authority`"),
        ),
        "PL32": Duty(
            (
                "chacun peut dire ce qu’il veut qu’il advienne de ses données après sa mort",
                "people may say what shall become of their data after their death",
            ),
            ("écrivez `after_death`", "write `after_death`"),
        ),
        "PL33": Duty(
            (
                "le texte dit à partir de quel âge on consent seul",
                "the text says from which age people consent alone",
            ),
            ("écrivez `minors`", "write `minors`"),
        ),
        "PL34": Duty(
            (
                "une décision prise sans personne dit sa logique, ses effets, et qui la revoit",
                "a decision without a person tells its logic, its effects, and who reviews it",
            ),
            ("écrivez `decision` avec `review` et `items`", "write `decision` with `review` and `items`"),
        ),
        "PL35": Duty(
            (
                "le consentement est un acte à part, jamais supposé ni coché d’avance",
                "consent is an act of its own, never presumed nor ticked beforehand",
            ),
            (
                "retirez la phrase\u202f; demandez le consentement par un acte",
                "remove the sentence; ask for consent by an act",
            ),
        ),
        "PL36": Duty(
            (
                "chaque traceur est énuméré avec sa fonction, sa durée et qui le dépose",
                "each tracer is listed with what it does, how long it lives and who sets it",
            ),
            (
                "déclarez le traceur sous `cookies`, et nommez qui le dépose",
                "declare the tracer under `cookies`, and name who sets it",
            ),
        ),
        "PL37": Duty(
            (
                "poursuivre sa navigation, fermer un bandeau ou régler son navigateur n’est pas consentir",
                "going on, closing a banner or setting a browser is no consent",
            ),
            ("écrivez `banner: {consent_act: button}`", "write `banner: {consent_act: button}`"),
        ),
        "PL38": Duty(
            (
                "un traceur vit treize mois au plus, ce qu’il mesure vingt-cinq, un choix six d’ordinaire et treize"
                " au plus",
                "a tracer lives thirteen months at most, what it measures twenty-five, a choice six as a rule and"
                " thirteen at most",
            ),
            ("écrivez une durée plus courte", "write a shorter period"),
        ),
        "PL39": Duty(
            (
                "refuser est aussi simple qu’accepter, et le refus est retenu",
                "refusing is as easy as accepting, and is remembered",
            ),
            (
                "écrivez `actions: [accept_all, refuse_all, choose]`, `shown_until: choice` et `choice_kept: P6M`",
                "write `actions: [accept_all, refuse_all, choose]`, `shown_until: choice` and `choice_kept: P6M`",
            ),
        ),
        "PL40": Duty(
            (
                "«\xa0anonyme\xa0» ne se dit que de ce qui ne distingue personne",
                "“anonymous” is said only of what singles out nobody",
            ),
            (
                "écrivez `reach: pseudonymous`, ou retirez le mot",
                "write `reach: pseudonymous`, or drop the word",
            ),
        ),
        "PL41": Duty(
            (
                "ce qui mesure, partage ou fait de la publicité n’est pas «\xa0nécessaire\xa0»",
                "what measures, shares or advertises is not “necessary”",
            ),
            (
                "mettez le traceur dans une catégorie qui attend un consentement",
                "put the tracer into a category that waits for consent",
            ),
        ),
        "PL42": Duty(
            (
                "le site ne dépose rien qui n’est pas déclaré",
                "the site sets nothing that is not declared",
            ),
            ("déclarez-le, ou retirez-le du site", "declare it, or remove it from the site"),
        ),
        "PL43": Duty(
            (
                "la sécurité est décrite sans promesse vide ni décharge de responsabilité",
                "security is described with no empty promise and no disclaimer",
            ),
            ("retirez la phrase\u202f; décrivez les mesures", "remove the sentence; describe the measures"),
        ),
        "PL44": Duty(
            (
                "la politique est datée, ses versions sont gardées, ses changements annoncés",
                "a policy is dated, its versions are kept, its changes told",
            ),
            ("écrivez `edition` et `changes`", "write `edition` and `changes`"),
        ),
        "PL45": Duty(
            (
                "chaque langue est complète, dit la même chose, et celle du public y est",
                "each language is complete, says the same, and the public’s own is there",
            ),
            ("écrivez le texte dans chaque langue", "write the text in each language"),
        ),
        "PL46": Duty(
            (
                "le texte ne renvoie pas à ce qui n’existe plus",
                "the text does not refer to what is no more",
            ),
            (
                "citez ce qui est en vigueur, ou retirez la référence",
                "cite what is in force, or remove the reference",
            ),
        ),
        "PL47": Duty(
            (
                "nul n’est appelé pour de la prospection sans y avoir consenti, sauf contrat en cours",
                "nobody is called for marketing without prior consent, save under a running contract",
            ),
            (
                "écrivez `basis: consent` pour la finalité, ou retirez le canal",
                "write `basis: consent` for the purpose, or remove the channel",
            ),
        ),
        "PL48": Duty(
            (
                "un message de prospection suppose un consentement, ou une vente et des produits analogues, et un"
                " moyen de dire non à chaque envoi",
                "a marketing message needs consent, or a sale and similar products, and a way out each time",
            ),
            (
                "écrivez `basis: consent` ou `similar_products: true`, et `opt_out` pour le canal",
                "write `basis: consent` or `similar_products: true`, and `opt_out` for the channel",
            ),
        ),
        "PL49": Duty(
            (
                "ce qui est hébergé pour d’autres est distingué de ce que le responsable décide",
                "what is hosted for others is told apart from what the controller decides on",
            ),
            (
                "écrivez une section avec `about: hosted_data`",
                "write a section with `about: hosted_data`",
            ),
        ),
        "PL50": Duty(
            (
                "la politique est à un clic de chaque page qui collecte, et une notice au formulaire",
                "the policy is one click from each page that collects, with a notice at the form",
            ),
            (
                "déclarez le formulaire avec son `url`\u202f; sa notice en est tirée",
                "declare the form with its `url`; its notice is made from it",
            ),
        ),
        "PL51": Duty(
            (
                "les caméras ont leur propre notice, avec durée et droits",
                "cameras have a notice of their own, with period and rights",
            ),
            (
                "écrivez une section avec `about: video_surveillance`",
                "write a section with `about: video_surveillance`",
            ),
        ),
        "PL52": Duty(
            (
                "les adresses citées existent et sont chiffrées",
                "the addresses that are cited exist and use TLS",
            ),
            ("écrivez une adresse en https://", "write an address that begins with https://"),
        ),
    }
)
