"""The ways out as HTML: objecting without a link, leaving by a link, and what a link that opens nothing says. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from troth.claims.contacts import EMAIL, PHONE
from troth.claims.facts import Instant
from troth.claims.keys import Key
from troth.manifest.names import KeyType
from troth.texts import html
from troth.web.preferences.pages import about
from troth.web.preferences.rules import Leaving
from troth.web.preferences.saying import Saying

Lines = Iterator[str]

KEY = "key."  # what the names of fields begin with


@dataclass(frozen=True, slots=True)
class Field:
    """One thing by which somebody can object: the type of key, what it is, what was typed, what is wrong with it."""

    type: KeyType
    sort: str  # EMAIL or PHONE
    typed: str = ""
    wrong: str = ""  # the name of a sentence


def objection(saying: Saying, fields: Sequence[Field], address: str, hidden: str, wrong: str = "") -> Lines:
    """The form; errors first, each a link to its field."""
    errors = [(field.type, field.wrong) for field in fields if field.wrong]
    if wrong and fields:
        errors.insert(0, (fields[0].type, wrong))
    if errors:
        yield f'<div class="warning" role="alert"><h2>{saying.say("error.summary")}</h2><ul>'
        for type_, name in errors:
            yield f'<li><a href="#{html.text(_id(type_))}">{saying.say(name)}</a></li>'
        yield "</ul></div>"
    yield f"<p>{saying.say('objection.lead')}</p>"
    yield f'<form method="post" action="{html.text(address)}">{hidden}'
    if len(fields) > 1:
        yield f"<p>{saying.say('objection.either')}</p>"
    for field in fields:
        yield from _field(saying, field)
    yield f'<p class="acts"><button name="act" value="object">{saying.say("objection.send")}</button></p></form>'


def _field(saying: Saying, field: Field) -> Lines:
    id_ = html.text(_id(field.type))
    kind = 'type="email" autocomplete="email"' if field.sort == EMAIL else 'type="tel" autocomplete="tel"'
    told = [f"{id_}-hint"] if field.sort == PHONE else []
    told += [f"{id_}-wrong"] if field.wrong else []
    described = f' aria-describedby="{" ".join(told)}"' if told else ""
    invalid = ' aria-invalid="true"' if field.wrong else ""
    yield f'<p><label for="{id_}">{saying.say(f"objection.{field.sort}")}</label><br>'
    if field.sort == PHONE:
        yield f'<span class="soft" id="{id_}-hint">{saying.say("objection.phone.hint")}</span><br>'
    if field.wrong:
        yield f'<strong id="{id_}-wrong">{saying.say(field.wrong)}</strong><br>'
    typed = f'maxlength="300" value="{html.text(field.typed)}"'
    yield f'<input id="{id_}" name="{id_}" {kind} {typed}{described}{invalid}></p>'


def _id(type_: KeyType) -> str:
    return f"{KEY}{type_}"


def objected(saying: Saying, keys: Sequence[Key], at: Instant, number: str) -> Lines:
    """The receipt of an objection: what, from when, for how long (GDPR Art. 21(3), 12(1))."""
    shown = saying.listed([saying.key(key) for key in keys])
    yield '<div class="done" role="status">'
    yield f"<p>{saying.put('objection.scope', name=saying.site(), key=shown)}</p>"
    effect = saying.put("objection.effect", day=saying.day(at), hour=saying.hour(at))
    yield f"<p>{effect} {saying.say('objection.duration')}</p></div>"
    yield f"<dl><dt>{saying.say('receipt.number')}</dt><dd><code>{html.text(number)}</code></dd></dl>"
    yield f"<p>{saying.put('objection.kept', name=saying.site())} {saying.say('objection.service')}</p>"


def ask_to_leave(saying: Saying, left: Leaving) -> Lines:
    """Before: one button, and what it does. Opening the page has changed nothing."""
    yield f"<p>{saying.say('leave.before')}</p><p>{_left(saying, left)}</p>"
    label = "leave.do.pixel" if left.is_pixel else "leave.do"
    yield '<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click">'
    yield f'<p class="acts"><button>{saying.say(label)}</button></p></form>'


def has_left(saying: Saying, left: Leaving, at: Instant, *, was_done: bool, receipt: str, more: str) -> Lines:
    """After: what holds, from when; the receipt, and all other choices."""
    yield '<div class="done" role="status">'
    if left.is_empty:
        yield f"<p>{saying.say('leave.gone')}</p></div>"
        return
    yield f"<p>{_left(saying, left)}</p>"
    effect = "leave.again" if was_done else "leave.effect"
    yield f"<p>{saying.put(effect, day=saying.day(at), hour=saying.hour(at))}</p></div>"
    links = [(receipt, "receipt.page"), (more, "leave.more")]
    for address, label in links:
        if address:
            yield f'<p><a href="{html.text(address)}">{saying.say(label)}</a></p>'


def _left(saying: Saying, left: Leaving) -> str:
    if left.is_pixel:
        return saying.say("leave.ask.pixel")
    if left.is_everything:
        return saying.put("leave.ask.all", name=saying.site())
    ids = [*(offer.id for offer in left.offers), *((name, None) for name in sorted(left.objected))]
    if left.covers_purpose and left.offers:
        ids = [(left.offers[0].purpose, None)]
    return saying.put("leave.ask", what=saying.listed([about(saying, one) for one in ids]))


def opens_nothing(saying: Saying, name: str, objection: str, back: str = "") -> Lines:
    """A token that is refused: why, that nothing was changed, and the way out that needs none."""
    yield f'<p role="alert">{saying.say(f"refused.{name}.why")}</p>'
    if back:
        yield f'<p><a href="{html.text(back)}">{saying.say("back")}</a></p>'
    yield f'<p><a href="{html.text(objection)}">{saying.say("refused.way_out")}</a></p>'


def told(saying: Saying, precedence: str, answers: Mapping[str, str], choice: str, go_on: str) -> Lines:
    """On the first sign-in on a device: that the account's choices hold here too (CNIL 2025-131)."""
    yield f"<p>{saying.say('account.told.lead')}</p>"
    yield f"<p>{saying.say(f'account.told.{precedence}')} {saying.say('account.told.out')}</p>"
    if answers:
        yield f"<h2>{saying.say('account.told.now')}</h2><dl>"
        yield from (f"<dt>{title}</dt><dd>{answer}</dd>" for title, answer in answers.items())
        yield "</dl>"
    yield f'<p class="acts"><a class="button" href="{html.text(go_on)}">{saying.say("account.go_on")}</a> '
    yield f'<a class="button" href="{html.text(choice)}">{saying.say("account.change")}</a></p>'
