"""Who is responsible, who receives data, and where it goes (GDPR Art. 13(1)(a), (b), (e), (f))."""

from collections.abc import Iterator

from troth.manifest.policy import NoOfficer, Party, Recipient, RecipientRole, Transfer
from troth.texts import html
from troth.texts.language import country, listed
from troth.texts.policy.purposes import purpose_anchor, recipient_anchor, recipient_name
from troth.texts.policy.telling import Lines, Telling


def who(telling: Telling) -> Lines:
    """The controller and everybody people can turn to."""
    policy = telling.manifest.policy
    yield "<dl>"
    yield f"<dt>{telling.say('who.controller')}</dt><dd>{_full(telling, policy.controller)}</dd>"
    if policy.joint_controllers:
        told = "<br><br>".join(_full(telling, joint) for joint in policy.joint_controllers)
        yield f"<dt>{telling.say('who.joint')}</dt><dd>{told}</dd>"
    if policy.eu_representative is not None:
        told = _full(telling, policy.eu_representative)
        yield f"<dt>{telling.say('who.union')}</dt><dd>{told}</dd>"
    match policy.officer:
        case Party() as officer:
            yield f"<dt>{telling.say('who.officer')}</dt><dd>{_full(telling, officer)}</dd>"
        case NoOfficer(because=because):
            told = telling.put("who.no_officer", because=telling.words(because))
            yield f"<dt>{telling.say('who.officer')}</dt><dd>{told}</dd>"
        case None:
            pass
    yield "</dl>"
    if policy.contacts:
        yield f"<h3>{telling.say('who.contacts')}</h3><ul>"
        for contact in policy.contacts.values():
            about = f"{telling.capital(telling.words(contact.about))}<br>" if contact.about else ""
            yield f"<li>{about}{html.party(contact)}</li>"
        yield "</ul>"


def recipients(telling: Telling) -> Lines:
    """The table of recipients."""
    found = telling.manifest.policy.recipients
    if not found:
        yield f"<p>{telling.say('recipients.none')}</p>"
        return
    names = ("who", "role", "what", "why", "where")
    head = [telling.say(f"recipients.{name}") for name in names]
    rows = [_recipient(telling, name, recipient) for name, recipient in found.items()]
    ids = [recipient_anchor(name) for name in found]
    yield from html.table(head, rows, telling.say("recipients"), ids)


def has_transfers(telling: Telling) -> bool:
    """Whether any data leaves the European Economic Area."""
    return any(recipient.transfers for recipient in telling.manifest.policy.recipients.values())


def transfers(telling: Telling) -> Lines:
    """The table of transfers."""
    names = ("recipients.who", "transfers.country", "transfers.tool", "transfers.copy")
    rows = [
        _transfer(telling, recipient, transfer)
        for recipient in telling.manifest.policy.recipients.values()
        for transfer in recipient.transfers
    ]
    yield f"<p>{telling.say('transfers.intro')}</p>"
    yield from html.table([telling.say(name) for name in names], rows, telling.say("transfers"))


def _full(telling: Telling, party: Party) -> str:
    return "<br>".join(part for part in (html.party(party), *_identity(telling, party)) if part)


def _identity(telling: Telling, party: Party) -> Iterator[str]:
    """Legal form, capital, registration: what identifies a company (C. com. art. R123-237)."""
    if party.legal_form and party.capital:
        form = telling.capital(telling.words(party.legal_form))
        yield telling.put("who.capital", form=form, capital=html.text(party.capital))
    elif party.legal_form:
        yield telling.capital(telling.words(party.legal_form))
    if party.register_number:
        yield html.text(party.register_number)
    if party.vat:
        yield telling.say("who.vat", number=party.vat)
    if party.representative:
        yield f"{telling.say('who.representative')} {telling.words(party.representative)}"
    if party.trade_name and party.trade_name != party.name:
        yield f"{telling.say('who.trade_name')} {html.text(party.trade_name)}"


def _recipient(telling: Telling, name: str, found: Recipient) -> list[str]:
    who = telling.capital(recipient_name(telling, found))
    if found.condition is not None:
        who += f"<br><small>{telling.words(found.condition)}</small>"
    if found.url:
        who += f"<br>{html.link(found.url, telling.say('recipients.policy'))}"
    return [
        who,
        telling.capital(telling.say(f"role.{found.role.value}")),
        telling.capital(_items(telling, found)),
        _purposes(telling, name),
        _countries(telling, found),
    ]


def _items(telling: Telling, found: Recipient) -> str:
    if found.items is None:
        return telling.say("recipients.all_items")
    items = sorted(found.items, key=telling.place_of_item.__getitem__)
    return listed([telling.words(telling.manifest.items[item].title) for item in items], telling.language)


def _purposes(telling: Telling, name: str) -> str:
    links = [
        f'<a href="#{purpose_anchor(purpose)}">{telling.words(telling.manifest.purposes[purpose].title)}</a>'
        for purpose in telling.purposes_of.get(name, ())
    ]
    return "<br>".join(links) or telling.say("recipients.no_purpose")


def _countries(telling: Telling, found: Recipient) -> str:
    codes = dict.fromkeys((*found.countries, *(transfer.country for transfer in found.transfers)))
    told = listed([html.text(country(code, telling.language)) for code in codes], telling.language)
    unknown = "authority" if found.role is RecipientRole.AUTHORITY else "unknown"
    return told or telling.capital(telling.say(f"recipients.{unknown}"))


def _copy(telling: Telling, transfer: Transfer) -> str:
    """Where the safeguard can be read; a decision or a derogation has none to copy (Art. 13(1)(f))."""
    if transfer.copy:
        return html.link(transfer.copy)
    is_contract = transfer.tool in ("standard_clauses", "binding_rules")
    return telling.capital(telling.say("transfers.copy.ask")) if is_contract else html.NOTHING


def _transfer(telling: Telling, recipient: Recipient, transfer: Transfer) -> list[str]:
    tool = telling.say(f"tool.{transfer.tool or 'none'}")
    if transfer.evidence:
        tool += f"<br><small>{telling.words(transfer.evidence)}</small>"
    return [
        telling.capital(recipient_name(telling, recipient)),
        html.text(country(transfer.country, telling.language)),
        telling.capital(tool),
        _copy(telling, transfer),
    ]
