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
            "Vous avez demandé à {site} une copie de vos données (RGPD, art.\xa015). "
            "Voici tout ce que nous détenons à votre sujet le {day}, pourquoi nous le gardons "
            "et jusqu’à quand.",
            "You asked {site} for a copy of your data (GDPR Art.\xa015). "
            "This is all that we hold about you on {day}, why we keep it and until when.",
        ),
        "page.known_by": ("Nous vous connaissons par\xa0:", "We know you by:"),
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
            "Une partie de nos bases n’a pas répondu\xa0: {stores}. "
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
            "puis en archives, {period} – {ground}",
            "then archived, {period} – {ground}",
        ),
        "purpose.readers": ("\u202f; seuls y ont accès\xa0: {readers}", "; read only by: {readers}"),
        "purpose.recipients": ("Destinataires", "Recipients"),
        "purpose.no_recipients": ("personne en dehors de nous", "nobody but us"),
        "purpose.refusal": ("Si vous refusez", "If you refuse"),
        "purpose.origin": ("D’où viennent ces données", "Where this data comes from"),
        "purpose.sources": ("{origin}\xa0: {sources}", "{origin}: {sources}"),
        "purpose.decision": ("Décision automatisée", "Automated decision"),
        "purpose.decision_text": (
            "{title}. Comment\xa0: {logic} Conséquence\xa0: {effect}",
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
            "détenu, bien que la loi l’interdise ({law})\u202f; non reproduit ici",
            "held, although the law forbids it ({law}); not shown here",
        ),
        "table.as": ("en tant que {roles}", "as {roles}"),
        "state.active": ("{until}", "{until}"),
        "state.archived": ("archivé {until}", "archived {until}"),
        "state.frozen": ("gardé sans être utilisé\xa0: {until}", "kept and not used: {until}"),
        # --- what no claim of a purpose holds ---------------------------------------------------------------
        "why.heading": ("Données qu’aucune finalité n’utilise", "Data that no purpose uses"),
        "why.hold": (
            "Archivées pour un litige ou une enquête (RGPD, art.\xa017.3.e)",
            "Archived for a dispute or an inquiry (GDPR Art.\xa017(3)(e))",
        ),
        "why.restriction": (
            "Gardées sans être utilisées\xa0: leur usage est limité à votre demande (RGPD, art.\xa018)",
            "Kept and not used: you had their use restricted (GDPR Art.\xa018)",
        ),
        "why.others": (
            "Gardées parce qu’elles concernent aussi une autre personne",
            "Kept because they are about another person too",
        ),
        "why.pending": (
            "Gardées sans être utilisées, parce qu’une date, une décision ou leur appartenance ne nous est pas connue",
            "Kept and not used, because a date, a decision or whose they are is not known to us",
        ),
        "why.unaccepted": (
            "Gardées sans être utilisées, tant que nos nouvelles règles, qui y mettent fin, n’ont pas été acceptées "
            "par un responsable",
            "Kept and not used, until somebody in charge has accepted our new rules, which end them",
        ),
        "why.nothing": (
            "Plus rien ne les retient\xa0: elles seront effacées au prochain passage",
            "Nothing holds them any more: they will be erased at the next run",
        ),
        # --- decisions --------------------------------------------------------------------------------------
        "facts.heading": ("Vos choix et vos demandes", "Your choices and requests"),
        "facts.intro": ("Ce que nous avons enregistré\xa0:", "What we recorded:"),
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
        "fact.happened": ("événement\xa0: {event}", "event: {event}"),
        "fact.read": ("consultation de vos données archivées", "your archived data was read"),
        "fact.cancelled": ("événement annulé\xa0: {event}", "event cancelled: {event}"),
        # --- undeclared -------------------------------------------------------------------------------------
        "undeclared.heading": ("Ce que nous n’avons pas encore décrit", "What we have not described yet"),
        "undeclared.columns": (
            "À côté de vos enregistrements, ces colonnes n’ont pas encore été décrites. Nous n’en avons lu "
            "aucun contenu\u202f; demandez-nous de les examiner si vous le souhaitez.",
            "Beside your records stand these columns, which nobody has described yet. We have not read what "
            "they hold; ask us to look at them if you wish.",
        ),
        "undeclared.tables": (
            "Ces tables, non décrites, renvoient à celles où se trouvent vos enregistrements\xa0:",
            "These tables, not described, point at those that hold your records:",
        ),
        # --- rights -----------------------------------------------------------------------------------------
        "rights.heading": ("Vos droits", "Your rights"),
        "rights.intro": ("Vous pouvez à tout moment nous demander\xa0:", "At any time you can ask us:"),
        "rights.rectification": (
            "de corriger une donnée inexacte (art.\xa016)\u202f;",
            "to put right what is wrong (Art.\xa016);",
        ),
        "rights.erasure": ("d’effacer vos données (art.\xa017)\u202f;", "to erase your data (Art.\xa017);"),
        "rights.restriction": (
            "d’en limiter l’usage (art.\xa018)\u202f;",
            "to restrict its use (Art.\xa018);",
        ),
        "rights.portability": (
            "de recevoir dans un format lisible par une machine ce que vous nous avez fourni "
            "(art.\xa020)\u202f;",
            "for what you gave us in a format that machines read (Art.\xa020);",
        ),
        "rights.objection": (
            "de ne plus les utiliser, lorsque nous invoquons notre intérêt (art.\xa021)\u202f;",
            "to stop using it, where we rely on our interest (Art.\xa021);",
        ),
        "rights.withdrawal": (
            "de retirer un consentement, aussi simplement que vous l’avez donné (art.\xa07.3).",
            "to take a consent back, as easily as you gave it (Art.\xa07(3)).",
        ),
        "rights.contact": ("Pour nous écrire", "Write to us"),
        "rights.officer": ("Délégué à la protection des données", "Data protection officer"),
        "rights.complaint": (
            "Si notre réponse ne vous convient pas, vous pouvez adresser une réclamation à l’autorité de "
            "contrôle (art.\xa077)\xa0:",
            "If our answer does not satisfy you, you can complain to the supervisory authority (Art.\xa077):",
        ),
        "transfers.heading": ("Hors de l’Union européenne", "Outside the European Union"),
        "transfers.text": (
            "{recipient} – pays\xa0: {country}\u202f; garantie\xa0: {tool}{copy}.",
            "{recipient} – country: {country}; safeguard: {tool}{copy}.",
        ),
        "transfers.copy": (", dont une copie est ici\xa0: {url}", ", a copy of which is here: {url}"),
        "transfer.adequacy": ("décision d’adéquation", "adequacy decision"),
        "transfer.standard_clauses": ("clauses contractuelles types", "standard contractual clauses"),
        "transfer.binding_rules": ("règles d’entreprise contraignantes", "binding corporate rules"),
        "transfer.derogation": ("dérogation (RGPD, art.\xa049)", "derogation (GDPR Art.\xa049)"),
        "transfer.none": ("non précisée", "not stated"),
        # --- a plan -----------------------------------------------------------------------------------------
        "plan.heading": ("Plan {plan}", "Plan {plan}"),
        "plan.goes": ("Ce qui part\xa0:", "What goes:"),
        "plan.goes_nothing": ("Rien ne part.", "Nothing goes."),
        "plan.stays": ("Ce qui reste\xa0:", "What stays:"),
        "plan.undecided": (
            "À décider (ces intérêts restent gelés en attendant)\xa0:",
            "To be decided (these interests stay frozen until then):",
        ),
        "plan.decide": (
            "{title}\xa0: --balance {purpose}=upheld ou --balance {purpose}=rejected, avec --because",
            "{title}: --balance {purpose}=upheld or --balance {purpose}=rejected, with --because",
        ),
        "plan.down": (
            "{store} n’a pas répondu\xa0: rien n’y est prévu\u202f; recommencez quand elle répondra.",
            "{store} did not answer: nothing is planned there; do the same again when it does.",
        ),
        "plan.candidates.one": (
            "{table}\xa0: {count} ne correspond que par une clé douteuse et n’est pas touché\u202f; quelqu’un "
            "doit dire à qui il est.",
            "{table}: {count} matches only by a key in doubt and is not touched; somebody has to say whose it "
            "is.",
        ),
        "plan.candidates.many": (
            "{table}\xa0: {count} ne correspondent que par une clé douteuse et ne sont pas touchés\u202f; "
            "quelqu’un doit dire à qui ils sont.",
            "{table}: {count} match only by a key in doubt and are not touched; somebody has to say whose they "
            "are.",
        ),
        "plan.not_yet": (
            "Rien n’a été touché. Pour exécuter ce plan\xa0: {command}",
            "Nothing was touched. To carry this plan out: {command}",
        ),
        "plan.accept_first": (
            "Ces mots n’ont pas encore été acceptés\xa0: voyez troth accept.",
            "These words have not been accepted yet: see troth accept.",
        ),
        "plan.done": ("Fait.", "Done."),
        "plan.done_in": ("{store}\xa0: fait", "{store}: done"),
        "plan.done_before": (
            "{store}\xa0: déjà fait lors d’un essai précédent",
            "{store}: done before, by an earlier attempt",
        ),
        "plan.failed_in": (
            "{store}\xa0: rien n’y a été fait. {failure}",
            "{store}: nothing was done there. {failure}",
        ),
        "plan.left": (
            "Prévu, mais pas fait, car les choses ont changé depuis le plan\xa0:",
            "Planned and not done, because things changed since the plan was made:",
        ),
        "left.gone.one": ("{count} n’est plus là", "{count} is no longer there"),
        "left.gone.many": ("{count} ne sont plus là", "{count} are no longer there"),
        "left.anothers.one": (
            "{count} n’est plus celui d’une de ces personnes",
            "{count} no longer belongs to any of these people",
        ),
        "left.anothers.many": (
            "{count} ne sont plus ceux d’une de ces personnes",
            "{count} no longer belong to any of these people",
        ),
        "left.claimed.one": ("{count} est de nouveau tenu ou gelé", "{count} is held again, or frozen"),
        "left.claimed.many": ("{count} sont de nouveau tenus ou gelés", "{count} are held again, or frozen"),
        "left.needed.one": (
            "{count} est désormais nécessaire à un autre qui reste",
            "{count} is needed now by another one that stays",
        ),
        "left.needed.many": (
            "{count} sont désormais nécessaires à d’autres qui restent",
            "{count} are needed now by others that stay",
        ),
        "left.already.one": ("{count} était déjà effacé", "{count} was erased already"),
        "left.already.many": ("{count} étaient déjà effacés", "{count} were erased already"),
        "plan.again": (
            "Pour reprendre ce qui manque\xa0: {command}",
            "To do what is missing: {command}",
        ),
        "fate.keep.one": ("{count} perd ce qui est échu", "{count} loses what is ended"),
        "fate.keep.many": ("{count} perdent ce qui est échu", "{count} lose what is ended"),
        "fate.stub.one": (
            "{count} est vidé mais gardé, parce qu’un autre y renvoie",
            "{count} is emptied and kept, because another one points at it",
        ),
        "fate.stub.many": (
            "{count} sont vidés mais gardés, parce que d’autres y renvoient",
            "{count} are emptied and kept, because others point at them",
        ),
        "fate.delete.one": ("{count} supprimé", "{count} deleted"),
        "fate.delete.many": ("{count} supprimés", "{count} deleted"),
        "fate.anonymise.one": ("{count} anonymisé", "{count} anonymised"),
        "fate.anonymise.many": ("{count} anonymisés", "{count} anonymised"),
        "fate.move.one": ("{count} déplacé en archives", "{count} moved to the archive"),
        "fate.move.many": ("{count} déplacés en archives", "{count} moved to the archive"),
        "fate.flag.one": ("{count} marqué comme archivé", "{count} marked as archived"),
        "fate.flag.many": ("{count} marqués comme archivés", "{count} marked as archived"),
        "ground.link": (
            "gardé aussi longtemps que ce qu’il permet de retrouver",
            "kept as long as what it leads to",
        ),
        "ground.claim": ("{purpose} – {basis} – {until}", "{purpose} – {basis} – {until}"),
        "ground.archive": (
            "{purpose}, en archives – {basis} – {until}",
            "{purpose}, archived – {basis} – {until}",
        ),
        "ground.hold": (
            "gardé pour un litige ou une enquête (RGPD, art.\xa017.3.e)",
            "held for a dispute or an inquiry (GDPR Art.\xa017(3)(e))",
        ),
        "ground.restriction": (
            "usage limité à la demande de la personne (RGPD, art.\xa018)",
            "use restricted as the person asked (GDPR Art.\xa018)",
        ),
        "ground.undecided": (
            "{purpose}, gelé jusqu’à ce que la balance des intérêts soit tranchée",
            "{purpose}, frozen until the balance of interests is decided",
        ),
        "ground.unaccepted": (
            "gelé jusqu’à ce que quelqu’un accepte ce que les nouveaux mots libèrent (troth accept)",
            "frozen until somebody accepts what the new words release (troth accept)",
        ),
        "ground.unknown": (
            "gelé, tant qu’un point reste à éclaircir",
            "frozen until something is made clear",
        ),
        "ground.needed": (
            "rien ne le retient, mais un autre enregistrement en a besoin, ou la base l’exige",
            "nothing holds it, but another record needs it, or the database demands it",
        ),
        # --- why one datum is held --------------------------------------------------------------------------
        "explain.datum": (
            "Cette donnée ({item}, {where}, {count})",
            "This datum ({item}, {where}, {count})",
        ),
        "explain.link": (
            "le lien entre l’enregistrement et vous",
            "the link between the record and you",
        ),
        "explain.active": (
            "est utilisée pour «\xa0{purpose}\xa0» – {basis} – {until}",
            "is used for “{purpose}” – {basis} – {until}",
        ),
        "explain.archived": (
            "est archivée pour «\xa0{purpose}\xa0» – {basis} – {until}",
            "is archived for “{purpose}” – {basis} – {until}",
        ),
        "explain.frozen": (
            "est gardée, sans être utilisée, pour «\xa0{purpose}\xa0» – {basis} – {until}",
            "is kept, and not used, for “{purpose}” – {basis} – {until}",
        ),
        "explain.then_archived": (
            "puis archivée – {basis} – {until}",
            "then archived – {basis} – {until}",
        ),
        "explain.by_law": (
            " (la loi demande {law}, et non {promised} comme promis\xa0: {source})",
            " (the law asks for {law}, not the {promised} that were promised: {source})",
        ),
        "explain.why_hold": (
            "est archivée pour un litige ou une enquête (RGPD, art.\xa017.3.e)",
            "is archived for a dispute or an inquiry (GDPR Art.\xa017(3)(e))",
        ),
        "explain.why_restriction": (
            "est gardée sans être utilisée, parce que son usage est limité à votre demande (RGPD, art.\xa018)",
            "is kept and not used, because you had its use restricted (GDPR Art.\xa018)",
        ),
        "explain.why_others": (
            "est gardée parce qu’elle concerne aussi une autre personne",
            "is kept because it is about another person too",
        ),
        "explain.why_pending": (
            "est gardée sans être utilisée, parce qu’une date, une décision ou son appartenance n’est pas connue",
            "is kept and not used, because a date, a decision or whose it is is not known",
        ),
        "explain.why_unaccepted": (
            "est gardée sans être utilisée, tant que les nouvelles règles, qui y mettent fin, n’ont pas été acceptées "
            "(troth accept)",
            "is kept and not used until the new rules, which end it, are accepted (troth accept)",
        ),
        "explain.why_nothing": (
            "n’est plus retenue par rien et sera effacée au prochain passage",
            "is held by nothing any more and will be erased at the next run",
        ),
        "explain.link_held": (
            "est gardée aussi longtemps que ce qu’elle permet de retrouver",
            "is kept as long as what it leads to",
        ),
        "explain.empty": (
            "La colonne {where} est vide pour cette personne.",
            "The column {where} is empty for this person.",
        ),
        "explain.others": (
            "La colonne {where} ne contient rien au sujet de cette personne\u202f; elle en concerne d’autres.",
            "The column {where} holds nothing about this person; it is about others.",
        ),
        "explain.end_null": (
            "Quand plus rien ne la retiendra, elle sera effacée.",
            "When nothing holds it any more, it is erased.",
        ),
        "explain.end_constant": (
            "Quand plus rien ne la retiendra, elle sera remplacée par «\xa0{value}\xa0».",
            "When nothing holds it any more, it is replaced by “{value}”.",
        ),
        "explain.end_coarser": (
            "Quand plus rien ne la retiendra, elle sera rendue moins précise.",
            "When nothing holds it any more, it is made less precise.",
        ),
        "explain.nothing": (
            "Aucun enregistrement de {table} ne concerne cette personne.",
            "No record of {table} is about this person.",
        ),
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
