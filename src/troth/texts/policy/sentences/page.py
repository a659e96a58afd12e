"""The page: its frame, the first layer, who, purposes, recipients and transfers."""

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
    }
)
