"""What the story says, French and English side by side. What stands in braces is filled in."""

from collections.abc import Mapping
from types import MappingProxyType

from troth.texts.language import Language, number
from troth.texts.sentences import sentence

SAID: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # --- printed as it happens --------------------------------------------------------------------------
        "begin": (
            "Une boutique fictive, Maison Tilleul, dans {folder}",
            "A made-up shop, Maison Tilleul, in {folder}",
        ),
        "shop": (
            "{customers} clients, {orders} commandes, {invoices} factures, {subscribers} abonnés à la lettre, "
            "dix ans d’histoire, et rien n’y a jamais été effacé.",
            "{customers} customers, {orders} orders, {invoices} invoices, {subscribers} subscribers to the "
            "newsletter, ten years of history, and nothing was ever deleted.",
        ),
        "init": ("init\u202f: une clé et la base de Troth", "init: a key, and Troth’s own database"),
        "init.done": (
            "La clé est dans {key}\u202f; sans elle, personne ne lit cette base.",
            "The key is in {key}; without it nobody reads that database.",
        ),
        "init.facts": (
            "Repris de la boutique\u202f: {consents} consentements, chacun avec son texte, et {holds} litiges.",
            "Taken over from the shop: {consents} consents, each with its wording, and {holds} disputes.",
        ),
        "check": (
            "check\u202f: ce qui est promis, comparé aux bases de données",
            "check: what is promised, compared with the databases",
        ),
        "check.done": (
            "Aucune erreur\u202f: {purposes} finalités, {tables} tables, chaque colonne est déclarée.",
            "No error: {purposes} purposes, {tables} tables, every column is declared.",
        ),
        "accept": (
            "accept\u202f: la première version, et ce qu’elle libère",
            "accept: the first version, and what it releases",
        ),
        "accept.found": (
            "Plus rien ne justifie de garder {count} données\u202f: leur durée de conservation est passée.",
            "Nothing claims {count} data any more: their time ran out long ago.",
        ),
        "accept.done": (
            "Rien n’est détruit tant que personne ne l’a vu\u202f: version acceptée, à ce nombre exact.",
            "Nothing is destroyed before a person has seen it: version accepted, at just that count.",
        ),
        "access": (
            "access\u202f: tout ce que la boutique sait de {name}",
            "access: everything that the shop knows of {name}",
        ),
        "access.done": (
            "{count}, chaque donnée avec sa raison et son terme\u202f: {where}",
            "{count}, each datum with its reason and its end: {where}",
        ),
        "access.doubt": (
            "{count} message porte la même adresse, jamais vérifiée\u202f: à un humain d’en décider.",
            "{count} message bears the same address, never verified: a human has to decide whose it is.",
        ),
        "explain": (
            "explain\u202f: pourquoi garder l’adresse sur une facture d’il y a six ans\u202f?",
            "explain: why keep the address on an invoice of six years ago?",
        ),
        "plan": (
            "erase --dry-run\u202f: le plan, avant de toucher à quoi que ce soit",
            "erase --dry-run: the plan, before anything is touched",
        ),
        "balance": ("elle ferme son compte", "she closes her account"),
        "plan.weighed": (
            "{purpose}\u202f: quelqu’un a pesé cet intérêt et l’abandonne, puisqu’elle ferme son compte.",
            "{purpose}: somebody weighed this interest and gives it up, as she closes her account.",
        ),
        "plan.done": ("Le plan {plan} touche {count}\u202f:", "Plan {plan} touches {count}:"),
        "run": (
            "erase --plan {plan}\u202f: le même plan, exécuté",
            "erase --plan {plan}: the same plan, carried out",
        ),
        "run.done": (
            "Fait et relu dans {stores}. Ce qui devait partir est parti.",
            "Done, and read again, in {stores}. What was to go is gone.",
        ),
        "run.failed": ("{store}\u202f: {failure}", "{store}: {failure}"),
        "stays": ("Ce qui reste, pourquoi et jusqu’à quand\u202f:", "What stays, why and until when:"),
        "decide": (
            "À décider par quelqu’un\u202f: {purposes}. D’ici là, ces données sont gelées.",
            "For somebody to decide: {purposes}. Until then this data is frozen.",
        ),
        "again": (
            "access, de nouveau\u202f: ce que la boutique sait encore de {name}",
            "access, again: what the shop still knows of {name}",
        ),
        "again.done": (
            "{count} au lieu de {before}\u202f: {where}",
            "{count} instead of {before}: {where}",
        ),
        "page": (
            "Tout est à voir ici\u202f: {address}   (Ctrl-C pour terminer)",
            "All of it can be seen here: {address}   (Ctrl-C ends)",
        ),
        "bye": (
            "Au revoir\u202f: le dossier temporaire est supprimé.",
            "Goodbye: the temporary folder is gone.",
        ),
        "kept": ("Conservé dans {folder}", "Kept in {folder}"),
        "shop_where": (
            "dites où créer la boutique, avec --folder",
            "say where to make the shop, with --folder",
        ),
        "no_folder": (
            "le dossier `{folder}` ne peut pas être écrit\u202f: {reason}",
            "the folder `{folder}` cannot be written: {reason}",
        ),
        "not_empty": (
            "le dossier `{folder}` n’est pas vide\u202f: donnez-en un autre",
            "the folder `{folder}` is not empty: give another one",
        ),
        "no_port": (
            "le port {port} de 127.0.0.1 ne peut pas être ouvert\u202f: {reason}\u202f; donnez-en un autre avec --port",
            "port {port} of 127.0.0.1 cannot be opened: {reason}; give another one with --port",
        ),
        # --- what goes and what stays -----------------------------------------------------------------------
        "fate.delete": ("suppression", "deleted"),
        "fate.keep": ("effacement d’une partie", "partly erased"),
        "fate.stub": (
            "effacement\u202f; seule la clé reste, car une facture y renvoie",
            "emptied; only the key stays, because an invoice points at it",
        ),
        "fate.move": ("déplacement dans l’archive", "moved to the archive"),
        "fate.flag": ("marquage comme archivé", "marked as archived"),
        "fate.anonymise": ("anonymisation", "anonymised"),
        "goes": ("{title} ({count})\u202f: {fate}", "{title} ({count}): {fate}"),
        "stay": ("{title} ({items})\u202f: {why}", "{title} ({items}): {why}"),
        "stay.as": ("{title}, {role}", "{title}, {role}"),
        "ground.claim": ("{purpose}, {until} – {basis}", "{purpose}, {until} – {basis}"),
        "ground.archive": ("archive, {until} – {ground}", "archived {until} – {ground}"),
        "ground.claim_then": (
            "{purpose}, {until} – {basis}\u202f; puis en archive, {then}",
            "{purpose}, {until} – {basis}; then archived, {then}",
        ),
        "ground.hold": (
            "conservé pour un litige en cours, jusqu’à sa fin (RGPD, art. 17.3.e)",
            "held for a dispute in court, until it ends (GDPR Art. 17(3)(e))",
        ),
        "ground.undecided": (
            "gelé, sans usage possible, jusqu’à ce que quelqu’un décide ({purpose})\u202f; au plus tard le {until}",
            "frozen, used for nothing, until somebody decides ({purpose}); at the latest on {until}",
        ),
        "ground.restriction": (
            "gelé\u202f: usage limité (art. 18)",
            "frozen: its use is restricted (Art. 18)",
        ),
        "ground.unaccepted": (
            "gelé\u202f: un texte nouveau attend d’être accepté",
            "frozen: new words wait to be accepted",
        ),
        "ground.unknown": ("gelé\u202f: un point reste à éclaircir", "frozen: something is not known"),
        "ground.needed": (
            "reste parce qu’un enregistrement conservé en dépend",
            "stays because a record that is kept needs it",
        ),
        # --- the page ---------------------------------------------------------------------------------------
        "page.title": ("Troth – démonstration", "Troth – demonstration"),
        "page.heading": ("Une politique de confidentialité qui s’exécute", "A privacy policy that runs"),
        "page.intro": (
            "{shop}, une boutique inventée\u202f: {customers} clients, dix ans d’histoire. "
            "Voici ce qu’elle promet, et ce que cela donne pour une cliente, {name}, qui a demandé l’accès à ses "
            "données, puis leur effacement. Tout a été fait dans de vraies bases de données, le {day}.",
            "{shop}, a made-up shop: {customers} customers, ten years of history. Here is what it promises, and "
            "what comes of it for one customer, {name}, who asked for access to her data, then for its erasure. "
            "All of it was done in real databases, on {day}.",
        ),
        "page.contents": ("Sommaire", "Contents"),
        "map": ("La carte des finalités", "The map of claims"),
        "map.intro": (
            "Qui a encore un droit sur cette donnée\u202f? Chaque case est une finalité qui utilise une donnée\u202f: "
            "sur quelle base, et combien de temps. Une case vide signifie que cette finalité n’y a pas droit.",
            "Who still has a claim on this datum? Each cell is a purpose that uses an item of data: on which "
            "basis, and for how long. Where a cell is empty, that purpose has no claim.",
        ),
        "map.caption": (
            "Finalités (lignes) et données (colonnes)\u202f: base légale et durée",
            "Purposes (rows) and data (columns): legal basis and period",
        ),
        "map.purpose": ("Finalité", "Purpose"),
        "map.kept": ("Conservation", "Kept"),
        "map.archive": ("archive\u202f: jusqu’à {period}", "archived: up to {period}"),
        "map.archive.full": (
            "puis en archive, {period} – {ground}",
            "then archived, {period} – {ground}",
        ),
        "map.legend": ("Bases légales", "Legal bases"),
        "basis.consent": ("consentement", "consent"),
        "basis.contract": ("contrat", "contract"),
        "basis.legal_obligation": ("obligation légale", "legal duty"),
        "basis.vital_interest": ("intérêts vitaux", "vital interests"),
        "basis.public_task": ("mission publique", "public task"),
        "basis.legitimate_interest": ("intérêt légitime", "legitimate interest"),
        "package": ("L’accès\u202f: le dossier remis", "Access: the package"),
        "package.intro": (
            "{count} dans {stores} bases, trouvés par son adresse vérifiée et son compte. "
            "Chaque donnée porte sa raison et son terme.",
            "{count} in {stores} databases, found by her verified address and her account. Each datum "
            "bears its reason and its end.",
        ),
        "package.link": ("Ouvrir le dossier remis à {name}", "Open the package handed to {name}"),
        "why": ("Une donnée expliquée", "One datum explained"),
        "goes.heading": ("Le plan d’effacement", "The plan of the erasure"),
        "goes.intro": (
            "Montré avant d’être exécuté, sous le numéro {plan}. L’exécution détruit ce qui est prévu et rien d’autre.",
            "Shown before it was carried out, under the number {plan}. The run destroys what was planned, and "
            "nothing else.",
        ),
        "table.where": ("Où", "Where"),
        "table.what": ("Quoi", "What"),
        "table.count": ("Nombre", "Count"),
        "table.becomes": ("Ce qu’il en advient", "What becomes of it"),
        "table.why": ("Pourquoi, et jusqu’à quand", "Why, and until when"),
        "receipt": ("Le reçu", "The receipt"),
        "receipt.intro": (
            "Ce que Troth en garde\u202f: des nombres, aucune donnée personnelle.",
            "What Troth keeps of it: numbers, no personal data.",
        ),
        "receipt.plan": ("Plan", "Plan"),
        "receipt.at": ("Exécuté le", "Carried out on"),
        "receipt.store": ("Base {store}", "Store {store}"),
        "receipt.done": (
            "{count}, et la base relue ensuite",
            "{count}, and the database read again afterwards",
        ),
        "stayed": ("Ce qui reste", "What stayed"),
        "stayed.intro": (
            "Dans les enregistrements de {name}, et pourquoi. L’adresse du foyer reste pour Hugo, qui y habite "
            "toujours\u202f; le nom de la destinataire d’un cadeau reste pour elle.",
            "In the records of {name}, and why. The address of the household stays for Hugo, who still lives "
            "there; the name of the person who got a gift stays for her.",
        ),
        "stayed.link": (
            "Ouvrir le dossier d’accès d’après l’effacement ({count})",
            "Open the access package made after the erasure ({count})",
        ),
        "foot": (
            "Cette page n’appelle aucun serveur extérieur et n’exécute aucun script.",
            "This page calls no other server and runs no script.",
        ),
    }
)


def say(name: str, language: Language, /, **filled: object) -> str:
    """The words of that name, with what stands in braces filled in."""
    french, english = SAID[name]
    return (french if language == "fr" else english).format(**filled)


def records(count: int, language: Language) -> str:
    """`1 record`, `24 records`."""
    name = "page.records.one" if count == 1 else "page.records.many"
    return sentence(name, language, count=number(count, language))
