"""
Unsubscribing by a link: one click for a mail program (RFC 8058), one page and one button for a person.

To open the page changes nothing: programs that look at links before people do unsubscribe nobody. The POST needs no
cookie, no login and no further step, answers 200 at once, and repeating it changes nothing.
"""

from collections.abc import Iterator, Sequence

from troth.claims.facts import Effect
from troth.consent.model import Answer as Said
from troth.consent.model import NewDecision, Recorded
from troth.consent.objecting import barred, decide
from troth.consent.state import standing
from troth.subjects import NewFact, facts_for
from troth.subjects.suppressions import Suppression, suppressed
from troth.texts.preferences import say
from troth.web.pages.frame import page
from troth.web.preferences import opening, rules, ways_out
from troth.web.preferences.opening import saying
from troth.web.preferences.rules import Leaving
from troth.web.request.answers import Answer
from troth.web.request.asked import Asked
from troth.web.tokens.passes import Pass, Scope

ACT = "unsubscribe"


def ask(asked: Asked) -> Answer:
    """The page with the button."""
    holder = opening.opened(asked, Scope.LEAVE)
    if isinstance(holder, Answer):
        return holder
    left = _leaving(asked, holder)
    if left.is_empty:
        return _done(asked, left, was_done=True, receipt="")
    content = ways_out.ask_to_leave(saying(asked), left)
    return page(asked, say("leave", asked.language), content, is_secret=True)


def leaves(asked: Asked) -> Answer:
    """Leave what the link names, for good."""
    holder = opening.opened(asked, Scope.LEAVE)
    if isinstance(holder, Answer):
        return holder
    left = _leaving(asked, holder)
    decisions = list(_decisions(asked, holder, left))
    objected = _objected(asked, holder, left)
    entries = _entries(asked, holder) if left.is_everything else []
    if objected or entries:
        recorded: Sequence[Recorded] = decide(asked.site, decisions, objected, entries)
    else:
        recorded = asked.hosted.writer.write(decisions) if decisions else ()
    receipt = f"{asked.base}/receipts/{recorded[0].id}?lang={asked.language}" if recorded else ""
    return _done(asked, left, was_done=not decisions and not objected, receipt=receipt)


def _leaving(asked: Asked, holder: Pass) -> Leaving:
    return rules.leaving(asked.site.manifest, opening.offers(asked), holder.subscription, asked.today)


def _decisions(asked: Asked, holder: Pass, left: Leaving) -> Iterator[NewDecision]:
    """A refusal of each thing that was not refused before, under the key that decides about it."""
    stand = standing(asked.site, holder.keys, asked.at)
    for key in sorted(holder.keys):
        answers = {
            offer.id: Said.REFUSED
            for offer in left.offers
            if offer.key_type == key.type
            and (offer.id not in stand or stand[offer.id].answer is not Said.REFUSED)
        }
        if answers:
            yield NewDecision(key, answers, opening.notice(asked), ACT, asked.at, channel="email")


def _objected(asked: Asked, holder: Pass, left: Leaving) -> list[NewFact]:
    """An objection of each key to each interest that it has not objected to before."""
    with asked.site.database.reading() as tx:
        known = facts_for(tx, asked.site.name, holder.keys, ())
    done = {(fact.key, name) for fact in known.of(Effect.OBJECTED) for name in fact.purposes}
    return [
        NewFact(Effect.OBJECTED, asked.at, asked.at, key, purposes=frozenset(new))
        for key in sorted(holder.keys)
        if (new := {name for name in left.objected if (key, name) not in done})
    ]


def _entries(asked: Asked, holder: Pass) -> list[Suppression]:
    """What bars all marketing to each key that is not barred from all of it yet."""
    with asked.site.database.reading() as tx:
        listed = suppressed(tx, asked.site.name, holder.keys)
    done = {
        key for key, known in listed.items() if any(not one.purposes and not one.channel for one in known)
    }
    return list(barred(sorted(holder.keys - done), asked.at))


def _done(asked: Asked, left: Leaving, *, was_done: bool, receipt: str) -> Answer:
    """What holds now. From here no link leads to a person's choices: this one never ends, and must not show them."""
    more = f"{asked.base}/preferences?lang={asked.language}"
    content = ways_out.has_left(saying(asked), left, asked.at, was_done=was_done, receipt=receipt, more=more)
    return page(asked, say("leave.done", asked.language), content, is_secret=True)
