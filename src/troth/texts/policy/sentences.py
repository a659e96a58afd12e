"""Every fixed sentence of the published policy, French and English side by side. Braces are filled in."""

from collections.abc import Mapping
from types import MappingProxyType

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # --- the page ---------------------------------------------------------------------------------------
        "title": ("Politique de confidentialité – {name}", "Privacy policy – {name}"),
        "heading": ("Politique de confidentialité", "Privacy policy"),
        "skip": ("Aller au contenu", "Skip to the content"),
        "languages": ("Langue", "Language"),
        "contents": ("Sommaire", "Contents"),
        "edition": (
            "Version {number}, applicable à partir du {day}",
            "Version {number}, in force from {day}",
        ),
        "edition.dated": ("Son texte est daté du {day}.", "Its text is dated {day}."),
        "edition.versions": ("toutes les versions", "all versions"),
        "edition.scope": ("Elle concerne\xa0: {scope}.", "It covers: {scope}."),
        "foot": (
            "Cette page n’appelle aucun autre serveur, ne dépose aucun cookie et n’exécute aucun script.",
            "This page calls no other server, sets no cookie and runs no script.",
        ),
        "foot.machine": ("La même politique, lisible par une machine", "The same policy, for machines"),
        "coming": (
            "Une nouvelle version s’appliquera le {day}. {link}",
            "A new version takes effect on {day}. {link}",
        ),
        "coming.link": ("Lire la version {number}", "Read version {number}"),
        # --- in short ---------------------------------------------------------------------------------------
        "short": ("L’essentiel", "In short"),
        "short.controller": (
            "{name} est responsable de vos données. {link}",
            "{name} is responsible for your data. {link}",
        ),
        "short.controller.link": ("Qui nous sommes", "Who we are"),
        "short.purposes.one": (
            "Nous utilisons vos données pour une seule finalité. {link}",
            "We use your data for one purpose only. {link}",
        ),
        "short.purposes.many": (
            "Nous utilisons vos données pour {count} finalités\xa0; chacune dit sur quelle base et combien de "
            "temps. {link}",
            "We use your data for {count} purposes; each says on which basis and how long. {link}",
        ),
        "short.purposes.link": ("Les finalités", "The purposes"),
        "short.recipients.none": (
            "Personne d’autre que nous ne reçoit vos données.",
            "Nobody but us receives your data.",
        ),
        "short.recipients.one": (
            "Un destinataire reçoit une partie de vos données. {link}",
            "One recipient gets some of your data. {link}",
        ),
        "short.recipients.many": (
            "{count} destinataires reçoivent une partie de vos données. {link}",
            "{count} recipients get some of your data. {link}",
        ),
        "short.recipients.link": ("Les destinataires", "The recipients"),
        "short.transfers": (
            "Certaines données quittent l’Espace économique européen. {link}",
            "Some data leaves the European Economic Area. {link}",
        ),
        "short.transfers.link": ("Où et avec quelle garantie", "Where to, and how it is protected"),
        "short.cookies": (
            "Les cookies qui demandent votre accord l’attendent. {link}",
            "Cookies that need your consent wait for it. {link}",
        ),
        "short.cookies.link": ("Les cookies", "The cookies"),
        "short.rights": (
            "Vous pouvez voir vos données, les corriger, les faire effacer et vous opposer à leur usage. {link}",
            "You can see your data, put it right, have it erased and object to its use. {link}",
        ),
        "short.rights.link": ("Vos droits", "Your rights"),
        # --- who --------------------------------------------------------------------------------------------
        "who": ("Qui est responsable de vos données", "Who is responsible for your data"),
        "who.controller": ("Responsable du traitement", "Controller"),
        "who.trade_name": ("Nom commercial", "Trade name"),
        "who.form": ("Société", "Company"),
        "who.capital": ("{form} au capital de {capital}", "{form} with a capital of {capital}"),
        "who.register": ("Immatriculation", "Registration"),
        "who.vat": ("TVA\xa0: {number}", "VAT: {number}"),
        "who.representative": ("Représentée par", "Represented by"),
        "who.address": ("Nous écrire", "Write to us"),
        "who.joint": ("Responsables conjoints", "Joint controllers"),
        "who.union": ("Représentant dans l’Union", "Representative in the Union"),
        "who.officer": ("Délégué à la protection des données", "Data protection officer"),
        "who.no_officer": (
            "Nous n’avons pas désigné de délégué\xa0: {because}",
            "We have not appointed one: {because}",
        ),
        "who.contacts": ("Autres points de contact", "Other contact points"),
        # --- what for ---------------------------------------------------------------------------------------
        "purposes": ("Pourquoi nous utilisons vos données", "What we use your data for"),
        "purposes.intro": (
            "Chaque finalité s’ouvre\xa0: données, base légale, destinataires, durée et droits.",
            "Each purpose opens: data, legal basis, recipients, period and rights.",
        ),
        "purposes.gist": ("{basis}\xa0; {kept}", "{basis}; {kept}"),
        "basis.consent": ("avec votre consentement", "with your consent"),
        "basis.contract": ("pour le contrat avec vous", "for the contract with you"),
        "basis.legal_obligation": ("parce que la loi l’impose", "because the law demands it"),
        "basis.vital_interest": ("pour protéger des intérêts vitaux", "to protect vital interests"),
        "basis.public_task": ("pour une mission d’intérêt public", "for a task in the public interest"),
        "basis.legitimate_interest": ("pour notre intérêt légitime", "for our legitimate interest"),
        "basis.none": ("base légale non précisée", "legal basis not stated"),
        "purpose.data": ("Données", "Data"),
        "purpose.data.of": ("{record}\xa0: {items}", "{record}: {items}"),
        "purpose.data.none": (
            "aucune donnée enregistrée dans nos bases",
            "no data kept in our databases",
        ),
        "purpose.data.special": ("donnée sensible\xa0: {ground}", "special category: {ground}"),
        "purpose.basis": ("Base légale", "Legal basis"),
        "purpose.basis.role": ("{basis} – {role}", "{basis} – {role}"),
        "purpose.kept": ("Durée de conservation", "Kept"),
        "kept.consent": (
            "tant que vous n’avez pas retiré votre consentement",
            "until you take your consent back",
        ),
        "purpose.archive": (
            "puis archivé {period} – {ground}",
            "then archived {period} – {ground}",
        ),
        "purpose.readers": ("Accès aux archives", "Who reads the archive"),
        "purpose.recipients": ("Destinataires", "Recipients"),
        "purpose.recipients.none": ("personne d’autre que nous", "nobody but us"),
        "purpose.sources": ("Origine", "Where it comes from"),
        "purpose.sources.of": ("{item}\xa0: {sources}", "{item}: {sources}"),
        "purpose.channels": ("Nous vous joignons par", "We reach you by"),
        "purpose.choices": ("Vous choisissez séparément", "You choose apart"),
        "purpose.asked": ("Ce que nous vous demandons", "What we ask you"),
        "purpose.asked.text": ("«\xa0{words}\xa0»", "“{words}”"),
        "purpose.validity": ("Votre choix vaut", "Your choice holds for"),
        "purpose.refusal": ("Si vous refusez", "If you refuse"),
        "purpose.decision": ("Décision automatisée", "Automated decision"),
        "purpose.decision.logic": ("Comment\xa0: {logic}", "How: {logic}"),
        "purpose.decision.effect": ("Ce qui en découle\xa0: {effect}", "What follows: {effect}"),
        "purpose.decision.review": (
            "Vous pouvez demander qu’une personne l’examine, donner votre avis et la contester. {review}",
            "You can ask for a person to look at it, give your view and contest it. {review}",
        ),
        "purpose.outputs": ("Ce que nous en tirons", "What we make of it"),
        "purpose.minors": (
            "Pas destiné aux personnes de moins de {age} ans.",
            "Not meant for people under {age}.",
        ),
        "purpose.rights": ("Vos droits ici", "Your rights here"),
        "purpose.right.consent": (
            "Vous pouvez retirer votre consentement à tout moment, sans effet sur ce qui a précédé.",
            "You can take your consent back at any time; what was done before stays lawful.",
        ),
        "purpose.right.portability": (
            "Vous pouvez emporter les données que vous nous avez fournies.",
            "You can move the data that you gave us to another service.",
        ),
        "purpose.right.objection": (
            "Vous pouvez vous opposer à cet usage pour des raisons tenant à votre situation.",
            "You can object to this use for reasons of your own situation.",
        ),
        "purpose.right.marketing": (
            "Vous pouvez vous opposer à la prospection à tout moment et sans motif.",
            "You can object to marketing at any time and without a reason.",
        ),
        "purpose.right.duty": (
            "La loi nous impose cet usage\xa0: vous ne pouvez ni vous y opposer ni faire effacer "
            "ces données avant terme.",
            "The law demands this use: you can neither object nor have this data erased before its time.",
        ),
        # --- recipients -------------------------------------------------------------------------------------
        "recipients": ("Qui reçoit vos données", "Who receives your data"),
        "recipients.none": (
            "Personne d’autre que nous ne reçoit vos données.",
            "Nobody but us receives your data.",
        ),
        "recipients.who": ("Destinataire", "Recipient"),
        "recipients.role": ("Rôle", "Role"),
        "recipients.what": ("Données", "Data"),
        "recipients.why": ("Pour", "For"),
        "recipients.where": ("Pays", "Countries"),
        "recipients.all_items": ("celles de ces finalités", "those of these purposes"),
        "recipients.no_purpose": ("aucune finalité déclarée", "no declared purpose"),
        "recipients.unknown": ("non précisé", "not stated"),
        "recipients.policy": ("sa politique", "its own policy"),
        "role.internal": ("un de nos services", "one of our departments"),
        "role.processor": ("travaille pour nous, sur nos instructions", "works for us, on our instructions"),
        "role.joint_controller": ("décide avec nous", "decides together with us"),
        "role.controller": ("décide lui-même de son usage", "decides itself on its use"),
        "role.authority": ("autorité publique", "public authority"),
        # --- transfers --------------------------------------------------------------------------------------
        "transfers": (
            "Hors de l’Espace économique européen",
            "Outside the European Economic Area",
        ),
        "transfers.intro": (
            "Ces destinataires reçoivent des données hors de l’Espace économique européen.",
            "These recipients get data outside the European Economic Area.",
        ),
        "transfers.country": ("Pays", "Country"),
        "transfers.tool": ("Garantie", "Safeguard"),
        "transfers.copy": ("Copie de la garantie", "Copy of the safeguard"),
        "transfers.copy.ask": ("sur demande", "on request"),
        "tool.adequacy": ("décision d’adéquation (RGPD, art.\xa045)", "adequacy decision (GDPR Art.\xa045)"),
        "tool.standard_clauses": (
            "clauses contractuelles types (RGPD, art.\xa046)",
            "standard contractual clauses (GDPR Art.\xa046)",
        ),
        "tool.binding_rules": (
            "règles d’entreprise contraignantes (RGPD, art.\xa047)",
            "binding corporate rules (GDPR Art.\xa047)",
        ),
        "tool.derogation": ("dérogation (RGPD, art.\xa049)", "derogation (GDPR Art.\xa049)"),
        "tool.none": ("non précisée", "not stated"),
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
            "À la prospection, vous pouvez vous opposer sans donner de motif, et nous y mettons fin.",
            "You can object to marketing without giving a reason, and we stop it.",
        ),
        "rights.list": ("Vous avez le droit\xa0:", "You have the right:"),
        "right.information": (
            "de savoir ce que nous faisons de vos données (art.\xa013 et 14)",
            "to know what we do with your data (Art.\xa013 and 14)",
        ),
        "right.access": (
            "de voir vos données et d’en recevoir une copie (art.\xa015)",
            "to see your data and get a copy (Art.\xa015)",
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
            "d’en faire limiter l’usage (art.\xa018)",
            "to have its use restricted (Art.\xa018)",
        ),
        "right.objection": (
            "de vous opposer à leur usage pour notre intérêt (art.\xa021)",
            "to object to its use for our interest (Art.\xa021)",
        ),
        "right.objection_to_marketing": (
            "de mettre fin à la prospection (art.\xa021)",
            "to stop marketing (Art.\xa021)",
        ),
        "right.portability": (
            "de recevoir ce que vous nous avez fourni, dans un format réutilisable (art.\xa020)",
            "to get what you gave us in a format that machines read (Art.\xa020)",
        ),
        "right.transmission": (
            "de le faire transmettre directement à un autre organisme, si c’est possible (art.\xa020)",
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
        "right.more": ("Précisions", "More about it"),
        "right.text": ("Ce que nous précisons", "What we add"),
        "right.grounds": ("Dans quels cas", "In which cases"),
        "right.exceptions": ("Exceptions prévues par la loi", "Exceptions that the law allows"),
        "right.excluded": ("Non compris", "Left out"),
        "right.allowed": ("Ce qui reste possible", "What stays possible"),
        "right.outcomes": ("Ce qui peut en résulter", "How it can end"),
        "right.applicants": ("Qui peut le demander pour vous", "Who may ask for you"),
        "right.formats": ("Formats", "Formats"),
        "right.condition": ("À condition que", "Only if"),
        "right.notice": ("Ce que nous vous disons", "What we tell you"),
        "right.deadline": ("Délai", "Time limit"),
        "right.channels": ("Par quel moyen", "How to ask"),
        "right.statement": ("Ce que vous pouvez déposer", "What you can file"),
        "rights.how": ("Comment les exercer", "How to use them"),
        "rights.channels": ("Par quel moyen\xa0: {channels}.", "How to ask: {channels}."),
        "rights.contact": ("Écrivez-nous\xa0:", "Write to us:"),
        "rights.deadline": (
            "Nous répondons dans un délai de {deadline} à compter de la réception.",
            "We answer within {deadline} of receipt.",
        ),
        "rights.deadline.other": (
            "Nous répondons dans un délai de {deadline} (point de départ\xa0: {start}).",
            "We answer within {deadline} (counted from {start}).",
        ),
        "rights.extension": (
            "Ce délai peut être prolongé de {extension}\xa0; nous vous disons alors pourquoi, avant la fin du "
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
            "Pour vous reconnaître, nous demandons\xa0: {identity}.",
            "To recognise you, we ask for: {identity}.",
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
        "channels.reminder": ("Chaque message rappelle", "Each message recalls"),
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
            "Votre choix est retenu {period}, puis nous le redemandons.",
            "We remember your choice for {period}, then ask again.",
        ),
        "cookies.link": (
            "Vous le changez à tout moment par le lien «\xa0{link}\xa0», présent sur chaque page.",
            "You change it at any time by the link “{link}” on every page.",
        ),
        "cookies.platforms": (
            "Il existe aussi des plateformes de choix\xa0: {platforms}.",
            "There are also platforms to choose on: {platforms}.",
        ),
        # --- forms ------------------------------------------------------------------------------------------
        "forms": ("Ce que demandent nos formulaires", "What our forms ask for"),
        "forms.field": ("Champ", "Field"),
        "forms.needed": ("Obligatoire", "Required"),
        "forms.yes": ("obligatoire", "required"),
        "forms.no": ("facultatif", "optional"),
        "forms.without": ("Si vous ne le remplissez pas", "If you leave it empty"),
        "forms.open": ("Ouvrir le formulaire", "Open the form"),
        "forms.not_sent": ("le formulaire ne peut pas être envoyé", "the form cannot be sent"),
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
        "notice.recipients": ("Les reçoivent\xa0: {recipients}.", "They are received by: {recipients}."),
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
            "Avant {age} ans, le consentement est donné avec le titulaire de l’autorité parentale.",
            "Below {age}, consent is given together with a holder of parental responsibility.",
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
            "another value is applied, because the law demands it ({source})",
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
