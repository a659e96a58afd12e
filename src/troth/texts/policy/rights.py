"""What people may ask, how, and within what time (GDPR Art. 12-22, 77); objection stands apart (Art. 21(4))."""

from collections.abc import Iterator

from troth.manifest.period import Period
from troth.manifest.policy import Party, RequestTerms, Right
from troth.manifest.purposes import Basis
from troth.texts import html
from troth.texts.language import lasting, listed, period
from troth.texts.policy.telling import Lines, Telling

# Those that the law gives in any case, whether or not the policy names them.
_ALWAYS = ("access", "rectification", "erasure", "restriction")
_ORDER = (
    *("information", "access", "rectification", "completion", "erasure", "restriction", "objection"),
    *("objection_to_marketing", "portability", "transmission", "withdrawal", "human_review", "after_death"),
)
_WORDS = ("grounds", "exceptions", "excluded", "allowed", "outcomes", "applicants", "formats", "channels")
# Of these, one is enough.
_EITHER = frozenset({"grounds", "outcomes", "applicants", "formats", "channels"})


def rights(telling: Telling) -> Lines:
    """The rights that people have here, and how they use them."""
    yield from _objection(telling)
    policy = telling.manifest.policy
    names = [name for name in _ORDER if name in policy.rights or name in _of_law(telling)]
    yield f"<p>{telling.say('rights.list')}</p><ul>"
    yield from (f"<li>{telling.say(f'right.{name}')}</li>" for name in names)
    yield "</ul>"
    yield from _more(telling, names)
    yield f"<h3>{telling.say('rights.how')}</h3>"
    yield from _how(telling, policy.requests)
    yield from _after_death(telling)
    yield from _complaint(telling)


def answer_within(telling: Telling, terms: RequestTerms) -> str:
    """In which time an answer comes; safe in HTML."""
    deadline = lasting(terms.deadline, telling.language)
    if terms.deadline_from == "receipt":
        return telling.say("rights.deadline", deadline=deadline)
    return telling.put(
        "rights.deadline.other", deadline=html.text(deadline), start=telling.word(terms.deadline_from)
    )


def _of_law(telling: Telling) -> frozenset[str]:
    """The rights that follow from the bases of the purposes."""
    bases = {basis for purpose in telling.in_force() for basis in purpose.bases}
    found = set(_ALWAYS)
    if bases & {Basis.CONSENT, Basis.CONTRACT}:
        found.add("portability")
    if Basis.CONSENT in bases:
        found.add("withdrawal")
    if bases & {Basis.LEGITIMATE_INTEREST, Basis.PUBLIC_TASK}:
        found.add("objection")
    if any(purpose.direct_marketing for purpose in telling.in_force()):
        found.add("objection_to_marketing")
    if any(purpose.terms.decision for purpose in telling.in_force()):
        found.add("human_review")
    return frozenset(found)


def _objection(telling: Telling) -> Lines:
    found = _of_law(telling)
    names = [
        sentence
        for right, sentence in (
            ("objection", "rights.objection.text"),
            ("objection_to_marketing", "rights.objection.marketing"),
        )
        if right in found
    ]
    if names:
        yield f'<div class="notice"><h3>{telling.say("rights.objection.heading")}</h3>'
        yield from (f"<p>{telling.say(name)}</p>" for name in names)
        yield "</div>"


def _more(telling: Telling, names: list[str]) -> Lines:
    """What the policy says beyond the law, right by right."""
    told = {
        name: list(_particulars(telling, telling.manifest.policy.rights[name]))
        for name in names
        if name in telling.manifest.policy.rights
    }
    if not any(told.values()):
        return
    yield f"<details><summary>{telling.say('right.more')}</summary><dl>"
    for name, parts in told.items():
        if parts:
            title = telling.say(f"right.{name}.name")
            listed_parts = "".join(
                f"<li>{telling.say(f'right.{part}')}{telling.colon}{words}</li>" for part, words in parts
            )
            yield f"<dt>{title}</dt><dd><ul>{listed_parts}</ul></dd>"
    yield "</dl></details>"


def _particulars(telling: Telling, right: Right) -> Iterator[tuple[str, str]]:
    if right.text is not None:
        yield "text", telling.words(right.text)
    for name in _WORDS:
        words = getattr(right, name)
        if words:
            yield name, (telling.either if name in _EITHER else telling.listed)(words, name)
    if right.statement is not None:
        yield "statement", telling.word(right.statement)
    for name in ("condition", "notice"):
        if getattr(right, name) is not None:
            yield name, telling.words(getattr(right, name))
    if right.deadline is not None:
        at_once = telling.say("right.deadline.none")
        yield (
            "deadline",
            html.text(period(right.deadline, telling.language)) if right.deadline != Period() else at_once,
        )


def _how(telling: Telling, terms: RequestTerms) -> Lines:
    policy = telling.manifest.policy
    if terms.channels:
        yield f"<p>{telling.put('rights.channels', channels=telling.either(terms.channels))}</p>"
    contact = policy.officer if isinstance(policy.officer, Party) else policy.controller
    yield f"<p>{telling.say('rights.contact')}</p><address>{html.party(contact)}</address>"
    yield f"<p>{' '.join(_time(telling, terms))}</p>"
    yield f"<p>{telling.say('rights.free' if terms.fee == 'none' else 'rights.fee')}</p>"
    if terms.identity:
        yield f"<p>{telling.put('rights.identity', identity=telling.listed(terms.identity))}</p>"
    if terms.mandatory_fields:
        yield f"<p>{telling.put('rights.mandatory', fields=telling.listed(terms.mandatory_fields))}</p>"
    if terms.fields:
        yield f"<p>{telling.put('rights.fields', fields=telling.listed(terms.fields))}</p>"


def _time(telling: Telling, terms: RequestTerms) -> Iterator[str]:
    yield answer_within(telling, terms)
    if terms.extension is None:
        yield telling.say("rights.no_extension")
        return
    yield telling.say("rights.extension", extension=lasting(terms.extension, telling.language))
    if terms.extension_when is not None:
        yield telling.put("rights.extension.when", when=telling.words(terms.extension_when))


def _after_death(telling: Telling) -> Lines:
    found = telling.manifest.policy.after_death
    if found is None:
        return
    yield f"<h3>{telling.say('after_death')}</h3>"
    subjects = listed([telling.word(subject) for subject in found.subjects], telling.language)
    yield f"<p>{telling.put('after_death.text', subjects=subjects)}</p>"
    if found.heirs is not None:
        yield f"<p>{telling.words(found.heirs)}</p>"


def _complaint(telling: Telling) -> Lines:
    yield f"<h3>{telling.say('rights.complaint')}</h3><p>{telling.say('rights.complaint.text')}</p>"
    if telling.manifest.policy.authority is not None:
        yield f"<address>{html.party(telling.manifest.policy.authority)}</address>"
