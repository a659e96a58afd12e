"""The items, kinds and keys that a drafted `stores.yaml` names, as the beginning of a `policy.yaml`.

One purpose stands for all that a person has to decide. Its basis and its end are proposals that nobody accepted:
they may refuse a use, and destroy nothing.
"""

from collections.abc import Iterator, Mapping

from troth.manifest.draft.difference import stores_in
from troth.manifest.draft.model import Draft
from troth.manifest.draft.names import CONCEPTS
from troth.manifest.draft.render import stores_yaml
from troth.manifest.source import SourceText
from troth.manifest.stores import Store

TITLES: Mapping[str, tuple[str, str]] = {
    "name": ("name", "nom"),
    "email": ("e-mail address", "adresse électronique"),
    "phone": ("telephone number", "numéro de téléphone"),
    "address": ("postal address", "adresse postale"),
    "birth_date": ("date of birth or age", "date de naissance ou âge"),
    "birth_place": ("place of birth", "lieu de naissance"),
    "gender": ("gender or form of address", "sexe ou civilité"),
    "nationality": ("nationality", "nationalité"),
    "national_number": ("social security number", "numéro de sécurité sociale"),
    "tax_number": ("tax number", "numéro fiscal"),
    "identity_document": ("identity document", "pièce d’identité"),
    "bank_account": ("bank account", "compte bancaire"),
    "card": ("bank card", "carte bancaire"),
    "card_code": ("security code of the card", "cryptogramme de la carte"),
    "login": ("user name", "identifiant de connexion"),
    "password": ("password", "mot de passe"),
    "token": ("keys and tokens of access", "clés et jetons d’accès"),
    "connection": ("IP address and browser", "adresse IP et navigateur"),
    "device": ("identifiers of your devices", "identifiants de vos appareils"),
    "location": ("location", "localisation"),
    "photo": ("photograph", "photographie"),
    "signature": ("signature", "signature"),
    "employment": ("employment", "emploi"),
    "income": ("income", "revenus"),
    "family": ("family situation", "situation familiale"),
    "education": ("education", "formation"),
    "vehicle": ("vehicle", "véhicule"),
    "social_account": ("accounts on social networks", "comptes de réseaux sociaux"),
    "customer_number": ("customer number", "numéro de client"),
    "amount": ("amounts", "montants"),
    "message": ("what was written", "ce qui a été écrit"),
    "details": ("further details", "autres précisions"),
    "health": ("health", "santé"),
    "religion": ("religious belief", "convictions religieuses"),
    "union": ("trade union membership", "appartenance syndicale"),
    "politics": ("political opinions", "opinions politiques"),
    "orientation": ("sex life or orientation", "vie ou orientation sexuelle"),
    "ethnicity": ("ethnic origin", "origine ethnique"),
    "biometrics": ("biometric data", "données biométriques"),
    "genetics": ("genetic data", "données génétiques"),
    "offences": ("criminal convictions", "condamnations pénales"),
}
_SPECIAL = {concept.item: concept.special for concept in CONCEPTS.values() if concept.special}

_HEAD = """\
# What this site promises, as far as a database can tell: `troth scan` found the items and kinds of record below.
# The purposes, their legal bases, how long, to whom, and the words for people are yours to write.
# Every key, with an example: docs/reference/manifest.md. Compare what you write with: troth check

languages: [en, fr]
zone: Europe/Paris
law: fr
edition: {date: 2026-01-01}  # the day of this text

controller:
  name: Example SAS        # the company as it is registered
  legal_form: SAS
  address: 1 rue de la Paix, 75002 Paris
  email: privacy@example.com
  country: FR
dpo: {none_because: {en: to be decided, fr: à décider}}
authority: {name: CNIL, url: https://www.cnil.fr/}
"""


_RIGHTS = """
# How people ask for their rights, and which they have.
requests: {channels: [email]}
rights:
  access:
  rectification:
  erasure:
  restriction:
  objection:
  complaint:
after_death: {subjects: [storage, erasure, communication]}
"""
_FORM = """\
# Where data is asked for: write your forms here.
forms:
  undecided:
    title: {{en: To be decided, fr: À décider}}
    url: /to-be-decided
    purposes: [undecided]
    fields: {{{item}: optional}}"""


def policy_yaml(draft: Draft) -> str:
    """The whole file."""
    (store,) = stores_in(SourceText("stores.yaml", stores_yaml(draft))).values()
    return "\n".join([_HEAD, *_keys(store), *_items(store), *_kinds(draft, store), *_purpose(store), ""])


def _keys(store: Store) -> Iterator[str]:
    used = sorted({link.key for table in store.tables.values() for link in table.links})
    yield "# By what people are known." if used else "keys: {}"
    yield from ["keys:"] * bool(used)
    for key in used:
        en, fr = TITLES.get(
            key, (f"number of the {key.replace('_', ' ')}", f"numéro ({key.replace('_', ' ')})")
        )
        yield f"  {key}: {{en: {en}, fr: {fr}}}"
    yield ""


def _items(store: Store) -> Iterator[str]:
    used = sorted({field.item for table in store.tables.values() for field in table.fields.values()})
    yield "# The kinds of data, in words."
    yield "items:" if used else "items: {}"
    for item in used:
        en, fr = TITLES[item]
        title = f"{{en: {en}, fr: {fr}}}"
        if item in _SPECIAL:
            yield f'  {item}: {{title: {title}, special: "{_SPECIAL[item]}: say on which ground"}}'
        elif item == "card_code":
            yield f"  {item}: {{title: {title}, prohibited: PCI DSS 3.2}}"
        else:
            yield f"  {item}: {title}"
    yield ""


def _kinds(draft: Draft, store: Store) -> Iterator[str]:
    yield "# The kinds of record, and what people are to them."
    yield "records:" if store.tables else "records: {}"
    for name, table in store.tables.items():
        drafted = draft.tables[name]
        roles: list[str] = sorted({link.role for link in table.links}) or [drafted.role or "person"]
        words = drafted.kind.replace("_", " ")
        yield f"  {drafted.kind}: {{title: {{en: {words}, fr: {words}}}, roles: [{', '.join(roles)}]}}"
    yield ""
    yield "# From when periods are counted."
    has_clock = any(table.clocks for table in store.tables.values())
    yield "clocks:" if has_clock else "clocks: {}"
    if has_clock:
        yield "  recorded: {en: the day the record was made, fr: le jour de l’enregistrement}"
    yield ""


def _purpose(store: Store) -> Iterator[str]:
    yield "# What the data is used for: put purposes of your own in the place of this one, which only proposes."
    if not store.tables:
        yield "purposes: {}"
        return
    yield "purposes:"
    yield "  undecided:"
    yield "    title: {en: To be decided, fr: À décider}"
    yield "    basis: {value: legitimate_interest, because: proposed}"
    yield "    interest: {en: to be decided, fr: à décider}"
    yield "    balance: to be decided"
    kinds = [kind for table in store.tables.values() for kind in table.kinds]
    yield f"    data: [{', '.join(kinds)}]"
    yield "    retention: {criterion: {en: to be decided, fr: à décider}, because: proposed}"
    item = next(
        iter(sorted({field.item for table in store.tables.values() for field in table.fields.values()})), ""
    )
    yield from _RIGHTS.split("\n")
    yield from _FORM.format(item=item).split("\n") if item else ()
