"""The choices, the history and the receipts as HTML: what stands between the frame of every page. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import assert_never

from troth.claims.facts import Instant
from troth.claims.keys import Key
from troth.consent.model import NOT_ASKED, Answer, Event, Offer, OfferId, Standing
from troth.manifest.names import PurposeName
from troth.manifest.policy import RecipientRole
from troth.texts import html
from troth.web.preferences.rules import mark
from troth.web.preferences.saying import Saying

Lines = Iterator[str]

OFFER, SEEN, OBJECT = "offer.", "seen.", "object."  # what the names of fields begin with

_NAMED = frozenset({RecipientRole.CONTROLLER, RecipientRole.JOINT_CONTROLLER, RecipientRole.PROCESSOR})


@dataclass(frozen=True, slots=True)
class Entry:
    """One act: when, what became of each thing, by which way it came, and where its receipt is."""

    number: str
    at: Instant
    events: Mapping[OfferId, str]  # "given", "refused", "withdrawn", "expired", "objected"
    until: Mapping[OfferId, date | None]
    channel: str
    address: str  # of the receipt's page; "" where there is none


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything that one person's page shows."""

    keys: Sequence[Key]
    offers: Sequence[Offer]
    standings: Mapping[OfferId, Standing]
    objections: Mapping[
        PurposeName, Instant | None
    ]  # marketing on an interest, and since when it is objected to
    history: Sequence[Entry]
    hidden: str  # fields that every form here sends
    device: str  # the address of this browser's own choices
    download: str  # the address of all receipts
    ends: Instant | None = None
    minutes: int | None = None  # for how long a page is open that was reached from an account
    saved: int | None = None  # how many answers the form just sent has changed


def choices(saying: Saying, shown: Choices) -> Lines:
    """The page: what was saved, each choice, what stands in this browser, the history."""
    if shown.saved is not None:
        yield from _saved(saying, shown.saved)
    yield f"<p>{saying.put('choices.lead', name=saying.site())}</p>"
    keys = saying.listed([saying.key(key) for key in shown.keys])
    yield f"<p>{saying.put('choices.of', key=keys)} {_ends(saying, shown)}</p>"
    if shown.offers or shown.objections:
        yield f'<form method="post">{shown.hidden}'
        for _, group in groupby(shown.offers, key=lambda offer: offer.purpose):
            yield from _purpose(saying, shown, list(group))
        yield from _objections(saying, shown.objections)
        yield f'<p class="acts"><button name="act" value="save">{saying.say("save")}</button> '
        yield f'<button name="act" value="stop">{saying.say("stop")}</button></p></form>'
    else:
        yield f"<p>{saying.put('choices.none', name=saying.site(), key=keys)}</p>"
    yield from device(saying, shown.device)
    yield from _history(saying, shown)


def device(saying: Saying, address: str) -> Lines:
    """The way to the choices that are kept in the browser."""
    yield f"<section><h2>{saying.say('device')}</h2><p>{saying.say('device.lead')}</p>"
    yield f'<p><a href="{html.text(address)}">{saying.say("device.link")}</a></p></section>'


def messages(saying: Saying, objection: str) -> Lines:
    """How people who are reached by messages and calls come to their choices, and out."""
    yield f"<section><h2>{saying.say('messages')}</h2><p>{saying.say('messages.lead')}</p>"
    link = f'<a href="{html.text(objection)}">{saying.say("objection")}</a>'
    yield f"<p>{saying.say('messages.objection')} {link}.</p></section>"


def _saved(saying: Saying, count: int) -> Lines:
    told = {0: saying.say("saved.nothing"), 1: saying.say("saved.count.one")}
    counted = told.get(count) or saying.say("saved.count.many", count=count)
    title = [saying.say("saved")] if count else []
    yield f'<div class="done" role="status"><p>{" ".join([*title, counted])}</p></div>'


def _ends(saying: Saying, shown: Choices) -> str:
    if shown.minutes is not None:
        return saying.say("choices.vouched", minutes=shown.minutes)
    return "" if shown.ends is None else saying.put("choices.until", day=saying.day(shown.ends))


def _purpose(saying: Saying, shown: Choices, offers: Sequence[Offer]) -> Lines:
    """One purpose: a question, or one for each thing that is chosen apart."""
    title = saying.words(saying.manifest.purposes[offers[0].purpose].title)
    about = f"<p>{saying.words(offers[0].sentence)}</p>"
    names = sorted({name for offer in offers for name in offer.recipients})
    if recipients := _recipients(saying, names):
        about += f'<p class="soft">{saying.put("choice.recipients", recipients=recipients)}</p>'
    if offers[0].choice is None:
        yield from _offer(saying, offers[0], shown.standings.get(offers[0].id, NOT_ASKED), title, about)
        return
    yield f"<section><h2>{title}</h2>{about}"
    for offer in offers:
        title = saying.words(offer.title)
        yield from _offer(saying, offer, shown.standings.get(offer.id, NOT_ASKED), title)
    yield "</section>"


def _offer(saying: Saying, offer: Offer, standing: Standing, legend: str, about: str = "") -> Lines:
    name, shown = html.text(offer.name), mark(standing)
    yield f'<fieldset><legend>{legend}</legend>{about}<p class="soft">{state(saying, standing)}</p>'
    yield f'<p><input type="hidden" name="{SEEN}{name}" value="{shown}">'
    for value, label in ((Answer.REFUSED, "choice.no"), (Answer.GRANTED, "choice.yes")):
        checked = " checked" if shown == value.value else ""
        radio = f'<input type="radio" name="{OFFER}{name}" value="{value.value}"{checked}>'
        yield f"<label>{radio} {saying.say(label)}</label> "
    yield "</p></fieldset>"


def state(saying: Saying, standing: Standing) -> str:
    """What stands, in a sentence."""
    if standing.outgrown:
        return saying.say("state.outgrown")
    if standing.event is Event.EXPIRED and standing.until is not None:
        return saying.put("state.expired", day=saying.day(standing.until))
    match standing.answer:
        case Answer.NOT_ASKED:
            return saying.say("state.not_asked")
        case Answer.GRANTED if standing.since is None:
            return saying.say("state.held")
        case Answer.REFUSED:
            name = "state.withdrawn" if standing.event is Event.WITHDRAWN else "state.refused"
        case Answer.GRANTED:
            name = "state.granted.open" if standing.until is None else "state.granted"
        case _:
            assert_never(standing.answer)
    since = "" if standing.since is None else saying.day(standing.since)
    until = "" if standing.until is None else saying.day(standing.until)
    return saying.put(name, day=since, until=until)


def _recipients(saying: Saying, names: Iterable[str]) -> str:
    known = saying.manifest.policy.recipients
    named = [known[name] for name in names if name in known and known[name].role in _NAMED]
    return saying.listed([html.name(one.body) if one.body else saying.words(one.title) for one in named])


def _objections(saying: Saying, objections: Mapping[PurposeName, Instant | None]) -> Lines:
    if not objections:
        return
    yield f"<section><h2>{saying.say('interest')}</h2><p>{saying.say('interest.lead')}</p>"
    for name, since in objections.items():
        purpose = saying.manifest.purposes[name]
        yield f"<fieldset><legend>{saying.words(purpose.title)}</legend>"
        if purpose.terms.interest is not None:
            interest = saying.put("interest.ours", interest=saying.words(purpose.terms.interest))
            yield f'<p class="soft">{interest}</p>'
        if since is not None:
            yield f"<p>{saying.put('interest.objected', day=saying.day(since))}</p></fieldset>"
            continue
        box = f'<input type="checkbox" name="{OBJECT}{html.text(name)}" value="yes">'
        yield f"<p><label>{box} {saying.say('interest.object')}</label></p></fieldset>"
    yield "</section>"


# --- history and receipts -----------------------------------------------------------------------------------


def _history(saying: Saying, shown: Choices) -> Lines:
    yield f"<section><h2>{saying.say('history')}</h2>"
    if not shown.history:
        yield f"<p>{saying.say('history.none')}</p></section>"
        return
    yield f"<p>{saying.say('history.lead')}</p>"
    heads = [saying.say(f"history.{name}") for name in ("when", "what", "how", "receipt")]
    yield from html.table(heads, [_row(saying, entry) for entry in shown.history], saying.say("history"))
    yield f'<p><a href="{html.text(shown.download)}" download>{saying.say("history.download")}</a></p></section>'


def _row(saying: Saying, entry: Entry) -> list[str]:
    what = "<br>".join(
        saying.put("history.one", about=about(saying, offer), answer=saying.say(f"event.{event}"))
        for offer, event in entry.events.items()
    )
    link = f'<a href="{html.text(entry.address)}">{saying.put("receipt.link", day=saying.day(entry.at))}</a>'
    when = f"{saying.day(entry.at)}, {saying.hour(entry.at)}"
    return [when, what, means(saying, entry.channel), link if entry.address else ""]


def about(saying: Saying, offer: OfferId) -> str:
    """What an answer was about, as today's words have it; its name where they no longer know it."""
    purpose = saying.manifest.purposes.get(offer[0])
    if purpose is None:
        return html.text(offer[0])
    title = saying.words(purpose.title)
    choice = None if offer[1] is None else purpose.choices.get(offer[1])
    return (
        title if choice is None else saying.put("choice.of", purpose=title, choice=saying.words(choice.title))
    )


def means(saying: Saying, channel: str) -> str:
    """By which way a decision came."""
    return saying.say(f"channel.{channel}")


@dataclass(frozen=True, slots=True)
class Shown:
    """The text that was shown when somebody decided; no lines where it was not kept."""

    language: str
    lines: Sequence[str] = ()


def receipt(saying: Saying, entry: Entry, shown: Shown, download: str) -> Lines:
    """One receipt: what was answered, to which text, when, until when; to keep or to print."""
    yield f"<p>{saying.say('receipt.lead')}</p><dl>"
    rows = [
        ("number", f"<code>{html.text(entry.number)}</code>"),
        ("when", f"{saying.day(entry.at)}, {saying.hour(entry.at)}"),
        ("who", html.party(saying.manifest.policy.controller)),
        ("means", means(saying, entry.channel)),
    ]
    for offer, event in entry.events.items():
        rows += [("purpose", about(saying, offer)), ("answer", saying.say(f"event.{event}"))]
        if (until := entry.until.get(offer)) is not None:
            rows.append(("until", saying.day(until)))
    yield from (f"<dt>{saying.say(f'receipt.{name}')}</dt><dd>{told}</dd>" for name, told in rows)
    yield "</dl>"
    if shown.lines:
        yield f"<details><summary>{saying.say('receipt.text')}</summary>"
        told = "<br>".join(html.text(line) for line in shown.lines)
        yield f'<p lang="{html.text(shown.language)}">{told}</p></details>'
    yield f'<p><a href="{html.text(download)}" download>{saying.say("receipt.json")}</a></p>'
