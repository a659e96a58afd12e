"""
The notice of one form: what people must know before they send it (GDPR Art. 13), beside its fields.

As a fragment of HTML to include above the button, and as JSON for those who draw their own form. Required
fields carry the form's mark in words too, so that nobody needs to see a star.
"""

from html import unescape
from typing import Any

from troth.manifest.policy import Form, FormField, Party
from troth.manifest.purposes import Basis, Purpose
from troth.texts import html
from troth.texts.language import listed
from troth.texts.policy.page import Stamp, site_name
from troth.texts.policy.purposes import bases, kept, purpose_anchor, recipient_name
from troth.texts.policy.rest import field_title
from troth.texts.policy.telling import Lines, Telling

USUAL_ADDRESS = "/troth/policy/"  # under the site's own host


def fragment(telling: Telling, name: str, stamp: Stamp) -> str:
    """The notice as HTML, to be included in the page of the form; it has no style and no script."""
    form = telling.manifest.policy.forms[name]
    return "\n".join(_lines(telling, name, form, stamp)) + "\n"


def notice_as_json(telling: Telling, name: str, stamp: Stamp) -> dict[str, Any]:
    """The same for programs: fields with their marks, and every part of the notice as text."""
    form = telling.manifest.policy.forms[name]
    return {
        "form": name,
        "language": telling.language,
        "version": stamp.number,
        "title": _unescaped(telling.words(form.title)),
        "marker": form.marker,
        "legend": say_plain(telling, "notice.legend", marker=form.marker),
        "fields": {key: _field(telling, form, key, field) for key, field in form.fields.items()},
        "purposes": [_purpose(telling, purpose) for purpose in _purposes(telling, form)],
        "notice": [_unescaped(line) for line in _sentences(telling, form)],
        "policy": _address(telling, stamp),
    }


def say_plain(telling: Telling, name: str, **filled: object) -> str:
    """A sentence as text, not as HTML."""
    return _unescaped(telling.say(name, **filled))


def _lines(telling: Telling, name: str, form: Form, stamp: Stamp) -> Lines:
    anchor = f"troth-notice-{html.anchor(name)}"
    yield f'<section class="troth-notice" lang="{telling.language}" aria-labelledby="{anchor}">'
    yield f'<h2 id="{anchor}">{telling.say("notice.heading")}</h2>'
    if any(field.mandatory for field in form.fields.values()):
        yield f"<p>{telling.say('notice.legend', marker=form.marker)}</p>"
    has_own = any(field.refusal for field in form.fields.values())
    yield "<ul>"
    for key, field in form.fields.items():
        told = _field(telling, form, key, field)
        mark = telling.say("forms.yes" if field.mandatory else "forms.no")
        star = f' <span aria-hidden="true">{html.text(form.marker)}</span>' if field.mandatory else ""
        without = f" – {html.text(told['without'])}" if told["without"] and has_own else ""
        yield f"<li>{html.text(told['title'])}{star} ({mark}){without}</li>"
    yield "</ul>"
    if form.refusal is not None and not has_own:
        yield f"<p>{telling.words(form.refusal)}</p>"
    who, *rest = _sentences(telling, form)
    yield f"<p>{who}</p><ul>"
    for purpose in _purposes(telling, form):
        title = telling.words(purpose.title)
        basis = listed(bases(telling, purpose), telling.language)
        until = telling.capital(", ".join(kept(telling, purpose)))
        yield f"<li>{telling.put('notice.purpose', title=title, basis=basis, kept=until)}</li>"
    yield "</ul>"
    yield from (f"<p>{line}</p>" for line in rest)
    first = next(iter(_purposes(telling, form)), None)
    anchor = f"#{purpose_anchor(first.name)}" if first is not None else ""
    address = html.text(_address(telling, stamp) + anchor)
    yield f'<p><a href="{address}">{telling.say("notice.more")}</a></p>'
    yield "</section>"


def _address(telling: Telling, stamp: Stamp) -> str:
    """Where the page of this version is found: beside the address that the manifest states, else the usual one."""
    stated = telling.manifest.policy.links.get("privacy_policy", "")
    base = stated if stated.startswith(("https://", "/")) and stated.endswith("/") else USUAL_ADDRESS
    return f"{base}{telling.language}/{stamp.number}.html"


def _sentences(telling: Telling, form: Form) -> Lines:
    """Who, for whom, which rights, and to whom to complain."""
    policy = telling.manifest.policy
    yield telling.say("notice.who", name=site_name(telling.manifest))
    names = sorted({name for purpose in _purposes(telling, form) for name in purpose.terms.recipients})
    if names:
        told = listed([recipient_name(telling, policy.recipients[name]) for name in names], telling.language)
        yield telling.put("notice.recipients", recipients=told)
    else:
        yield telling.say("recipients.none")
    if any(policy.recipients[name].transfers for name in names):
        yield telling.say("notice.transfers")
    found = {basis for purpose in _purposes(telling, form) for basis in purpose.bases}
    yield telling.say("notice.rights")
    if Basis.CONSENT in found:
        yield telling.say("purpose.right.consent")
    if any(purpose.direct_marketing for purpose in _purposes(telling, form)):
        yield telling.say("purpose.right.marketing")
    contact = policy.officer if isinstance(policy.officer, Party) else policy.controller
    where = contact.email or contact.url or contact.address
    if where:
        yield telling.say("notice.contact", where=where)
    if policy.authority is not None:
        yield telling.say("notice.complaint", authority=policy.authority.name or "")


def _purposes(telling: Telling, form: Form) -> list[Purpose]:
    return [purpose for purpose in telling.in_force() if purpose.name in form.purposes]


def _field(telling: Telling, form: Form, key: str, field: FormField) -> dict[str, Any]:
    refusal = field.refusal or (form.refusal if field.mandatory else None)
    title = _unescaped(telling.capital(field_title(telling, key, field)))
    return {
        "title": title,
        "required": field.mandatory,
        "mark": form.marker if field.mandatory else None,
        "label": f"{title} ({say_plain(telling, 'forms.yes' if field.mandatory else 'forms.no')})",
        "without": None if refusal is None else telling.unmarked(refusal),
    }


def _purpose(telling: Telling, purpose: Purpose) -> dict[str, Any]:
    return {
        "name": purpose.name,
        "title": telling.unmarked(purpose.title),
        "basis": [_unescaped(basis) for basis in bases(telling, purpose)],
        "kept": _unescaped(", ".join(kept(telling, purpose))),
    }


def _unescaped(safe: str) -> str:
    return unescape(html.plain(safe))
