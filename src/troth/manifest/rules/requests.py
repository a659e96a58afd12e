"""Rights and requests: which are told, how soon, at what price, with what proof (PL24 to PL30, PL32, PL33)."""

import re
from collections.abc import Iterator

from troth.law.deadlines import ANSWER, EXTENSION
from troth.law.period import longer
from troth.manifest.period import Period
from troth.manifest.policy import RequestTerms, Right
from troth.manifest.purposes import Basis
from troth.manifest.rules import phrases
from troth.manifest.rules.examined import Examined, words_of
from troth.manifest.rules.model import Flaw, flaw

_ELECTRONIC = frozenset(
    {"email", "form", "web", "portal", "account", "online", "preference_centre", "contact_form", "site"}
)


def told(examined: Examined) -> Iterator[Flaw]:
    """PL24: the rights that the law gives here are told, each."""
    rights = examined.manifest.policy.rights
    bases = {basis.value for purpose in examined.pursued for basis in purpose.bases}
    for right in examined.pack.rights.values():
        applies = right.is_always_told and (not right.bases or right.bases & bases)
        if applies and right.name is not None and right.name not in rights:
            yield flaw("right-untold", "rights", right=right.name, law=right.source)


def objection(examined: Examined) -> Iterator[Flaw]:
    """PL25: the objection to marketing stands apart, asks for nothing, and counts at once."""
    policy = examined.manifest.policy
    has_marketing = any(purpose.direct_marketing for purpose in examined.pursued)
    right = policy.rights.get("objection_to_marketing")
    if has_marketing and right is None:
        yield flaw("marketing-objection-untold", "rights")
    if right is None:
        return
    path = ("rights", "objection_to_marketing")
    for key in ("exceptions", "grounds", "condition", "identity"):
        if getattr(right, key):
            yield flaw("marketing-objection-limited", *path, key, key=key)
    if (
        right.deadline is not None
        and right.deadline not in (Period(), Period(days=1))
        and not right.deadline.is_exact
    ):
        yield flaw("marketing-objection-late", *path, "deadline", deadline=right.deadline)


def withdrawal(examined: Examined) -> Iterator[Flaw]:
    """PL26: how consent is withdrawn, as easily as given, on no condition."""
    policy = examined.manifest.policy
    right = policy.rights.get("withdrawal")
    if not any(examined.rests_on(Basis.CONSENT)) or right is None:
        return
    path = ("rights", "withdrawal")
    if not (right.text or right.channels or (policy.banner and policy.banner.withdrawal)):
        yield flaw("withdrawal-unsaid", *path)
    for key in ("condition", "exceptions", "grounds", "identity"):
        if getattr(right, key):
            yield flaw("withdrawal-limited", *path, key, key=key)
    if right.fee not in (None, "none"):
        yield flaw("withdrawal-limited", *path, "fee", key="fee")


def deadlines(examined: Examined) -> Iterator[Flaw]:
    """PL27: an answer within a month, at most two more, told within the first."""
    terms, law = examined.manifest.policy.requests, examined.pack.deadlines
    most, further = law["answer"].within, law["extension"].within
    yield from _deadline(terms.deadline, most, "requests", "deadline")
    if terms.extension is not None and longer(terms.extension, further):
        yield flaw("extension-too-long", "requests", "extension", extension=terms.extension, most=further)
    for name, right in examined.manifest.policy.rights.items():
        yield from _deadline(right.deadline, most, "rights", name, "deadline")
        if right.extension is not None and longer(right.extension, further):
            yield flaw(
                "extension-too-long", "rights", name, "extension", extension=right.extension, most=further
            )


def _deadline(deadline: Period | None, most: Period, *path: str) -> Iterator[Flaw]:
    if deadline is not None and longer(deadline, most):
        yield flaw("deadline-too-long", *path, deadline=deadline, most=most)


def is_late(sentence_periods: list[Period], key: str) -> bool:
    """Whether published periods are longer than the law's month, or than its two further ones."""
    most = EXTENSION if key == "extension" else ANSWER
    return any(longer(period, most) for period in sentence_periods)


def proof(examined: Examined) -> Iterator[Flaw]:
    """PL28: no identity paper, signature, reason, fee or account as a rule, and never by letter alone."""
    policy = examined.manifest.policy
    parts: list[tuple[tuple[str, ...], RequestTerms | Right]] = [(("requests",), policy.requests)]
    parts += [(("rights", name), right) for name, right in policy.rights.items()]
    for path, terms in parts:
        for word in terms.identity:
            if re.search(phrases.PROOF, word.lower()):
                yield flaw("proof-demanded", *path, "identity", proof=word)
        if terms.channels and set(terms.channels) <= {"post", "letter", "registered_letter"}:
            yield flaw("letter-only", *path, "channels")
    for field in policy.requests.mandatory_fields:
        if re.search(phrases.NEEDLESS_FIELD, field.lower()):
            yield flaw("needless-field", "requests", "mandatory_fields", field=field)
    for name, right in policy.rights.items():
        if right.fee == "reasonable" and name != "access":
            yield flaw("fee-for-a-right", "rights", name, "fee", right=name)


def channels(examined: Examined) -> Iterator[Flaw]:
    """PL29: at least one electronic way, with its address."""
    policy = examined.manifest.policy
    given = set(policy.requests.channels)
    if not given & _ELECTRONIC:
        yield flaw("no-electronic-way", "requests", "channels")
    has_address = any(
        party is not None and getattr(party, "email", None)
        for party in (policy.controller, policy.officer, *policy.contacts.values())
    )
    if "email" in given and not has_address:
        yield flaw("no-address-to-write-to", "requests", "channels")


def exceptions(examined: Examined) -> Iterator[Flaw]:
    """PL30: nothing refused on a ground that the law does not know, and no words that deter."""
    codes = {refusal.code: refusal for refusal in examined.pack.refusals.values()}
    by_name = {right.name: right for right in examined.pack.rights.values() if right.name}
    for name, right in examined.manifest.policy.rights.items():
        law = by_name.get(name)
        if law is None:
            continue
        allowed = {word for code in law.refusals if code in codes for word in codes[code].words}
        allowed |= {"manifestly_unfounded", "manifestly_excessive", "excessive", "restricted_by_law"}
        for exception in right.exceptions:
            if exception not in allowed:
                yield flaw(
                    "unknown-exception",
                    *("rights", name, "exceptions"),
                    right=name,
                    exception=exception,
                    allowed=", ".join(sorted(allowed)),
                )
    for spoken in examined.spoken:
        if spoken.path[0] in ("rights", "requests") and re.search(phrases.DETERRENT, words_of(spoken.text)):
            yield flaw("deterrent", *spoken.path)


def after_death(examined: Examined) -> Iterator[Flaw]:
    """PL32: directives on what becomes of one's data."""
    policy = examined.manifest.policy
    if policy.after_death is None and "after_death" not in policy.rights:
        yield flaw("directives-untold", "rights")


def minors(examined: Examined) -> Iterator[Flaw]:
    """PL33: below which age somebody else consents, where consent is asked at all."""
    policy = examined.manifest.policy
    age = examined.pack.age.under
    asks = any(examined.rests_on(Basis.CONSENT))
    closed = any(purpose.terms.minors_under for purpose in examined.pursued)
    if asks and policy.minors is None and not closed:
        yield flaw("minors-untold", "purposes", age=age)
    if policy.minors is not None and policy.minors.under < age:
        yield flaw("age-too-low", "minors", "under", under=policy.minors.under, age=age)
