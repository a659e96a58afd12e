"""What changed between versions, the record of processing activities, and a published text beside the page."""

from collections.abc import Mapping
from types import MappingProxyType

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # --- changes between versions -----------------------------------------------------------------------
        "versions": ("Toutes les versions – {name}", "All versions – {name}"),
        "versions.heading": ("Toutes les versions", "All versions"),
        "versions.intro": (
            "Chaque version reste ici telle qu’elle a été publiée.",
            "Each version stays here as it was published.",
        ),
        "versions.back": ("Lire la politique en vigueur", "Read the policy in force"),
        "versions.one": ("Version {number}", "Version {number}"),
        "versions.dates": (
            "Publiée le {published}, applicable à partir du {effective}.",
            "Published on {published}, in force from {effective}.",
        ),
        "versions.read": ("Lire cette version", "Read this version"),
        "versions.first": (
            "C’est la première version publiée ici.",
            "It is the first version published here.",
        ),
        "versions.material": ("Changements importants", "Material changes"),
        "versions.editorial": (
            "Changements de forme ou en votre faveur",
            "Changes of form or in your favour",
        ),
        "versions.none": ("Rien n’a changé pour vous.", "Nothing changed for you."),
        "versions.despite": (
            "Publiée malgré la règle {rule}\xa0: {because}",
            "Published despite rule {rule}: {because}",
        ),
        "versions.feed": ("Suivre les versions (flux Atom)", "Follow the versions (Atom feed)"),
        "change.yes": ("oui", "yes"),
        "change.no": ("non", "no"),
        "change.purpose-added": ("Nouvelle finalité\xa0: {where}.", "New purpose: {where}."),
        "change.purpose-ended": (
            "Nous n’utilisons plus vos données pour\xa0: {where}.",
            "We no longer use your data for: {where}.",
        ),
        "change.purpose-renamed": (
            "Cette finalité s’appelle maintenant\xa0: {where}.",
            "This purpose is now called: {where}.",
        ),
        "change.data-added.alone": (
            "{where}\xa0: nous utilisons d’autres données.",
            "{where}: we use more data.",
        ),
        "change.data-added": (
            "{where}\xa0: nous utilisons aussi – {after}.",
            "{where}: we also use – {after}.",
        ),
        "change.data-dropped.alone": (
            "{where}\xa0: nous utilisons moins de données.",
            "{where}: we use less data.",
        ),
        "change.data-dropped": (
            "{where}\xa0: nous n’utilisons plus – {before}.",
            "{where}: we no longer use – {before}.",
        ),
        "change.basis-changed.alone": (
            "{where}\xa0: la base légale change.",
            "{where}: the legal basis changes.",
        ),
        "change.basis-changed": (
            "{where}\xa0: la base légale devient – {after}.",
            "{where}: the legal basis becomes – {after}.",
        ),
        "change.basis-changed.to": (
            "{where}\xa0: la base légale devient «\xa0{after}\xa0» (avant\xa0: «\xa0{before}\xa0»).",
            "{where}: the legal basis becomes “{after}” (before: “{before}”).",
        ),
        "change.recipient-added.alone": (
            "Nouveau destinataire\xa0: {where}.",
            "New recipient: {where}.",
        ),
        "change.recipient-added": (
            "{where}\xa0: nouveau destinataire – {after}.",
            "{where}: new recipient – {after}.",
        ),
        "change.recipient-dropped.alone": (
            "Ne reçoit plus de données\xa0: {where}.",
            "No longer receives data: {where}.",
        ),
        "change.recipient-dropped": (
            "{where}\xa0: ne reçoit plus de données – {before}.",
            "{where}: no longer receives data – {before}.",
        ),
        "change.recipient-changed": (
            "Destinataire modifié\xa0: {where}.",
            "Recipient changed: {where}.",
        ),
        "change.transfer-added.alone": (
            "{where}\xa0: des données vont dans d’autres pays.",
            "{where}: data goes to other countries.",
        ),
        "change.transfer-added": (
            "{where}\xa0: les données vont aussi dans ces pays – {after}.",
            "{where}: data also goes to these countries – {after}.",
        ),
        "change.transfer-dropped.alone": (
            "{where}\xa0: des données vont dans moins de pays.",
            "{where}: data goes to fewer countries.",
        ),
        "change.transfer-dropped": (
            "{where}\xa0: les données ne vont plus dans ces pays – {before}.",
            "{where}: data no longer goes to these countries – {before}.",
        ),
        "change.channel-added.alone": (
            "Nouveau moyen de vous joindre\xa0: {where}.",
            "A new way to reach you: {where}.",
        ),
        "change.channel-added": (
            "{where}\xa0: nouveau moyen de vous joindre – {after}.",
            "{where}: a new way to reach you – {after}.",
        ),
        "change.channel-dropped.alone": (
            "Ce moyen de vous joindre disparaît\xa0: {where}.",
            "This way to reach you ends: {where}.",
        ),
        "change.channel-dropped": (
            "{where}\xa0: ce moyen de vous joindre disparaît – {before}.",
            "{where}: this way to reach you ends – {before}.",
        ),
        "change.period-longer": (
            "{where}\xa0: la conservation s’allonge – {after}.",
            "{where}: data is kept longer – {after}.",
        ),
        "change.period-longer.to": (
            "{where}\xa0: la conservation passe de {before} à {after}.",
            "{where}: data is kept {after} instead of {before}.",
        ),
        "change.period-longer.alone": (
            "{where}\xa0: la conservation s’allonge.",
            "{where}: data is kept longer.",
        ),
        "change.period-shorter": (
            "{where}\xa0: la conservation se raccourcit – {after}.",
            "{where}: data is kept for less time – {after}.",
        ),
        "change.period-shorter.to": (
            "{where}\xa0: la conservation passe de {before} à {after}.",
            "{where}: data is kept {after} instead of {before}.",
        ),
        "change.period-shorter.alone": (
            "{where}\xa0: la conservation se raccourcit.",
            "{where}: data is kept for less time.",
        ),
        "change.clock-changed": (
            "{where}\xa0: le point de départ de la durée change.",
            "{where}: the period starts at another moment.",
        ),
        "change.use-wider": (
            "{where}\xa0: l’usage s’élargit – {after}.",
            "{where}: the use is wider – {after}.",
        ),
        "change.use-wider.alone": ("{where}\xa0: l’usage s’élargit.", "{where}: the use is wider."),
        "change.use-narrower": (
            "{where}\xa0: l’usage se restreint – {before}.",
            "{where}: the use is narrower – {before}.",
        ),
        "change.use-narrower.alone": ("{where}\xa0: l’usage se restreint.", "{where}: the use is narrower."),
        "change.consent-outgrown": (
            "{where}\xa0: nous vous redemandons votre consentement.",
            "{where}: we ask for your consent again.",
        ),
        "change.consent-reworded": (
            "{where}\xa0: la question est reformulée\xa0; votre réponse reste valable.",
            "{where}: the question is worded anew; your answer still holds.",
        ),
        "change.right-narrowed": (
            "{where}\xa0: votre droit est restreint – {after}.",
            "{where}: your right is narrower – {after}.",
        ),
        "change.right-narrowed.to": (
            "{where}\xa0: votre droit est restreint – {after} au lieu de {before}.",
            "{where}: your right is narrower – {after} instead of {before}.",
        ),
        "change.right-narrowed.alone": (
            "{where}\xa0: votre droit est restreint.",
            "{where}: your right is narrower.",
        ),
        "change.right-widened": (
            "{where}\xa0: vos droits s’étendent – {after}.",
            "{where}: your rights grow – {after}.",
        ),
        "change.right-widened.alone": ("{where}\xa0: vos droits s’étendent.", "{where}: your rights grow."),
        "change.controller-changed": (
            "Le responsable du traitement change\xa0: {after}.",
            "The controller changes: {after}.",
        ),
        "change.controller-changed.alone": (
            "Le responsable du traitement change.",
            "The controller changes.",
        ),
        "change.cookie-added": ("Nouveau cookie\xa0: {where}.", "New cookie: {where}."),
        "change.cookie-dropped": ("Ce cookie disparaît\xa0: {where}.", "This cookie is gone: {where}."),
        "change.protection-lowered": (
            "La protection baisse\xa0: {where}.",
            "Protection is lower: {where}.",
        ),
        "change.protection-raised": (
            "La protection augmente\xa0: {where}.",
            "Protection is higher: {where}.",
        ),
        "change.words-changed": ("Texte modifié\xa0: {where}.", "Wording changed: {where}."),
        "change.other": ("Autre changement\xa0: {where}.", "Another change: {where}."),
        "place.policy": ("la politique", "the policy"),
        "place.controller": ("qui est responsable", "who is responsible"),
        "place.joint_controllers": ("qui est responsable", "who is responsible"),
        "place.officer": ("le délégué à la protection des données", "the data protection officer"),
        "place.authority": ("l’autorité de contrôle", "the supervisory authority"),
        "place.requests": ("vos demandes", "your requests"),
        "place.rights": ("vos droits", "your rights"),
        "place.after_death": ("après votre mort", "after your death"),
        "place.banner": ("le choix des cookies", "the choice on cookies"),
        "place.cookies": ("les cookies", "cookies"),
        "place.cookie_categories": ("les cookies", "cookies"),
        "place.recipients": ("les destinataires", "the recipients"),
        "place.channels": ("nos messages", "our messages"),
        "place.marketing": ("la prospection", "marketing"),
        "place.changes": ("les changements de cette politique", "changes of this policy"),
        "place.breaches": ("les violations de données", "breaches"),
        "place.minors": ("les mineurs", "minors"),
        "place.measures": ("la sécurité", "security"),
        "place.contacts": ("les points de contact", "contact points"),
        "place.languages": ("les langues", "languages"),
        "place.scope": ("ce que couvre la politique", "what the policy covers"),
        "place.lag": ("le délai d’effacement", "the time to erase"),
        "place.laws": ("les textes cités", "the laws cited"),
        "place.sections": ("les textes de la page", "the texts of the page"),
        "place.edition": ("l’édition", "the edition"),
        "place.records": ("les données", "the data"),
        "place.items": ("les données", "the data"),
        "place.forms": ("les formulaires", "the forms"),
        "place.purposes": ("les finalités", "the purposes"),
        "place.links": ("les documents liés", "related documents"),
        # --- the record of processing activities ------------------------------------------------------------
        "register.title": (
            "Registre des activités de traitement – {name}",
            "Record of processing activities – {name}",
        ),
        "register.on": (
            "État au {day} (RGPD, art.\xa030)",
            "As of {day} (GDPR Art.\xa030)",
        ),
        "register.who": ("Qui est responsable", "Who is responsible"),
        "register.purpose": ("Finalité", "Purpose"),
        "register.persons": ("Catégories de personnes", "Categories of persons"),
        "register.data": ("Catégories de données", "Categories of data"),
        "register.transfers": ("Transferts hors de l’EEE", "Transfers outside the EEA"),
        "register.limits": ("Délais d’effacement", "Time limits for erasure"),
        "register.assessment": ("Analyse d’impact", "Impact assessment"),
        "register.measures": ("Mesures de sécurité", "Security measures"),
        "register.hosted": (
            "Traitements effectués pour d’autres (art.\xa030.2)",
            "Processing for others (Art.\xa030(2))",
        ),
        "register.none": ("aucun", "none"),
        # --- a published text beside the page ---------------------------------------------------------------
        "beside.title": (
            "Le texte publié et la page faite de son site",
            "The published text and the page made from its site",
        ),
        "beside.text": ("Le texte publié", "The published text"),
        "beside.page": ("La page", "The page"),
        "beside.counts": (
            "{linked} paragraphes sur {paragraphs} sont reliés à la page, par {clauses} clauses.",
            "{linked} of {paragraphs} paragraphs are linked to the page, by {clauses} clauses.",
        ),
        "beside.lost": (
            "Sans place sur la page\xa0: {clauses}.",
            "Without a place on the page: {clauses}.",
        ),
        "beside.nowhere": ("sans place sur la page", "no place on the page"),
        "beside.law": (
            "une autre valeur s’applique, car la loi l’exige ({source})",
            "another value is applied, because the law requires it ({source})",
        ),
        "beside.proposed": (
            "le texte ne le dit pas\xa0; valeur proposée ({source})",
            "the text does not say it; a proposed value ({source})",
        ),
        "beside.reading": (
            "lu ainsi dans le texte ({source})",
            "as the text is read ({source})",
        ),
    }
)
