"""Columns that no concept names: what people write as they like, what they paid, who they are elsewhere; the rest."""

from troth.manifest.draft.affixes import column_affix
from troth.manifest.draft.evidence import NUMBERS, TEXTS, SeenColumn
from troth.manifest.draft.guesses import impersonal, personal
from troth.manifest.draft.model import About, Guess, Use
from troth.manifest.draft.names import CONCEPTS, Hint
from troth.manifest.draft.rows import row
from troth.manifest.draft.tables import Place
from troth.manifest.draft.vocabulary import EVENTS, META, PEOPLE
from troth.manifest.draft.wording import named
from troth.manifest.draft.words import one, pieces, raw_words, words
from troth.manifest.names import ItemName

LABELS = frozenset({"label", "name", "title", "titre", "intitule"})


def written(place: Place, column: SeenColumn, suggested: Hint) -> Guess | None:
    """What people write as they like."""
    if column.family not in TEXTS or column.family == "enum":
        return None
    values = column.values
    hits = values.share("inside")
    share = f"{values.said('inside')} hold an address or a number" if values.count else "no value was sampled"
    said = set(raw_words(column.name))
    is_named = suggested.is_text or bool(said & _SUBJECTS and set(place.words) & EVENTS)
    is_roomy = column.family == "text" and (column.length is None or column.length > 100)
    is_named = is_named or (place.about is About.PEOPLE and is_roomy and bool(said & {"info", "infos"}))
    is_named = is_named or (said <= {"title", "titre"} and bool(set(place.words) & _TITLED))
    is_long = values.count >= 5 and values.words >= 6 and values.distinct > values.count * 0.5
    if place.is_of_people and not suggested.of_thing and (is_named or is_long):
        is_short = values.count >= 8 and (values.words < 1.6 or values.distinct <= 3)
        is_narrow = column.length is not None and column.length < 30
        if not is_short and not is_narrow and not _is_line_of_things(place, column):
            confidence = 0.8 if is_named else 0.6
            if "health" in place.words:
                what = f"free text of somebody's health; {share}"
                return Guess(column, Use.FIELD, True, confidence, what, ItemName("health"), "health",
                             is_free_text=True, is_doubtful=not is_named)  # fmt: skip
            return Guess(column, Use.FIELD, True, confidence, f"free text; {share}", ItemName("message"), "message",
                         is_free_text=True, is_doubtful=not is_named)  # fmt: skip
    if hits >= 0.05 and values.hits.get("inside", 0) >= 2:
        return Guess(column, Use.FIELD, True, 0.6, f"free text; {share}", ItemName("message"), "message",
                     is_free_text=True, is_doubtful=True)  # fmt: skip
    return None


_TITLED = row(
    "review avis comment message ticket request demande complaint feedback post thread conversation chat discussion"
    " messagerie"
)
_SUBJECTS = frozenset({"subject", "objet", "sujet"})


def _is_line_of_things(place: Place, column: SeenColumn) -> bool:
    """A description on an order's line is the product's, one of a house the house's."""
    said = set(place.words)
    is_line = bool({"line", "item"} & said and not _is_owned(place))
    is_described = bool(set(pieces(column.name)) & _DESCRIBING) or not _is_owned(place)
    is_thing = is_line or (not said & (EVENTS | PEOPLE) and is_described and place.about is not About.PEOPLE)
    return "content" in words(column.name) and is_thing


_DESCRIBING = row("description desc descr details detail summary resume transcript")


def _is_owned(place: Place) -> bool:
    """Whether each row says itself whose it is: a line of somebody's account does, one of an order does not."""
    return any(tie.is_owner and not tie.through for tie in place.ties)


def _is_price_paid(place: Place, column: SeenColumn) -> bool:
    """The price of somebody's own order or booking, not that of a thing in it."""
    raw = set(pieces(column.name))
    said = set(words(column.name)) - column_affix(place.seen)
    is_whole = not said - {"price", "amount", *place.words, *_WHOLE} and "unit" not in raw
    is_bill = bool(_SOLD & set(place.words))
    is_thing = bool({"line", "item", "product"} & set(place.words))
    return (
        "price" in said
        and is_whole
        and is_bill
        and not is_thing
        and _is_owned(place)
        and column.family in NUMBERS
    )


_WHOLE = ("total", "final", "sum", "sale", "vente")
_SOLD = row(
    "order booking reservation subscription abonnement contract contrat sale vente location rental hire"
)


def counted(place: Place, column: SeenColumn) -> Guess | None:
    """Amounts on what is somebody's."""
    said, raw = set(words(column.name)), set(pieces(column.name))
    is_pay = {"salary", "bulletin"} & set(place.words) or any(
        h.concept == "salary" for h in place.hints.values()
    )
    is_named_pay = "salary" in place.words and ("amount" in said or _is_part_of_pay(column, said))
    if is_pay and (_PAY & said or is_named_pay) and column.family in NUMBERS and place.is_of_people:
        return personal(column, "salary", 0.75, "a sum on somebody's payslip")
    if _is_price_paid(place, column):
        return Guess(column, Use.FIELD, True, 0.6, "a price that somebody paid", ItemName("amount"), "amount")
    of_bill = bool({"ttc", "ht"} & raw) and bool(
        {"invoice", "order", "quote", "devis", "payment"} & set(place.words)
    )
    is_fee = raw - {"total", "amount"} - column_affix(place.seen) in ({"fee"}, {"fees"}, {"honoraires"})
    is_sum = is_fee or (
        ((raw & _SUMS and column.family == "decimal") or raw <= _KEPT_BACK)
        and (place.about is About.PEOPLE or bool(set(place.words) & (EVENTS | _SOLD)))  # not of a house
    )
    if not ("amount" in said or of_bill or is_sum) or not _is_number(column) or not place.is_of_people:
        return None
    if raw == {"total"} and column.family == "integer" and not set(place.words) & _BILLS:
        return None  # of attempts
    of_what = raw - {"total", "subtotal", "sum"} - _OF_BILLS - column_affix(place.seen)
    if raw & {"total", "subtotal"} and of_what and column.family == "integer":
        return None  # of votes
    is_whole = bool({"total", "montant"} & raw and {"incl", "excl", "ttc", "ht"} & said)
    if (said & _NO_AMOUNT and not is_whole) or (
        {"line", "product"} & set(place.words) and not _is_owned(place)
    ):
        return None
    names_somebody = place.has_contact or any(
        h.concept in ("fullname", "cardholder") for h in place.hints.values()
    )
    if not place.ties and place.about is not About.PEOPLE and not names_somebody:
        return None
    return Guess(
        column, Use.FIELD, True, 0.65, "an amount on somebody's record", ItemName("amount"), "amount"
    )


def _is_part_of_pay(column: SeenColumn, said: set[str]) -> bool:
    """Whatever else is a sum on a payslip: hours, bonuses, what is kept back."""
    return column.family == "decimal" and not said & META


def _is_number(column: SeenColumn) -> bool:
    """A number, or a text that holds nothing else: many a small database keeps its sums so."""
    values = column.values
    is_written = column.family == "text" and (not values.count or values.share("version", "digits") > 0.7)
    return column.family in NUMBERS or (is_written and "amount" in words(column.name))


_SUMS = row(
    "loyer rent deposit caution garantie refund refunded remboursement commission credit arrhes pourboire tip frais"
    " charges reste restant remaining paiement balance solde adjustment ajustement apayer"
)
_KEPT_BACK = row("caution avance acompte arrhes solde apayer")
_BILLS = row(
    "order invoice payment cart basket sale vente quote devis booking reservation subscription bill salary"
)
_OF_BILLS = row(
    "amount montant price prix paid due net gross tax incl excl ttc ht order invoice payment cents euros"
)
_NO_AMOUNT = (META - {"port"}) | row("tax price count companyid discount line visit item point")
_PAY = frozenset({"brut", "net", "gross", "bonus", "prime", "primes"})


def secret(place: Place, column: SeenColumn) -> Guess | None:
    """A random number in the row of somebody who signs in: what lets them in, and nobody else."""
    values = column.values
    is_random = values.count >= 5 and values.share("hash") >= 0.8 and values.distinct > values.count * 0.8
    is_account = place.about is About.PEOPLE and any(h.concept == "password" for h in place.hints.values())
    if not is_random or not is_account or _CHECKSUMS & set(pieces(column.name)):
        return None
    return personal(
        column, "token", 0.55, f"{values.said('hash')} are random, in the row of somebody who signs in"
    )


_CHECKSUMS = row("public checksum md5 sha sum etag image photo avatar file fichier permissions")


def learnt(place: Place, column: SeenColumn) -> Guess | None:
    """How well somebody who learns did: a mark, a result, a number of attempts."""
    is_learner = any("student" in words(tie.people) for tie in place.ties if tie.is_owner)
    is_mark = bool(set(pieces(column.name)) & _MARKS) and not set(words(column.name)) & (META - _MARKS)
    if not is_learner or not is_mark or column.family not in TEXTS | NUMBERS:
        return None
    return personal(column, "education", 0.65, "how well somebody who learns did")


_MARKS = row(
    "resultat result resultats note mark grade mention moyenne average score points tentative tentatives attempts"
    " pourcentage percentage niveau level"
)


def worked(place: Place, column: SeenColumn) -> Guess | None:
    """How long somebody worked, and at what rate."""
    raw, whose = set(pieces(column.name)), set(pieces(place.seen.name))
    is_sheet = bool(whose & _SHEETS) or bool(whose & _WORK and whose & _TIMES)
    if not is_sheet or not place.is_of_people or column.family not in NUMBERS:
        return None
    if raw & {"rate", "taux"}:
        return personal(column, "salary", 0.6, "at what rate somebody worked")
    is_time = bool(raw & _WORKED) and not raw & {"id", "count", "max", "min"}
    return personal(column, "job", 0.6, "how long somebody worked") if is_time else None


_SHEETS = row("timesheet timesheets pointage pointages timelog timelogs timecard timecards overtime")
_WORK = row("work working worked travail")
_TIMES = row("time times hours heures temps")
_WORKED = row(
    "duration duree hours heures minutes break pause overtime expected actual worked work travail total normales"
    " sup supplementaires"
)


def anything(place: Place, column: SeenColumn) -> Guess | None:
    """A document beside somebody's record, of which no value was seen: it may hold anything."""
    is_document = column.family == "json" or (column.family == "text" and column.length is None)
    said = set(pieces(column.name)) - column_affix(place.seen)
    if _is_any_value(place, column):
        what = "holds whatever the column beside it names, of somebody"
        return Guess(column, Use.FIELD, True, 0.5, what, ItemName("details"), is_doubtful=True)
    if _is_former(place, column):
        what = "what stood in somebody's record, as its history keeps it"
        return Guess(column, Use.FIELD, True, 0.5, what, ItemName("details"), is_doubtful=True)
    if _is_own_field(place, column):
        what = "a field that the operator added to somebody's record"
        return Guess(column, Use.FIELD, True, 0.5, what, ItemName("details"), is_doubtful=True)
    if "session" in place.words:
        said -= {"session", "sess"}
    if not place.is_of_people or not is_document or not said <= _DOCUMENTS:
        return None
    if "session" in place.words and said & {"data", "payload", "donnees"}:
        what = "what a browser's session keeps of somebody"
        return Guess(column, Use.FIELD, True, 0.6, what, ItemName("details"), is_doubtful=True)
    if column.values.count:
        return None
    what = "may hold anything, on somebody's record, and no value was seen"
    return Guess(column, Use.FIELD, True, 0.5, what, ItemName("details"), "json", is_doubtful=True)


def _is_any_value(place: Place, column: SeenColumn) -> bool:
    """The value of a pair of name and value: `meta_key` and `meta_value` of a user."""
    is_value = column.family == "text" and pieces(column.name)[-1:] in (("value",), ("valeur",))
    names = [place.seen.name, *(name for name in place.seen.columns if name != column.name)]
    others = {word for name in names for word in pieces(name)}
    is_owned = place.about is About.PEOPLE or any(tie.is_owner for tie in place.ties)
    return (
        is_value
        and place.is_of_people
        and is_owned
        and bool(others & {"key", "attribute", "field", "champ", "meta", "preference", "preferences"})
    )


def _is_former(place: Place, column: SeenColumn) -> bool:
    """What a history of somebody's record says that stood there: `old_value`, `value_from`."""
    raw = set(pieces(column.name))
    is_history = bool(set(place.words) & {"history", "log", "journal", "audit", "activity", "change"})
    is_of_value = bool(raw & {"value", "valeur", "data"}) and bool(raw & _BEFORE)
    return is_history and is_of_value and column.family == "text" and any(t.is_owner for t in place.ties)


_BEFORE = row("old new from to before after ancien ancienne nouveau nouvelle avant apres previous")


def _is_own_field(place: Place, column: SeenColumn) -> bool:
    """`custom_1`, `custom_field`, `champ_libre_2`: nobody knows what, of somebody."""
    raw = pieces(column.name)
    is_added = bool(set(raw) & {"custom", "perso", "libre", "udf"})
    return place.is_of_people and column.family == "text" and is_added and not set(raw) - _FIELDS


_FIELDS = row("custom perso libre udf champ field fields value val zone info attribute data")


_DOCUMENTS = row(
    "payload metadata meta data extra extras context properties props raw json request response donnees attributes"
    " attribute attribs attrs additional custom content audited changes diff snapshot inputs responses answers reponses"
)


def of_someone(place: Place, column: SeenColumn, suggested: Hint) -> Guess | None:
    """An identifier of a person whose table is not here."""
    if place.about is About.PEOPLE and suggested.pointing and _ELSEWHERE & set(pieces(column.name)):
        what = "identifies somebody in a service elsewhere"
        return Guess(column, Use.FIELD, True, 0.65, what, ItemName("customer_number"), "customernumber")
    raw = raw_words(column.name)
    by_whom = raw[-1:] in (("by",), ("par",)) and raw[0] in _DONE and place.is_of_people
    if (
        by_whom
        and column.family in TEXTS
        and column.length != 36
        and not column.values.share("uuid", "digits") > 0.5
    ):
        return personal(column, "login", 0.55, "who did it, by the name they sign in with")
    is_known = suggested.pointing and suggested.of_person and not suggested.about and not suggested.of_thing
    if is_known and suggested.of_person == "user" and place.about is About.PEOPLE and column.family in TEXTS:
        return personal(column, "login", 0.7, "by what somebody signs in")
    if (
        not is_known
        or suggested.of_person in _ROLES
        or suggested.of_person not in PEOPLE
        or raw_words(column.name) == ("invite", "id")  # an invitation; `id_invite` is somebody
        or column.family not in TEXTS | NUMBERS | {"uuid"}
    ):
        return None
    said = (
        set(words(column.name)) - PEOPLE - {"identifier", "number", "reference", "code", "external", "last"}
    )
    if said & (META | EVENTS) or place.about is About.THINGS:
        return None
    what = f"identifies {one(suggested.of_person)}, whose table is not among those looked at"
    return Guess(column, Use.FIELD, True, 0.65, what, ItemName("customer_number"), "customernumber")


_DONE = row(
    "created updated modified added edited deleted closed cancelled canceled rescheduled approved validated verified"
    " cree modifie ajoute supprime valide annule"
)
_ROLES = row("profile profil admin")
_ELSEWHERE = row(
    "stripe paypal mollie adyen mangopay braintree gocardless hubspot intercom zendesk mailchimp sendinblue brevo"
    " salesforce google apple github gitlab azure okta keycloak firebase cognito oauth openid saml sso"
)


def of_its_row(place: Place, column: SeenColumn, suggested: Hint) -> Guess | None:
    """A text in the row of a person that no rule knows: what is said of somebody is theirs until a person says not."""
    said = set(words(column.name)) - column_affix(place.seen)
    is_known = suggested.about or suggested.of_thing or suggested.pointing
    is_empty = place.seen.sampled > 0 and not column.values.count
    if place.about is not About.PEOPLE or column.family != "text" or is_known or is_empty:
        return None
    if said & _SAYS_HOW or (column.values.count >= 8 and column.values.share(*_OF_MACHINES) > 0.5):
        return None
    what = "stands in the row of a person, and no rule knows what it is"
    return Guess(column, Use.FIELD, True, 0.45, what, ItemName("details"), is_doubtful=True)


def of_care(place: Place, column: SeenColumn, suggested: Hint) -> Guess | None:
    """A number or a word in a record of somebody's health that no rule knows: what else would stand there."""
    said = set(words(column.name)) - column_affix(place.seen)
    is_known = suggested.about or suggested.of_thing or suggested.pointing or column.inside
    if "health" not in place.words or place.about is not About.RECORDS or is_known or not _is_owned(place):
        return None
    is_measured = column.family in ("decimal", "text") or (column.family == "integer" and len(said) > 1)
    is_of_machine = column.family == "text" and column.values.share(*_OF_MACHINES) > 0.5
    if not is_measured or is_of_machine or said & (_SAYS_HOW | {"amount"}):
        return None
    return personal(
        column, "health", 0.5, "stands in a record of somebody's health, and no rule knows what it is"
    )


_TECHNICAL = row("backend auth shell locked perm perms permission permissions api week chroot gid can")
_SAYS_HOW = (
    META | LABELS | EVENTS | _TECHNICAL | row("language identifier code companyid productcode")
) - row(
    "cart panier basket wishlist favori"  # what somebody wants
)
_OF_MACHINES = ("hash", "uuid", "url", "file", "siret", "siren", "ean", "version", "date")


def nothing(column: SeenColumn, suggested: Hint) -> Guess:
    if suggested.about:
        item = CONCEPTS[suggested.about].item
        return impersonal(column, 0.85, f"about {named(suggested.about)}, and none itself", item)
    if suggested.pointing:
        return impersonal(column, 0.8, "an identifier of something that is no person")
    if set(words(column.name)) & LABELS:
        return impersonal(column, 0.75, "a label", "name")
    if "rating" in words(column.name):
        return impersonal(column, 0.8, "a rate")
    if "productcode" in words(column.name) or "companyid" in words(column.name):
        return impersonal(column, 0.85, "a number of a product or a company", "identity_document")
    if not column.is_readable:
        return impersonal(column, 0.4, "its name says nothing, and the account may not read it")
    if column.values.count:
        return impersonal(column, 0.8, "neither its name nor its values speak of a person")
    return impersonal(column, 0.6, "its name does not speak of a person, and no value was seen")
