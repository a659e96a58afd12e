"""Every fixed sentence, French and English side by side. What stands in braces is filled in."""

from collections.abc import Mapping
from types import MappingProxyType

from troth.texts.language import Language

_SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # --- the page of an access answer -------------------------------------------------------------------
        "page.title": ("Vos données personnelles – {site}", "Your personal data – {site}"),
        "page.heading": ("Vos données personnelles", "Your personal data"),
        "page.intro": (
            "Vous avez demandé à {site} une copie de vos données (RGPD, art. 15). "
            "Voici tout ce que nous détenons à votre sujet le {day}, la raison pour laquelle nous le gardons "
            "et jusqu’à quand.",
            "You asked {site} for a copy of your data (GDPR Art. 15). "
            "This is all that we hold about you on {day}, why we keep it and until when.",
        ),
        "page.known_by": ("Nous vous connaissons par\u202f:", "We know you by:"),
        "page.languages": ("Langue", "Language"),
        "page.contents": ("Sommaire", "Contents"),
        "page.nothing": (
            "Nous n’avons trouvé aucun enregistrement à votre sujet.",
            "We found no record about you.",
        ),
        "page.nothing_in_reach": (
            "Dans les bases qui ont répondu, nous n’avons trouvé aucun enregistrement à votre sujet.",
            "In the databases that answered, we found no record about you.",
        ),
        "page.down": (
            "Une partie de nos bases n’a pas répondu\u202f: {stores}. "
            "Cette réponse est donc incomplète\u202f; nous vous enverrons le reste.",
            "Some of our databases did not answer: {stores}. This answer is therefore incomplete; "
            "we will send you the rest.",
        ),
        "page.records.one": ("1 enregistrement", "1 record"),
        "page.records.many": ("{count} enregistrements", "{count} records"),
        "page.first_rows": (
            "Voici les {shown} premiers sur {count}\u202f; tous sont dans le fichier {file}.",
            "These are the first {shown} of {count}; all of them are in the file {file}.",
        ),
        "page.clipped": ("(suite dans {file})", "(the rest is in {file})"),
        # --- a purpose --------------------------------------------------------------------------------------
        "purpose.basis": ("Base légale", "Legal basis"),
        "purpose.basis_as": ("{basis} – en tant que {role}", "{basis} – as {role}"),
        "purpose.kept": ("Durée de conservation", "Kept"),
        "purpose.archived": ("Archivage", "Archived"),
        "purpose.archive": (
            "puis {period}, hors de nos bases courantes\u202f: {ground}",
            "then {period}, apart from our active databases: {ground}",
        ),
        "purpose.readers": (" (seuls y ont accès\u202f: {readers})", " (read only by: {readers})"),
        "purpose.recipients": ("Destinataires", "Recipients"),
        "purpose.no_recipients": ("personne en dehors de nous", "nobody but us"),
        "purpose.refusal": ("Si vous refusez", "If you refuse"),
        "purpose.origin": ("D’où viennent ces données", "Where this data comes from"),
        "purpose.sources": ("{origin}\u202f: {sources}", "{origin}: {sources}"),
        "purpose.decision": ("Décision automatisée", "Automated decision"),
        "purpose.decision_text": (
            "{title}. Comment\u202f: {logic} Conséquence\u202f: {effect}",
            "{title}. How: {logic} Effect: {effect}",
        ),
        "purpose.marketing": (
            "Vous pouvez vous y opposer à tout moment, sans motif.",
            "You can object at any time, without giving a reason.",
        ),
        # --- a table of records -----------------------------------------------------------------------------
        "table.until": ("Conservation", "Kept"),
        "table.context": ("Repères", "Context"),
        "table.empty": ("vide", "empty"),
        "table.withheld": (
            "détenu bien que la loi l’interdise ({law})\u202f; non reproduit ici, en cours d’effacement",
            "held although the law forbids it ({law}); not shown here, and being erased",
        ),
        "table.as": ("en tant que {roles}", "as {roles}"),
        "state.active": ("{until}", "{until}"),
        "state.archived": ("archivé {until}", "archived {until}"),
        "state.frozen": ("gardé sans être utilisé\u202f: {until}", "kept and not used: {until}"),
        # --- what no claim of a purpose holds ---------------------------------------------------------------
        "why.heading": ("Données qu’aucune finalité n’utilise", "Data that no purpose uses"),
        "why.hold": (
            "Archivées pour un litige ou une enquête (RGPD, art. 17.3.e)",
            "Archived for a dispute or an inquiry (GDPR Art. 17(3)(e))",
        ),
        "why.restriction": (
            "Gardées sans être utilisées\u202f: leur usage est limité à votre demande (RGPD, art. 18)",
            "Kept and not used: you had their use restricted (GDPR Art. 18)",
        ),
        "why.others": (
            "Gardées parce qu’elles concernent aussi une autre personne",
            "Kept because they are about another person too",
        ),
        "why.pending": (
            "Gardées sans être utilisées, tant qu’un point reste à éclaircir",
            "Kept and not used until something is made clear",
        ),
        "why.nothing": (
            "Plus rien ne les retient\u202f: elles seront effacées au prochain passage",
            "Nothing holds them any more: they will be erased at the next run",
        ),
        # --- decisions --------------------------------------------------------------------------------------
        "facts.heading": ("Vos choix et vos demandes", "Your choices and requests"),
        "facts.intro": ("Ce que nous avons enregistré\u202f:", "What we recorded:"),
        "facts.date": ("Date", "Date"),
        "facts.what": ("Quoi", "What"),
        "facts.about": ("Concerne", "About"),
        "facts.everything": ("tout", "everything"),
        "fact.given": ("consentement donné", "consent given"),
        "fact.refused": ("consentement refusé", "consent refused"),
        "fact.withdrawn": ("consentement retiré", "consent withdrawn"),
        "fact.objected": ("opposition", "objection"),
        "fact.upheld": ("opposition acceptée", "objection upheld"),
        "fact.rejected": ("opposition rejetée", "objection rejected"),
        "fact.erased": ("effacement accordé", "erasure granted"),
        "fact.unlawful": ("effacement accordé (usage illicite)", "erasure granted (unlawful use)"),
        "fact.restricted": ("limitation de l’usage", "restriction of use"),
        "fact.lifted": ("fin de la limitation", "restriction lifted"),
        "fact.happened": ("événement\u202f: {event}", "event: {event}"),
        "fact.cancelled": ("événement annulé\u202f: {event}", "event cancelled: {event}"),
        # --- undeclared -------------------------------------------------------------------------------------
        "undeclared.heading": ("Ce que nous n’avons pas encore décrit", "What we have not described yet"),
        "undeclared.columns": (
            "À côté de vos enregistrements, ces colonnes n’ont pas encore été décrites. Nous n’en avons lu "
            "aucun contenu\u202f; demandez-nous de les examiner si vous le souhaitez.",
            "Beside your records stand these columns, which nobody has described yet. We have not read what "
            "they hold; ask us to look at them if you wish.",
        ),
        "undeclared.tables": (
            "Ces tables, non décrites, renvoient à celles où se trouvent vos enregistrements\u202f:",
            "These tables, not described, point at those that hold your records:",
        ),
        # --- rights -----------------------------------------------------------------------------------------
        "rights.heading": ("Vos droits", "Your rights"),
        "rights.intro": ("Vous pouvez à tout moment nous demander\u202f:", "At any time you can ask us:"),
        "rights.rectification": (
            "de corriger une donnée inexacte (art. 16)\u202f;",
            "to put right what is wrong (Art. 16);",
        ),
        "rights.erasure": ("d’effacer vos données (art. 17)\u202f;", "to erase your data (Art. 17);"),
        "rights.restriction": ("d’en limiter l’usage (art. 18)\u202f;", "to restrict its use (Art. 18);"),
        "rights.portability": (
            "de recevoir dans un format lisible par une machine ce que vous nous avez fourni "
            "(art. 20)\u202f;",
            "for what you gave us in a format that machines read (Art. 20);",
        ),
        "rights.objection": (
            "de ne plus les utiliser, lorsque nous invoquons notre intérêt (art. 21)\u202f;",
            "to stop using it, where we rely on our interest (Art. 21);",
        ),
        "rights.withdrawal": (
            "de retirer un consentement, aussi simplement que vous l’avez donné (art. 7.3).",
            "to take a consent back, as easily as you gave it (Art. 7(3)).",
        ),
        "rights.contact": ("Pour nous écrire", "Write to us"),
        "rights.officer": ("Délégué à la protection des données", "Data protection officer"),
        "rights.complaint": (
            "Si notre réponse ne vous convient pas, vous pouvez saisir {authority} (art. 77).",
            "If our answer does not satisfy you, you can complain to {authority} (Art. 77).",
        ),
        "rights.authority": ("l’autorité de contrôle", "the supervisory authority"),
        "transfers.heading": ("Hors de l’Union européenne", "Outside the European Union"),
        "transfers.text": (
            "{recipient} – pays\u202f: {country}\u202f; garantie\u202f: {tool}{copy}.",
            "{recipient} – country: {country}; safeguard: {tool}{copy}.",
        ),
        "transfers.copy": (", dont une copie est ici\u202f: {url}", ", a copy of which is here: {url}"),
        "transfer.adequacy": ("décision d’adéquation", "adequacy decision"),
        "transfer.standard_clauses": ("clauses contractuelles types", "standard contractual clauses"),
        "transfer.binding_rules": ("règles d’entreprise contraignantes", "binding corporate rules"),
        "transfer.derogation": ("dérogation (RGPD, art. 49)", "derogation (GDPR Art. 49)"),
        "transfer.none": ("non précisée", "not stated"),
        # --- files ------------------------------------------------------------------------------------------
        "files.heading": ("Les fichiers de cette réponse", "The files of this answer"),
        "files.page": ("cette page", "this page"),
        "files.json": (
            "tout, dans un format lisible par une machine, avec la raison de chaque donnée",
            "everything, in a format that machines read, with the reason for each datum",
        ),
        "files.csv": ("{count}, à ouvrir dans un tableur", "{count}, for a spreadsheet"),
        "files.manifest": (
            "l’empreinte de chaque fichier (SHA-256)",
            "the fingerprint of each file (SHA-256)",
        ),
        "files.formula": (
            "Dans les fichiers CSV, un texte qui commence comme une formule est précédé d’une "
            "apostrophe\u202f; data.json le donne tel quel.",
            "In the CSV files a text that begins like a formula has an apostrophe before it; "
            "data.json has it as it is.",
        ),
    }
)


def sentence(name: str, language: Language, **filled: object) -> str:
    """The sentence of that name, with what stands in braces filled in."""
    fr, en = _SENTENCES[name]
    return (fr if language == "fr" else en).format(**filled)


def sentence_names() -> frozenset[str]:
    """The name of every sentence."""
    return frozenset(_SENTENCES)
