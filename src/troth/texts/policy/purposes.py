"""What data is used for: each purpose in one line, and its particulars on demand (GDPR Art. 13(1)(c), 13(2))."""

from collections.abc import Iterator

from troth.manifest.names import ItemName
from troth.manifest.policy import Recipient
from troth.manifest.purposes import AutomatedDecision, Basis, Purpose, Span
from troth.texts import claims, html
from troth.texts.language import capital, listed, period, typeset
from troth.texts.policy.telling import Lines, Telling

_PORTABLE = frozenset({Basis.CONSENT, Basis.CONTRACT})
_OBJECTIONABLE = frozenset({Basis.LEGITIMATE_INTEREST, Basis.PUBLIC_TASK})
_DUTY = frozenset({Basis.LEGAL_OBLIGATION})


def purposes(telling: Telling) -> Lines:
    """Every purpose in force."""
    yield f"<p>{telling.say('purposes.intro')}</p>"
    for purpose in telling.in_force():
        yield f'<details id="{purpose_anchor(purpose.name)}"><summary>'
        yield f"<h3>{telling.capital(telling.words(purpose.title))}</h3>"
        yield f'<span class="gist">{telling.capital(_gist(telling, purpose))}</span></summary>'
        if purpose.terms.description is not None:
            yield f"<p>{telling.words(purpose.terms.description)}</p>"
        yield "<dl>"
        for title, told in _terms(telling, purpose):
            yield f"<dt>{telling.say(title)}</dt><dd>{told}</dd>"
        yield "</dl></details>"


def purpose_anchor(name: str) -> str:
    """Where on the page a purpose stands."""
    return f"purpose-{html.anchor(name)}"


def kept(telling: Telling, purpose: Purpose) -> list[str]:
    """How long in use and, where there is an archive, how long in it; safe in HTML."""
    active = _retention(telling, purpose, is_archive=False)
    if purpose.archive is None:
        return [active]
    ground = html.text(typeset(claims.ground(purpose, telling.language), telling.language))
    archived = _retention(telling, purpose, is_archive=True)
    return [active, telling.put("purpose.archive", period=archived, ground=ground)]


def bases(telling: Telling, purpose: Purpose) -> list[str]:
    """The legal basis in full, once for each basis, with the roles where there are several; safe in HTML."""
    roles: dict[str, list[str]] = {}
    for role in sorted(purpose.basis):
        basis = html.text(typeset(claims.basis(purpose, role, telling.language), telling.language))
        roles.setdefault(basis, []).append(_role(telling, purpose, role))
    if not roles:
        basis = html.text(typeset(claims.basis(purpose, None, telling.language), telling.language))
        return [telling.capital(basis) or telling.say("basis.none")]
    if len(roles) == 1:
        return [telling.capital(next(iter(roles)))]
    return [
        telling.put(
            "purpose.basis.role",
            basis=telling.capital(basis),
            role=listed(list(dict.fromkeys(of)), telling.language),
        )
        for basis, of in roles.items()
    ]


def data(telling: Telling, purpose: Purpose) -> list[str]:
    """The items, kind by kind; safe in HTML."""
    told = []
    for kind, use in purpose.data.items():
        items = [_item(telling, item) for item in telling.items(kind, use)]
        record = telling.capital(telling.words(telling.manifest.kinds[kind].title))
        told.append(telling.put("purpose.data.of", record=record, items=listed(items, telling.language)))
    return told


def _gist(telling: Telling, purpose: Purpose) -> str:
    bases_ = purpose.bases
    named = [telling.say(f"basis.{basis.value}") for basis in Basis if basis in bases_]
    basis = listed(named, telling.language) or telling.say("basis.none")
    return telling.put("purposes.gist", basis=basis, kept=_retention(telling, purpose, is_archive=False))


def _retention(telling: Telling, purpose: Purpose, *, is_archive: bool) -> str:
    span = purpose.archive.span if is_archive and purpose.archive else purpose.active
    if span == Span() and purpose.bases == {Basis.CONSENT}:
        return telling.say("kept.consent")
    return html.text(typeset(claims.retention(telling.manifest, span, telling.language), telling.language))


def _terms(telling: Telling, purpose: Purpose) -> Iterator[tuple[str, str]]:
    """What there is to say about a purpose, in the order in which people ask."""
    terms, policy = purpose.terms, telling.manifest.policy
    yield (
        "purpose.data",
        "<br>".join(data(telling, purpose)) or telling.capital(telling.say("purpose.data.none")),
    )
    yield "purpose.basis", "<br>".join(bases(telling, purpose))
    if purpose.wording is not None and purpose.wording.text is not None:
        yield "purpose.asked", telling.put("purpose.asked.text", words=telling.words(purpose.wording.text))
    if purpose.choices:
        titles = [telling.words(choice.title) for choice in purpose.choices.values()]
        yield "purpose.choices", telling.capital(listed(titles, telling.language))
    if purpose.validity is not None:
        yield "purpose.validity", html.text(period(purpose.validity, telling.language))
    yield "purpose.kept", "<br>".join(map(telling.capital, kept(telling, purpose)))
    if purpose.archive is not None and purpose.archive.readers:
        yield "purpose.readers", telling.capital(telling.listed(purpose.archive.readers))
    yield "purpose.recipients", _recipients(telling, purpose)
    sources = list(_sources(telling, purpose))
    if sources:
        yield "purpose.sources", "<br>".join(sources)
    if terms.channels:
        channels = [telling.words(policy.channels[name].title) for name in sorted(terms.channels)]
        yield "purpose.channels", telling.capital(listed(channels, telling.language))
    if terms.outputs:
        yield "purpose.outputs", telling.capital(telling.listed(terms.outputs))
    if terms.refusal is not None:
        yield "purpose.refusal", telling.words(terms.refusal)
    if terms.decision is not None:
        yield from _decision(telling, terms.decision)
    yield "purpose.rights", "<br>".join(_rights(telling, purpose))


def _recipients(telling: Telling, purpose: Purpose) -> str:
    recipients = telling.manifest.policy.recipients
    named = [
        f'<a href="#{recipient_anchor(name)}">{_first_capital(telling, recipients[name], is_first=place == 0)}</a>'
        for place, name in enumerate(sorted(purpose.terms.recipients))
    ]
    return listed(named, telling.language) or capital(telling.say("purpose.recipients.none"))


def _first_capital(telling: Telling, found: Recipient, *, is_first: bool) -> str:
    name = recipient_name(telling, found)
    return telling.capital(name) if is_first else name


def recipient_anchor(name: str) -> str:
    """Where on the page a recipient stands."""
    return f"recipient-{html.anchor(name)}"


def recipient_name(telling: Telling, found: Recipient) -> str:
    """A recipient by name; safe in HTML."""
    title = telling.words(found.title)
    return f"{title} ({html.name(found.body)})" if found.body else title


def _item(telling: Telling, name: ItemName) -> str:
    item = telling.manifest.items[name]
    title = telling.words(item.title)
    if item.special is None:
        return title
    return f"{title} ({telling.say('purpose.data.special', ground=item.special)})"


def _role(telling: Telling, purpose: Purpose, role: str) -> str:
    titles = (
        title
        for kind in purpose.data
        for name, title in telling.manifest.kinds[kind].role_titles.items()
        if name == role
    )
    title = next(titles, None)
    return html.text(role) if title is None else telling.words(title)


def _sources(telling: Telling, purpose: Purpose) -> Iterator[str]:
    """From where items come that do not come from the person (GDPR Art. 14(2)(f))."""
    used = dict.fromkeys(item for kind, use in purpose.data.items() for item in telling.items(kind, use))
    for name in used:
        item = telling.manifest.items[name]
        if item.sources:
            told = listed([telling.words(source) for source in item.sources], telling.language)
            title = telling.capital(telling.words(item.title))
            yield telling.put("purpose.sources.of", item=title, sources=told)


def _decision(telling: Telling, decision: AutomatedDecision) -> Iterator[tuple[str, str]]:
    yield "purpose.decision", telling.capital(telling.words(decision.title))
    yield "purpose.decision.logic", telling.capital(telling.words(decision.logic))
    yield "purpose.decision.effect", telling.capital(telling.words(decision.effect))
    review = telling.words(decision.review) if decision.review else ""
    yield "purpose.decision.you", telling.put("purpose.decision.review", review=review).rstrip()


def _rights(telling: Telling, purpose: Purpose) -> Iterator[str]:
    found = purpose.bases
    if Basis.CONSENT in found:
        yield telling.say("purpose.right.consent")
    if _PORTABLE & found and purpose.data:
        yield telling.say("purpose.right.portability")
    if purpose.direct_marketing:
        yield telling.say("purpose.right.marketing")
    elif _OBJECTIONABLE & found:
        yield telling.say("purpose.right.objection")
    if found == _DUTY:
        yield telling.say("purpose.right.duty")
    if purpose.terms.minors_under is not None:
        yield telling.say("purpose.minors", age=purpose.terms.minors_under)
