"""
The record of processing activities in words (GDPR Art. 30; loi 78-17 Art. 57): an entry for each purpose.

It is the controller's own and is shown to the authority on request; it is no part of what is published.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from troth.manifest.model import Manifest
from troth.manifest.policy import NoOfficer, Party
from troth.manifest.purposes import Purpose
from troth.texts import html
from troth.texts.language import Language, country, day, listed
from troth.texts.policy.page import CONTENT_POLICY, languages_of, site_name, switch
from troth.texts.policy.purposes import bases, data, kept, purpose_anchor, recipient_name
from troth.texts.policy.telling import Lines, Telling

STYLESHEET = "style.css"


def register(manifest: Manifest, language: Language, on: date) -> str:
    """The whole record in one language, as of a day."""
    telling = Telling.of(manifest, language, on)
    title = telling.say("register.title", name=site_name(manifest))
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{language}"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{CONTENT_POLICY}"><title>{title}</title>',
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">',
        f'<meta name="color-scheme" content="light dark"><link rel="stylesheet" href="{STYLESHEET}"></head>',
        f'<body><a class="skip" href="#content">{telling.say("skip")}</a><header>',
        *switch(telling, {one: f"{one}.html" for one in languages_of(manifest)}),
        f'<h1>{title}</h1><p class="edition">{telling.say("register.on", day=day(on, language))}</p></header>',
        '<main id="content">',
        *_people(telling),
    ]
    for number, purpose in enumerate(telling.in_force(), 1):
        lines += _entry(telling, number, purpose)
    return "\n".join([*lines, *_measures(telling), *_hosted(telling), "</main></body></html>"]) + "\n"


def _people(telling: Telling) -> Lines:
    policy = telling.manifest.policy
    yield f'<section aria-labelledby="who"><h2 id="who">{telling.say("register.who")}</h2><dl>'
    yield f"<dt>{telling.say('who.controller')}</dt><dd>{html.party(policy.controller)}</dd>"
    for joint in policy.joint_controllers:
        yield f"<dt>{telling.say('who.joint')}</dt><dd>{html.party(joint)}</dd>"
    if policy.eu_representative is not None:
        yield f"<dt>{telling.say('who.union')}</dt><dd>{html.party(policy.eu_representative)}</dd>"
    match policy.officer:
        case Party() as officer:
            yield f"<dt>{telling.say('who.officer')}</dt><dd>{html.party(officer)}</dd>"
        case NoOfficer(because=because):
            told = telling.put("who.no_officer", because=telling.words(because))
            yield f"<dt>{telling.say('who.officer')}</dt><dd>{told}</dd>"
        case None:
            pass
    yield "</dl></section>"


def _entry(telling: Telling, number: int, purpose: Purpose) -> Lines:
    anchor = purpose_anchor(purpose.name)
    yield f'<section aria-labelledby="{anchor}">'
    yield f'<h2 id="{anchor}">{number}. {telling.capital(telling.words(purpose.title))}</h2><dl>'
    for name, told in _particulars(telling, purpose):
        yield f"<dt>{telling.say(name)}</dt><dd>{told}</dd>"
    yield "</dl></section>"


def _particulars(telling: Telling, purpose: Purpose) -> Iterator[tuple[str, str]]:
    """What Art. 30(1) asks of each activity, in its order."""
    if purpose.terms.description is not None:
        yield "register.purpose", telling.words(purpose.terms.description)
    yield "purpose.basis", "<br>".join(bases(telling, purpose))
    yield (
        "register.persons",
        telling.capital(listed(list(_persons(telling, purpose)), telling.language)) or "–",
    )
    yield "register.data", "<br>".join(data(telling, purpose)) or telling.say("purpose.data.none")
    none = telling.capital(telling.say("register.none"))
    policy = telling.manifest.policy
    recipients = [policy.recipients[name] for name in sorted(purpose.terms.recipients)]
    named = [
        f"{recipient_name(telling, one)} – {telling.say(f'role.{one.role.value}')}" for one in recipients
    ]
    yield "purpose.recipients", "<br>".join(map(telling.capital, named)) or none
    transfers = [
        f"{recipient_name(telling, one)} – {html.text(country(transfer.country, telling.language))} – "
        + telling.say(f"tool.{transfer.tool or 'none'}")
        for one in recipients
        for transfer in one.transfers
    ]
    yield "register.transfers", "<br>".join(map(telling.capital, transfers)) or none
    yield "register.limits", "<br>".join(map(telling.capital, kept(telling, purpose)))
    if purpose.terms.assessment:
        yield "register.assessment", html.text(purpose.terms.assessment)


def _persons(telling: Telling, purpose: Purpose) -> Iterator[str]:
    """The categories of persons: what people are to the records that the purpose uses, each once."""
    titles: Mapping[str, str] = {
        role: telling.words(kind.role_titles[role]) if role in kind.role_titles else html.text(role)
        for kind in (telling.manifest.kinds[name] for name in purpose.data)
        for role in sorted(kind.roles)
    }
    yield from dict.fromkeys(titles.values())


def _measures(telling: Telling) -> Lines:
    measures = telling.manifest.policy.measures
    yield f'<section aria-labelledby="security"><h2 id="security">{telling.say("register.measures")}</h2>'
    if measures:
        items = "".join(f"<li>{telling.words(measure.title)}</li>" for measure in measures.values())
        yield f"<ul>{items}</ul></section>"
    else:
        yield f"<p>{telling.say('register.none')}</p></section>"


def _hosted(telling: Telling) -> Lines:
    """What is processed for others (Art. 30(2)): for whom, in which tables."""
    tables: dict[str, list[str]] = {}
    for store in telling.manifest.stores.values():
        for table in store.tables.values():
            if table.hosted_for is not None:
                tables.setdefault(table.hosted_for, []).append(f"{store.name}.{table.name}")
    if tables:
        yield f'<section aria-labelledby="hosted"><h2 id="hosted">{telling.say("register.hosted")}</h2><dl>'
        for name, some in tables.items():
            codes = ", ".join(f"<code>{html.text(one)}</code>" for one in some)
            yield f"<dt>{html.name(name)}</dt><dd>{codes}</dd>"
        yield "</dl></section>"
