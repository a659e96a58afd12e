"""The page further down: rights, messages, cookies, forms and their notices, and the rest."""

from collections.abc import Mapping
from types import MappingProxyType

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # --- rights -----------------------------------------------------------------------------------------
        "rights": ("Vos droits", "Your rights"),
        "rights.objection.heading": (
            "Votre droit de vous opposer",
            "Your right to object",
        ),
        "rights.objection.text": (
            "Vous pouvez à tout moment vous opposer à l’usage fondé sur notre intérêt légitime "
            "(RGPD, art.\xa021).",
            "You can object at any time to a use that rests on our legitimate interest (GDPR Art.\xa021).",
        ),
        "rights.objection.marketing": (
            "Vous pouvez vous opposer à la prospection à tout moment, sans donner de motif\xa0: nous y mettons fin.",
            "You can object to marketing at any time, without giving a reason, and we stop it.",
        ),
        "rights.list": ("Vous avez le droit\xa0:", "You have the right:"),
        "right.information": (
            "de savoir ce que nous faisons de vos données (art.\xa013 et 14)",
            "to know what we do with your data (Art.\xa013 and 14)",
        ),
        "right.access": (
            "de voir vos données et d’en recevoir une copie (art.\xa015)",
            "to see your data and receive a copy (Art.\xa015)",
        ),
        "right.rectification": (
            "de faire corriger ce qui est inexact (art.\xa016)",
            "to have what is wrong put right (Art.\xa016)",
        ),
        "right.completion": (
            "de faire compléter ce qui manque (art.\xa016)",
            "to have what is missing added (Art.\xa016)",
        ),
        "right.erasure": (
            "de faire effacer vos données (art.\xa017)",
            "to have your data erased (Art.\xa017)",
        ),
        "right.restriction": (
            "de faire limiter leur usage (art.\xa018)",
            "to have its use restricted (Art.\xa018)",
        ),
        "right.objection": (
            "de vous opposer à un usage fondé sur notre intérêt légitime (art.\xa021)",
            "to object to a use that rests on our legitimate interest (Art.\xa021)",
        ),
        "right.objection_to_marketing": (
            "de mettre fin à la prospection (art.\xa021)",
            "to stop marketing (Art.\xa021)",
        ),
        "right.portability": (
            "de recevoir ce que vous nous avez fourni, dans un format réutilisable (art.\xa020)",
            "to receive what you gave us in a format that can be reused (Art.\xa020)",
        ),
        "right.transmission": (
            "de le faire transmettre directement à un autre organisme, quand c’est possible (art.\xa020)",
            "to have it sent straight to another body, where that can be done (Art.\xa020)",
        ),
        "right.withdrawal": (
            "de retirer votre consentement (art.\xa07.3)",
            "to take your consent back (Art.\xa07(3))",
        ),
        "right.human_review": (
            "de faire revoir une décision automatisée par une personne (art.\xa022)",
            "to have an automated decision reviewed by a person (Art.\xa022)",
        ),
        "right.after_death": (
            "de donner des directives sur vos données après votre mort (loi 78-17, art.\xa085)",
            "to give directives on your data after your death (loi 78-17 Art.\xa085)",
        ),
        "right.information.name": ("Information", "Information"),
        "right.access.name": ("Accès", "Access"),
        "right.rectification.name": ("Rectification", "Rectification"),
        "right.completion.name": ("Complément", "Completion"),
        "right.erasure.name": ("Effacement", "Erasure"),
        "right.restriction.name": ("Limitation de l’usage", "Restriction of use"),
        "right.objection.name": ("Opposition", "Objection"),
        "right.objection_to_marketing.name": ("Opposition à la prospection", "Objection to marketing"),
        "right.portability.name": ("Portabilité", "Portability"),
        "right.transmission.name": ("Transmission directe", "Direct transmission"),
        "right.withdrawal.name": ("Retrait du consentement", "Withdrawal of consent"),
        "right.human_review.name": ("Examen par une personne", "Review by a person"),
        "right.after_death.name": ("Directives après la mort", "Directives after death"),
        "right.more": ("En détail, droit par droit", "In detail, right by right"),
        "right.text": ("Précision", "Detail"),
        "right.grounds": ("Dans quels cas", "In which cases"),
        "right.exceptions": ("Exceptions prévues par la loi", "Exceptions the law allows"),
        "right.excluded": ("Non compris", "Left out"),
        "right.allowed": ("Ce qui reste possible", "What stays possible"),
        "right.outcomes": ("Ce qui peut en résulter", "What can come of it"),
        "right.applicants": ("Qui peut le demander pour vous", "Who may ask for you"),
        "right.formats": ("Formats", "Formats"),
        "right.condition": ("À condition que", "Only if"),
        "right.notice": ("Ce que nous vous disons", "What we tell you"),
        "right.deadline": ("Délai", "Time limit"),
        "right.deadline.none": ("aussitôt", "at once"),
        "right.channels": ("Par quel moyen", "How to ask"),
        "right.statement": ("Ce que vous pouvez déposer", "What you can file"),
        "rights.how": ("Comment les exercer", "How to use them"),
        "rights.channels": ("Par quel moyen\xa0: {channels}.", "How to ask: {channels}."),
        "rights.contact": ("Écrivez-nous\xa0:", "Write to us:"),
        "rights.deadline": (
            "Nous répondons dans un délai {deadline} à compter de la réception.",
            "We answer within {deadline} of receipt.",
        ),
        "rights.deadline.other": (
            "Nous répondons dans un délai {deadline} (point de départ\xa0: {start}).",
            "We answer within {deadline} (counted from {start}).",
        ),
        "rights.extension": (
            "Ce délai peut être prolongé {extension}\xa0; nous vous disons alors pourquoi, avant la fin du "
            "premier délai.",
            "We may take {extension} more; we then tell you why, before the first period ends.",
        ),
        "rights.extension.when": ("C’est le cas {when}.", "We do so {when}."),
        "rights.no_extension": ("Ce délai n’est jamais prolongé.", "This time is never extended."),
        "rights.free": ("C’est gratuit.", "It is free."),
        "rights.fee": (
            "C’est gratuit, sauf pour une demande manifestement infondée ou excessive.",
            "It is free, save for a manifestly unfounded or excessive request.",
        ),
        "rights.identity": (
            "Pour vérifier qui vous êtes, nous demandons\xa0: {identity}.",
            "To make sure who you are, we ask for: {identity}.",
        ),
        "rights.fields": ("Dites-nous, si possible\xa0: {fields}.", "Tell us, if you can: {fields}."),
        "rights.mandatory": ("Nous avons besoin de\xa0: {fields}.", "We need: {fields}."),
        "rights.complaint": ("Réclamation", "Complaint"),
        "rights.complaint.text": (
            "Si notre réponse ne vous convient pas, vous pouvez vous adresser à l’autorité de contrôle "
            "(art.\xa077).",
            "If our answer does not satisfy you, you can turn to the supervisory authority (Art.\xa077).",
        ),
        "after_death": ("Après votre mort", "After your death"),
        "after_death.text": (
            "Vos directives peuvent porter sur\xa0: {subjects}.",
            "Your directives can be about: {subjects}.",
        ),
        # --- messages ---------------------------------------------------------------------------------------
        "channels": ("Les messages que nous envoyons", "The messages we send"),
        "channels.how": ("Moyen", "Channel"),
        "channels.stop": ("Pour ne plus en recevoir", "To stop them"),
        "channels.reminder": ("Rappel dans chaque message", "What each message says"),
        "channels.topics": ("Vous choisissez les sujets\xa0: {topics}.", "You choose the topics: {topics}."),
        "channels.ask": ("dites-le-nous", "tell us"),
        # --- cookies ----------------------------------------------------------------------------------------
        "cookies": ("Les cookies", "Cookies"),
        "cookies.free": (
            "sans consentement, car nécessaires ou dispensés",
            "without consent: necessary or exempt",
        ),
        "cookies.consent": ("seulement avec votre consentement", "only with your consent"),
        "cookies.category": ("{title} – {consent}", "{title} – {consent}"),
        "cookies.name": ("Nom", "Name"),
        "cookies.what": ("À quoi il sert", "What it does"),
        "cookies.by": ("Déposé par", "Set by"),
        "cookies.us": ("nous", "us"),
        "cookies.life": ("Durée", "How long"),
        "cookies.session": ("jusqu’à la fermeture du navigateur", "until the browser is closed"),
        "cookies.hosts": ("Serveurs", "Hosts"),
        "cookies.own": ("ce site", "this site"),
        "cookies.anonymous": ("anonyme", "anonymous"),
        "cookies.none": ("Aucun cookie dans cette catégorie.", "No cookie in this category."),
        "cookies.choose": (
            "Vous choisissez à la première visite\xa0; refuser est aussi simple qu’accepter.",
            "You choose at your first visit; refusing is as easy as accepting.",
        ),
        "cookies.kept": (
            "Nous retenons votre choix {period}, puis vous reposons la question.",
            "We remember your choice for {period}, then ask again.",
        ),
        "cookies.link": (
            "Vous pouvez changer d’avis à tout moment par le lien «\xa0{link}\xa0», présent sur chaque page.",
            "You can change your mind at any time with the link “{link}” on every page.",
        ),
        "cookies.platforms": (
            "Il existe aussi des plateformes de choix\xa0: {platforms}.",
            "There are also platforms on which to choose: {platforms}.",
        ),
        # --- forms ------------------------------------------------------------------------------------------
        "forms": ("Ce que demandent nos formulaires", "What our forms ask for"),
        "forms.field": ("Champ", "Field"),
        "forms.needed": ("Réponse", "Answer"),
        "forms.yes": ("obligatoire", "required"),
        "forms.no": ("facultatif", "optional"),
        "forms.without": ("Si vous ne le remplissez pas", "If you leave it empty"),
        "forms.open": ("Ouvrir le formulaire", "Open the form"),
        "forms.not_sent": ("le formulaire ne peut pas être envoyé", "the form cannot be sent"),
        "forms.stays": (
            "Sans un champ obligatoire, le formulaire ne peut pas être envoyé.",
            "Without a required field the form cannot be sent.",
        ),
        "forms.nothing": ("sans conséquence", "no consequence"),
        # --- the notice of a form ---------------------------------------------------------------------------
        "notice.heading": ("Ce que deviennent vos données", "What becomes of your data"),
        "notice.legend": (
            "Les champs marqués {marker} sont obligatoires.",
            "Fields marked {marker} are required.",
        ),
        "notice.who": (
            "{name} est responsable des données que vous saisissez ici et les utilise pour\xa0:",
            "{name} is responsible for what you enter here and uses it for:",
        ),
        "notice.purpose": ("{title}. {basis}. {kept}.", "{title}. {basis}. {kept}."),
        "notice.recipients": ("Destinataires\xa0: {recipients}.", "Recipients: {recipients}."),
        "notice.transfers": (
            "Certaines quittent l’Espace économique européen, sous garantie.",
            "Some leave the European Economic Area, under a safeguard.",
        ),
        "notice.rights": (
            "Vous pouvez voir vos données, les corriger, les faire effacer, en limiter l’usage et vous y opposer.",
            "You can see your data, put it right, have it erased, restrict its use and object to it.",
        ),
        "notice.contact": ("Pour nous écrire\xa0: {where}.", "Write to us: {where}."),
        "notice.complaint": (
            "Vous pouvez adresser une réclamation à l’autorité de contrôle\xa0: {authority}.",
            "You can complain to the supervisory authority: {authority}.",
        ),
        "notice.more": ("Lire toute la politique", "Read the whole policy"),
        # --- the rest ---------------------------------------------------------------------------------------
        "minors": ("Les mineurs", "Minors"),
        "minors.text": (
            "Avant {age} ans, un consentement se donne avec l’accord d’un titulaire de l’autorité parentale.",
            "Under {age}, consent is given together with a holder of parental responsibility.",
        ),
        "security": ("Comment nous protégeons vos données", "How we protect your data"),
        "security.measure": ("Mesure", "Measure"),
        "security.against": ("Contre", "Against"),
        "security.serves": ("Sert à", "Serves"),
        "security.tested": ("Vérifiée", "Tested"),
        "security.one_by_one": ("Les mesures, une par une", "The measures, one by one"),
        "security.dash": ("–", "–"),
        "breaches": (
            "En cas de violation de données, nous prévenons l’autorité dans un délai de {period} "
            "(RGPD, art.\xa033).",
            "Where data is breached, we tell the authority within {period} (GDPR Art.\xa033).",
        ),
        "breaches.you": (
            "Si le risque pour vous est élevé, nous vous prévenons aussi (art.\xa034).",
            "Where the risk for you is high, we tell you too (Art.\xa034).",
        ),
        "more": ("À savoir aussi", "Also good to know"),
        "changes": ("Quand cette politique change", "When this policy changes"),
        "changes.material_changes": (
            "Nous vous prévenons des changements importants avant qu’ils prennent effet.",
            "We tell you of material changes before they take effect.",
        ),
        "changes.every_change": (
            "Nous vous prévenons de chaque changement avant qu’il prenne effet.",
            "We tell you of every change before it takes effect.",
        ),
        "changes.never": (
            "La date et la liste des changements figurent sur la page des versions.",
            "The date and the list of changes stand on the page of versions.",
        ),
        "changes.by": ("Comment\xa0: {channels}.", "How: {channels}."),
        "changes.when_outgrown": (
            "Quand un changement dépasse ce à quoi vous avez consenti, nous vous redemandons votre accord.",
            "Where a change goes beyond what you agreed to, we ask you again.",
        ),
        "changes.asked_always": (
            "À chaque changement, nous vous redemandons votre accord.",
            "At each change we ask for your consent again.",
        ),
        "links": ("Documents liés", "Related documents"),
    }
)
