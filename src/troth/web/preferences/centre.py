"""
The preference centre: each choice of one person, per purpose and channel, to see and to change; and its history.

It is reached by the link in a message, or from the account. Without either it says where the choices are, and takes
objections.
"""

from collections.abc import Iterator, Mapping

from troth.claims.facts import Effect, Instant
from troth.consent.marketing import objectable
from troth.consent.model import NOT_ASKED, NewDecision, Offer, OfferId, Standing
from troth.consent.model import Answer as Said
from troth.consent.objecting import decide, object_to_marketing
from troth.consent.state import standing
from troth.gate.ask import answers
from troth.gate.model import Question, Yes
from troth.manifest.names import PurposeName
from troth.subjects import NewFact, facts_for
from troth.texts.preferences import say
from troth.web.pages.frame import form_token, page
from troth.web.preferences import opening, pages, receipts, rules
from troth.web.preferences.opening import saying
from troth.web.preferences.pages import OBJECT, OFFER, SEEN, Choices
from troth.web.preferences.rules import UnknownOffer
from troth.web.request.answers import Answer, see_other
from troth.web.request.asked import Asked
from troth.web.request.failures import Malformed
from troth.web.tokens.passes import VISIT_LIFE, Pass, Scope

SAVE, STOP = "save", "stop"


def ways(asked: Asked) -> Answer:
    """Where the choices are, for who comes without a link."""
    said = saying(asked)
    content = [
        *pages.device(said, f"{asked.base}/choice?lang={asked.language}"),
        *pages.messages(said, f"{asked.base}/objection?lang={asked.language}"),
    ]
    return page(asked, say("choices", asked.language), content)


def show(asked: Asked) -> Answer:
    """One person's choices."""
    holder = opening.opened(asked, Scope.CHOICES)
    return holder if isinstance(holder, Answer) else _page(asked, holder)


def change(asked: Asked) -> Answer:
    """Record what a form says otherwise, all of it or nothing; then show what holds."""
    holder = opening.opened(asked, Scope.CHOICES)
    if isinstance(holder, Answer):
        return holder
    match asked.field("act"):
        case "save":
            try:
                changed = _save(asked, holder)
            except UnknownOffer:
                return opening.refused(asked, "unknown", _here(asked))
        case "stop":
            changed = _stop(asked, holder)
        case _:
            raise Malformed("there is no such act")
    return see_other(f"{_here(asked)}?lang={asked.language}&saved={changed}")


def _page(asked: Asked, holder: Pass) -> Answer:
    saved = asked.query.get("saved", "")
    keys = sorted(holder.keys)
    shown = Choices(
        keys,
        _offers(asked, holder),
        _standings(asked, holder),
        _objections(asked, holder),
        receipts.history(asked, keys),
        form_token(asked),
        f"{asked.base}/choice?lang={asked.language}",
        f"{_here(asked)}/receipts.json",
        holder.expires,
        int(VISIT_LIFE.total_seconds()) // 60 if holder.is_vouched else None,
        int(saved) if saved.isascii() and saved.isdigit() and len(saved) < 4 else None,
    )
    return page(asked, say("choices", asked.language), pages.choices(saying(asked), shown), is_secret=True)


def _here(asked: Asked) -> str:
    return f"{asked.base}/preferences/{asked.path['token']}"


def _offers(asked: Asked, holder: Pass) -> tuple[Offer, ...]:
    return rules.shown(opening.offers(asked), holder.keys)


def _standings(asked: Asked, holder: Pass) -> Mapping[OfferId, Standing]:
    """What was answered here; and what the operator's own tables know from before."""
    stand = dict(standing(asked.site, holder.keys, asked.at))
    columns = {name for table in asked.site.manifest.tables() for name in table.decisions}
    for offer in _offers(asked, holder):
        if offer.purpose in columns and stand[offer.id] == NOT_ASKED and _is_held(asked, holder, offer):
            stand[offer.id] = Standing(Said.GRANTED)
    return stand


def _is_held(asked: Asked, holder: Pass, offer: Offer) -> bool:
    """Whether a column of a store says yes, which no fact contradicts."""
    question = Question(offer.purpose, choice=offer.choice)
    people = [(key,) for key in sorted(holder.keys) if key.type == offer.key_type]
    return any(isinstance(one.answer, Yes) for one in answers(asked.site, question, people, asked.at))


def _objections(asked: Asked, holder: Pass) -> Mapping[PurposeName, Instant | None]:
    """Since when each marketing on an interest is objected to."""
    with asked.site.database.reading() as tx:
        facts = facts_for(tx, asked.site.name, holder.keys, ())
    since: dict[PurposeName, Instant] = {}
    for fact in facts.of(Effect.OBJECTED):
        for name in fact.purposes:
            since.setdefault(name, fact.since)
    named = objectable(asked.site.manifest, asked.today)
    everything = [fact.since for fact in facts.of(Effect.OBJECTED) if not fact.purposes]
    return {one.name: since.get(one.name, min(everything, default=None)) for one in named}


def _save(asked: Asked, holder: Pass) -> int:
    """How many answers changed."""
    offers = _offers(asked, holder)
    changed = rules.changed(_fields(asked, OFFER), _fields(asked, SEEN), offers, _standings(asked, holder))
    objections = _objections(asked, holder)
    named = _fields(asked, OBJECT)
    if not named.keys() <= objections.keys():
        raise UnknownOffer
    objected = frozenset(PurposeName(name) for name in named if objections[PurposeName(name)] is None)
    decisions = list(_decisions(asked, holder, offers, changed))
    if objected:
        keys = sorted(holder.keys)
        new = [NewFact(Effect.OBJECTED, asked.at, asked.at, key, purposes=objected) for key in keys]
        decide(asked.site, decisions, new)
    elif decisions:
        asked.hosted.writer.write(decisions)
    return len(changed) + len(objected)


def _stop(asked: Asked, holder: Pass) -> int:
    """Refuse everything, and object to all marketing. Tells how many answers changed."""
    offers, standings = _offers(asked, holder), _standings(asked, holder)
    open_ = [one for one in offers if one.id not in standings or standings[one.id].answer is not Said.REFUSED]
    unobjected = [since for since in _objections(asked, holder).values() if since is None]
    refused = dict.fromkeys((one.id for one in open_), Said.REFUSED)
    decisions = list(_decisions(asked, holder, offers, refused))
    people = [[key] for key in sorted(holder.keys)]
    object_to_marketing(asked.site, people, opening.notice(asked), asked.at, _channel(holder), decisions)
    return len(open_) + len(unobjected)


def _decisions(
    asked: Asked, holder: Pass, offers: tuple[Offer, ...], answers: Mapping[OfferId, Said]
) -> Iterator[NewDecision]:
    """One act for each key: an answer counts under the key that decides about its offer."""
    act = asked.field("act")
    for key in sorted(holder.keys):
        own = {one.id: answers[one.id] for one in offers if one.id in answers and one.key_type == key.type}
        if own:
            notice, channel = opening.notice(asked), _channel(holder)
            yield NewDecision(key, own, notice, act, asked.at, channel=channel)


def _channel(holder: Pass) -> str:
    return "account" if holder.is_vouched else "web"


def _fields(asked: Asked, prefix: str) -> Mapping[str, str]:
    return {name.removeprefix(prefix): value for name, value in asked.form.items() if name.startswith(prefix)}
