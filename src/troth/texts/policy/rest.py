"""What else a policy says: messages, forms, minors, security, changes, and texts published as they stand."""

from troth.manifest.policy import Channel, Form, FormField, Measure
from troth.manifest.text import ANY_LANGUAGE, Text
from troth.texts import html
from troth.texts.language import capital, listed, period
from troth.texts.language import every as each
from troth.texts.markdown import as_html
from troth.texts.policy.telling import Lines, Telling
from troth.texts.vocabulary import word


def channels(telling: Telling) -> Lines:
    """By which ways messages come, and how those that advertise end."""
    policy = telling.manifest.policy
    advertise = {name for one in telling.in_force() if one.direct_marketing for name in one.terms.channels}
    if policy.marketing:
        topics = listed([telling.words(topic) for topic in policy.marketing.values()], telling.language)
        yield f"<p>{telling.put('channels.topics', topics=topics)}</p>"
    has_reminder = any(channel.reminder for channel in policy.channels.values())
    columns = ("how", "stop", "reminder") if has_reminder else ("how", "stop")
    rows = [
        [
            telling.capital(telling.words(channel.title)),
            _stop(telling, channel, is_marketing=name in advertise),
            telling.words(channel.reminder) if channel.reminder else telling.say("security.dash"),
        ][: len(columns)]
        for name, channel in policy.channels.items()
    ]
    yield from html.table(
        [telling.say(f"channels.{name}") for name in columns], rows, telling.say("channels")
    )


def _stop(telling: Telling, channel: Channel, *, is_marketing: bool) -> str:
    if channel.opt_out is not None:
        return telling.capital(telling.words(channel.opt_out))
    return telling.capital(telling.say("channels.ask")) if is_marketing else telling.say("security.dash")


def forms(telling: Telling) -> Lines:
    """Each form with its fields."""
    for name, form in telling.manifest.policy.forms.items():
        yield f'<details id="form-{html.anchor(name)}"><summary><h3>{telling.words(form.title)}</h3></summary>'
        yield from fields(telling, form)
        if form.url:
            yield f"<p>{html.link(form.url, telling.say('forms.open'))}</p>"
        yield "</details>"


def fields(telling: Telling, form: Form) -> Lines:
    """The fields of a form: required or not, and what follows from leaving one empty; once, where it is the same."""
    has_own = any(field.refusal for field in form.fields.values())
    columns = ("field", "needed", "without") if has_own else ("field", "needed")
    rows = [
        [
            telling.capital(field_title(telling, name, field)) + (_star(form) if field.mandatory else ""),
            telling.capital(telling.say("forms.yes" if field.mandatory else "forms.no")),
            _without(telling, form, field),
        ][: len(columns)]
        for name, field in form.fields.items()
    ]
    head = [telling.say(f"forms.{name}") for name in columns]
    yield from html.table(head, rows, html.plain(telling.words(form.title)))
    is_asking = any(field.mandatory for field in form.fields.values())
    if form.refusal is not None and not (has_own and is_asking):
        yield f"<p>{telling.words(form.refusal)}</p>"
    elif is_asking and not has_own:
        yield f"<p>{telling.say('forms.stays')}</p>"


def _star(form: Form) -> str:
    """The form's mark, for the eye: the next cell says it in words."""
    return f' <span aria-hidden="true">{html.text(form.marker)}</span>'


def field_title(telling: Telling, name: str, field: FormField) -> str:
    """What a field asks for; safe in HTML."""
    return (
        html.text(name.replace("_", " "))
        if field.item is None
        else telling.words(telling.manifest.items[field.item].title)
    )


def _without(telling: Telling, form: Form, field: FormField) -> str:
    refusal = field.refusal or (form.refusal if field.mandatory else None)
    if refusal is not None:
        return telling.words(refusal)
    return telling.capital(telling.say("forms.not_sent" if field.mandatory else "forms.nothing"))


def minors(telling: Telling) -> Lines:
    """Who consents for the youngest (GDPR Art. 8)."""
    found = telling.manifest.policy.minors
    if found is not None:
        yield f"<p>{telling.say('minors.text', age=found.under)}</p>"
        if found.text is not None:
            yield f"<p>{telling.words(found.text)}</p>"


def security(telling: Telling) -> Lines:
    """Measures and breaches (GDPR Art. 32-34)."""
    policy = telling.manifest.policy
    if policy.measures:
        head = [telling.say(f"security.{name}") for name in ("measure", "serves", "against", "tested")]
        rows = [_measure(telling, measure) for measure in policy.measures.values()]
        yield f"<details><summary>{telling.say('security.one_by_one')}</summary>"
        yield from html.table(head, rows, telling.say("security"))
        yield "</details>"
    within = period(policy.breaches.notify_within, telling.language)
    yield f"<p>{telling.say('breaches', period=within)} {telling.say('breaches.you')}</p>"
    if policy.breaches.text is not None:
        yield f"<p>{telling.words(policy.breaches.text)}</p>"


def _measure(telling: Telling, measure: Measure) -> list[str]:
    threats = telling.manifest.policy.threats
    against = [telling.words(text) for name, text in threats.items() if name in measure.against]
    every = measure.test_every
    dash = telling.say("security.dash")
    return [
        telling.words(measure.title),
        telling.capital(telling.listed(sorted(measure.serves))) or dash,
        telling.capital(listed(against, telling.language)) or dash,
        dash if every is None else telling.capital(html.text(each(every, telling.language))),
    ]


def changes(telling: Telling) -> Lines:
    """How a new version reaches people."""
    found = telling.manifest.policy.changes
    told = telling.words(found.text) if found.text else telling.say(f"changes.{found.notice}")
    yield f"<p>{told}"
    if found.by:
        yield f" {telling.put('changes.by', channels=_reached(telling, found.by))}"
    yield "</p>"
    if found.reconsent == "when_outgrown":
        yield f"<p>{telling.say('changes.when_outgrown')}</p>"
    elif found.reconsent == "every_change":
        yield f"<p>{telling.say('changes.asked_always')}</p>"


def _reached(telling: Telling, names: tuple[str, ...]) -> str:
    known = telling.manifest.policy.channels
    told = [telling.words(known[name].title) if name in known else telling.word(name) for name in names]
    return listed(told, telling.language)


def sections(telling: Telling) -> Lines:
    """Texts that are published as they stand."""
    for name, section in telling.manifest.policy.sections.items():
        yield f'<details id="text-{html.anchor(name)}"><summary><h3>{telling.words(section.title)}</h3></summary>'
        yield _body(telling, section.text)
        yield "</details>"
    if telling.manifest.policy.links:
        yield f"<h3>{telling.say('links')}</h3><ul>"
        for name, address in telling.manifest.policy.links.items():
            yield f"<li>{html.link(address, capital(word(name, telling.language)))}</li>"
        yield "</ul>"


def _body(telling: Telling, text: Text) -> str:
    body = as_html(telling.unmarked(text))
    spoken = text.language(telling.language)
    is_marked = spoken not in (telling.language, ANY_LANGUAGE)
    return f'<div lang="{html.text(spoken)}">{body}</div>' if is_marked else body
