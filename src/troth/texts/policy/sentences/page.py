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
        "edition.dated": ("Elle reprend le texte daté du {day}.", "It takes up the text dated {day}."),
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
            "Nous utilisons vos données pour {count} finalités, chacune avec sa base légale et sa durée. {link}",
            "We use your data for {count} purposes, each with its legal basis and its period. {link}",
        ),
        "short.purposes.link": ("Les finalités", "The purposes"),
        "short.recipients.none": (
            "Personne d’autre que nous ne reçoit vos données.",
            "Nobody but us receives your data.",
        ),
        "short.recipients.one": (
            "Un destinataire reçoit une partie de vos données. {link}",
            "One recipient receives some of your data. {link}",
        ),
        "short.recipients.many": (
            "Une partie de vos données va à {count} destinataires. {link}",
            "Some of your data goes to {count} recipients. {link}",
        ),
        "short.recipients.link": ("Les destinataires", "The recipients"),
        "short.transfers": (
            "Certaines données quittent l’Espace économique européen. {link}",
            "Some data leaves the European Economic Area. {link}",
        ),
        "short.transfers.link": ("Où et avec quelle garantie", "Where to, and how it is protected"),
        "short.cookies": (
            "Aucun cookie soumis à votre accord n’est déposé avant que vous l’ayez donné. {link}",
            "No cookie that needs your consent is set before you give it. {link}",
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
            "Ouvrez une finalité pour lire ses données, sa base légale, ses destinataires, sa durée et vos droits.",
            "Open a purpose to read its data, legal basis, recipients, period and your rights.",
        ),
        "purposes.gist": ("{basis}\xa0; {kept}", "{basis}; {kept}"),
        "basis.consent": ("avec votre consentement", "with your consent"),
        "basis.contract": ("pour le contrat avec vous", "for the contract with you"),
        "basis.legal_obligation": ("parce que la loi l’impose", "because the law requires it"),
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
            "puis en archive {period} – {ground}",
            "then in the archive {period} – {ground}",
        ),
        "purpose.readers": ("Accès aux archives", "Who can see the archive"),
        "purpose.recipients": ("Destinataires", "Recipients"),
        "purpose.recipients.none": ("personne d’autre que nous", "nobody but us"),
        "purpose.sources": ("Origine", "Where it comes from"),
        "purpose.sources.of": ("{item}\xa0: {sources}", "{item}: {sources}"),
        "purpose.channels": ("Nous vous joignons par", "We reach you by"),
        "purpose.choices": ("Vous choisissez séparément", "You choose each separately"),
        "purpose.asked": ("Ce que nous vous demandons", "What we ask you"),
        "purpose.asked.text": ("«\xa0{words}\xa0»", "“{words}”"),
        "purpose.validity": ("Votre choix vaut", "Your choice holds for"),
        "purpose.refusal": ("Si vous refusez", "If you refuse"),
        "purpose.decision": ("Décision automatisée", "Automated decision"),
        "purpose.decision.logic": ("Comment elle est prise", "How it is made"),
        "purpose.decision.effect": ("Ce qui en découle", "What follows from it"),
        "purpose.decision.you": ("Ce que vous pouvez faire", "What you can do"),
        "purpose.decision.review": (
            "Vous pouvez demander qu’une personne l’examine, donner votre avis et la contester. {review}",
            "You can have a person look at it, give your view and contest it. {review}",
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
            "You can take the data that you gave us to another service.",
        ),
        "purpose.right.objection": (
            "Vous pouvez vous opposer à cet usage pour des raisons tenant à votre situation.",
            "You can object to this use on grounds relating to your situation.",
        ),
        "purpose.right.marketing": (
            "Vous pouvez vous opposer à la prospection à tout moment et sans motif.",
            "You can object to marketing at any time and without a reason.",
        ),
        "purpose.right.duty": (
            "La loi nous impose cet usage\xa0: vous ne pouvez ni vous y opposer ni faire effacer "
            "ces données avant terme.",
            "The law requires this use: you can neither object to it nor have this data erased before its time.",
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
        "recipients.all_items": ("les données de ces finalités", "the data of these purposes"),
        "recipients.no_purpose": ("aucune finalité déclarée", "no declared purpose"),
        "recipients.unknown": ("non précisé", "not stated"),
        "recipients.authority": ("selon l’autorité", "depends on the authority"),
        "recipients.policy": ("sa politique", "its own policy"),
        "role.internal": ("l’un de nos services", "one of our departments"),
        "role.processor": (
            "sous-traitant, sur nos seules instructions",
            "processor, on our instructions only",
        ),
        "role.joint_controller": ("responsable conjoint, avec nous", "joint controller, with us"),
        "role.controller": ("responsable indépendant", "independent controller"),
        "role.authority": ("autorité publique", "public authority"),
        # --- transfers --------------------------------------------------------------------------------------
        "transfers": (
            "Hors de l’Espace économique européen",
            "Outside the European Economic Area",
        ),
        "transfers.intro": (
            "Ces destinataires reçoivent des données hors de l’Espace économique européen.",
            "These recipients receive data outside the European Economic Area.",
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
