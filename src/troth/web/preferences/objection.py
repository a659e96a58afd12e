"""The form by which everybody can object to marketing; its answer is the same whoever is known here."""

from dataclasses import replace
from http import HTTPStatus

from troth.claims.contacts import Contacts
from troth.claims.keys import Key
from troth.consent.objecting import object_to_marketing
from troth.texts.preferences import say
from troth.web.pages.frame import form_token, hidden, page
from troth.web.preferences import opening, ways_out
from troth.web.preferences.opening import saying
from troth.web.preferences.ways_out import KEY, Field
from troth.web.request.answers import Answer, see_other
from troth.web.request.asked import Asked
from troth.web.tokens.passes import Pass, Scope


def form(asked: Asked) -> Answer:
    """The form."""
    return _form(asked, _fields(asked))


def objects(asked: Asked) -> Answer:
    """Record it, and go to its receipt."""
    contacts = Contacts.of(asked.site.manifest, asked.today)
    fields, people = _fields(asked), list[tuple[Key, ...]]()
    for place, field in enumerate(fields):
        typed = asked.form.get(f"{KEY}{field.type}", "")
        found = contacts.read(field.type, typed) if typed.strip() else ()
        wrong = f"objection.no_{field.sort}" if found is None else ""
        fields[place] = replace(field, typed=typed, wrong=wrong)
        people += [found] if found else []
    if any(field.wrong for field in fields):
        return _form(asked, fields)
    if not people:
        return _form(asked, fields, "objection.none")
    done = object_to_marketing(asked.site, people, opening.notice(asked), asked.at)
    receipt = Pass(Scope.RECEIPTS, frozenset(done.keys), None, records=(done.number, done.at.isoformat()))
    return see_other(f"{asked.base}/receipts/{opening.sealer(asked).sealed(receipt)}?lang={asked.language}")


def _fields(asked: Asked) -> list[Field]:
    sorts = Contacts.of(asked.site.manifest, asked.today).sorts
    return [Field(type_, sort) for type_, sort in sorts.items()]


def _form(asked: Asked, fields: list[Field], wrong: str = "") -> Answer:
    is_wrong = bool(wrong) or any(field.wrong for field in fields)
    beside = form_token(asked) + hidden("lang", asked.language)
    content = ways_out.objection(saying(asked), fields, f"{asked.base}/objection", beside, wrong)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
    return page(asked, say("objection", asked.language), content, status)
