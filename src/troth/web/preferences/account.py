"""
Choices that go with an account (CNIL 2025-131): signed in, its answers hold on this device; signed out, its own again.

The operator's application sends its visitor here after the sign-in, with a token that vouches for the account
(`vouching`), and again when it signs them out. While signed in, the choice cookie holds what prevails; what the
device had chosen for itself waits in a cookie of its own and comes back unchanged (docs/decisions/0112). What the
account decides on one device holds on the others as soon as they ask the server for anything about the choice: the
script of every page is such a thing, so that pages which a cache keeps learn it too, before anything in them opens.
"""

import hmac
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import wraps
from urllib.parse import urlencode

from troth.claims.keys import Key
from troth.consent import cookie
from troth.consent.cookie import Choice
from troth.consent.model import NOT_ASKED, Answer, NewDecision, OfferId, Standing
from troth.consent.state import standing
from troth.manifest.policy import Banner
from troth.texts.preferences import say
from troth.web.pages import choice as choices
from troth.web.pages.choice import safe_path
from troth.web.pages.frame import page
from troth.web.preferences import opening, pages, records, rules, vouching, ways_out
from troth.web.preferences.opening import saying
from troth.web.preferences.rules import Precedence
from troth.web.preferences.vouching import Doubt, Vouched
from troth.web.request.answers import Answer as Given
from troth.web.request.answers import see_other
from troth.web.request.asked import Asked
from troth.web.request.device import SIGNED_IN, signed_in
from troth.web.tokens.passes import VISIT_LIFE, Pass, Scope

DEVICE, TOLD = "troth_device", "troth_told"

ACT = "sign_in"
_NOTHING = "-"  # the device had chosen nothing
_MOST_TOLD, _MARK_CHARACTERS = 8, 16
_LIFE, _TOLD_LIFE = timedelta(days=30), timedelta(days=180)


def visit(asked: Asked) -> Given:
    """From the account to the preference centre: the token becomes a page that is open for half an hour."""
    vouched = _vouched(asked)
    if isinstance(vouched, Doubt):
        return opening.refused(asked, vouched)
    holder = Pass(
        Scope.CHOICES, vouched.keys, (asked.at + VISIT_LIFE).replace(microsecond=0), is_vouched=True
    )
    return see_other(f"{asked.base}/preferences/{opening.sealer(asked).sealed(holder)}")


def sign_in(asked: Asked) -> Given:
    """The account's choices hold on this device from now on; told once, and back to where the visitor was going."""
    back = safe_path(_sent(asked, "return")) or "/"
    precedence = precedence_of(asked)
    vouched = _vouched(asked)
    if isinstance(vouched, Doubt):
        return opening.refused(asked, vouched, back)
    if precedence is None:
        return see_other(back)
    own = _own_choice(asked)
    device, account = _of_device(asked, own), _of_account(asked, vouched.account)
    prevailing = rules.settled(device, account, precedence)
    _carry_refusals(asked, vouched.account, account, prevailing)
    told = _told_marks(asked)
    mark = _mark(asked, vouched.account)
    going = back if mark in told else f"{asked.base}/account/told?{urlencode({'return': back})}"
    given = see_other(going)
    for header in _written(asked, own, prevailing, vouched.account, [*told, mark]):
        given = given.with_header("Set-Cookie", header)
    return given


def sign_out(asked: Asked) -> Given:
    """The device has its own choices again, as they were."""
    given = see_other(safe_path(_sent(asked, "return")) or "/")
    if DEVICE not in asked.cookies:
        return given
    own = _own_choice(asked)
    nothing = Choice(cookie.new_browser(), asked.at, {})
    headers = choices.cookies(asked, own or nothing, asked.at)
    for header in (*headers, _gone(asked, SIGNED_IN), _gone(asked, DEVICE)):
        given = given.with_header("Set-Cookie", header)
    return given


def told(asked: Asked) -> Given:
    """That the account's choices hold here too, which prevail, and what applies now."""
    back = safe_path(asked.query.get("return", "")) or "/"
    said = saying(asked)
    answers = {
        pages.about(said, offer.id): said.say(f"account.{asked.choice.answer(offer).value}")
        for offer in asked.device_offers
        if asked.choice is not None
    }
    precedence = (precedence_of(asked) or Precedence.LAST).value
    change = f"{asked.base}/choice?{urlencode({'return': back, 'lang': asked.language})}"
    content = ways_out.told(said, precedence, answers, change, back)
    return page(asked, say("account.told", asked.language), content)


def up_to_date(show: Callable[[Asked], Given]) -> Callable[[Asked], Given]:
    """What is shown, or the script that opens things, first learns what the account decided on another device."""

    @wraps(show)
    def shown(asked: Asked) -> Given:
        effective = None if "cached" in asked.query else _newer(asked)
        if effective is None:
            return show(asked)
        written = cookie.written(effective, asked.hosted.secrets.choice)
        given = show(replace(asked, cookies={**asked.cookies, cookie.COOKIE: written}))
        for header in choices.cookies(asked, effective, asked.at):
            given = given.with_header("Set-Cookie", header)
        return given

    return shown


def precedence_of(asked: Asked) -> Precedence | None:
    """Whether choices go with accounts here, and which prevails, as the policy announces it."""
    declared = (asked.site.manifest.policy.banner or Banner()).account
    return None if declared is None else Precedence(declared)


# --- what is read -------------------------------------------------------------------------------------------


def _vouched(asked: Asked) -> Vouched | Doubt:
    """Who the application vouches for; the token is spent, and never counts again."""
    site, origins = asked.site, {asked.origin, *asked.hosted.origins}
    if asked.headers.get("sec-fetch-site") == "cross-site":
        return Doubt.ELSEWHERE  # somebody else's page sends this visitor, perhaps with a token of its own
    with site.database.reading() as tx:
        secrets = records.keys_in_force(tx, site.name)
    vouched = vouching.read(_sent(asked, "token"), secrets, site.name, origins, asked.at)
    if isinstance(vouched, Doubt):
        return vouched
    with site.database.transaction() as tx:
        is_first = records.spend(tx, site.name, vouched.once, vouched.forgotten, asked.at)
    return vouched if is_first else Doubt.REPLAYED


def _sent(asked: Asked, name: str) -> str:
    return asked.form.get(name) or asked.query.get(name, "")


def _own_choice(asked: Asked) -> Choice | None:
    """What the device chose for itself: it waits in its own cookie while somebody is signed in."""
    sent = asked.cookies.get(DEVICE)
    if sent is None:
        return asked.choice
    return cookie.read(sent, asked.hosted.secrets.choice, asked.at, asked.device_offers)


def _of_device(asked: Asked, own: Choice | None) -> Mapping[OfferId, Standing]:
    if own is None:
        return {}
    return {offer.id: Standing(own.answer(offer), own.acted_at) for offer in asked.device_offers}


def _of_account(asked: Asked, account: Key) -> Mapping[OfferId, Standing]:
    found = standing(asked.site, {account}, asked.at)
    return {offer.id: found.get(offer.id, NOT_ASKED) for offer in asked.device_offers}


def _newer(asked: Asked) -> Choice | None:
    """What holds on this device while somebody is signed in, where its cookie says otherwise."""
    account, precedence = signed_in(asked), precedence_of(asked)
    if account is None or precedence is None or DEVICE not in asked.cookies:
        return None
    own = _own_choice(asked)
    prevailing = rules.settled(_of_device(asked, own), _of_account(asked, account), precedence)
    effective = _effective(asked, own, prevailing)
    held = {} if asked.choice is None else asked.choice.answers
    return None if effective is None or effective.answers.items() <= held.items() else effective


# --- what is written ----------------------------------------------------------------------------------------


def _carry_refusals(
    asked: Asked, account: Key, before: Mapping[OfferId, Standing], after: Mapping[OfferId, Standing]
) -> None:
    """A device's refusal that prevails is the account's from now on; a consent is carried by an act alone."""
    refused = {
        offer: Answer.REFUSED
        for offer, now in after.items()
        if now.answer is Answer.REFUSED and before.get(offer, NOT_ASKED).answer is Answer.GRANTED
    }
    if refused:
        decision = NewDecision(account, refused, opening.notice(asked), ACT, asked.at, channel="account")
        asked.hosted.writer.write([decision])


def _written(
    asked: Asked,
    own: Choice | None,
    prevailing: Mapping[OfferId, Standing],
    account: Key,
    marks: list[str],
) -> Iterator[str]:
    """The cookies of somebody signed in: what prevails, what waits, who it is, who was told."""
    effective = _effective(asked, own, prevailing)
    if effective is not None:
        yield from choices.cookies(asked, effective, asked.at)
    waiting = _NOTHING if own is None else cookie.written(own, asked.hosted.secrets.choice)
    holder = Pass(Scope.SIGNED_IN, frozenset({account}), (asked.at + _LIFE).replace(microsecond=0))
    yield _kept(asked, DEVICE, waiting, _LIFE)
    yield _kept(asked, SIGNED_IN, opening.sealer(asked).sealed(holder), _LIFE)
    yield _kept(asked, TOLD, ".".join(dict.fromkeys(marks[-_MOST_TOLD:])), _TOLD_LIFE)


def _effective(asked: Asked, own: Choice | None, prevailing: Mapping[OfferId, Standing]) -> Choice | None:
    """What prevails as the device's choice; none where nothing was answered on either side."""
    answers = {
        offer.print: stands.answer is Answer.GRANTED
        for offer in asked.device_offers
        if (stands := prevailing.get(offer.id, NOT_ASKED)).answer is not Answer.NOT_ASKED
        and not stands.outgrown
    }
    acted = [stands.since for stands in prevailing.values() if stands.since is not None]
    if not answers:
        return None
    # One instant for all: the earliest, so that no life is lengthened.
    over = frozenset() if asked.choice is None else asked.choice.over & answers.keys()
    browser = cookie.new_browser() if own is None else own.browser
    effective = Choice(browser, min(acted), answers, over)
    return effective.under_signal(asked.device_offers) if asked.has_signal else effective


def _kept(asked: Asked, name: str, value: str, life: timedelta) -> str:
    secure = "; Secure" if asked.origin.startswith("https:") else ""
    return f"{name}={value}; Max-Age={int(life.total_seconds())}; Path=/; HttpOnly; SameSite=Lax{secure}"


def _gone(asked: Asked, name: str) -> str:
    return _kept(asked, name, "", timedelta())


def _mark(asked: Asked, account: Key) -> str:
    """By which this device knows again that the account was told here; it says nothing of whose it is."""
    digest = hmac.digest(asked.hosted.secrets.link, f"told {account.text}".encode(), "sha256")
    return digest.hex()[:_MARK_CHARACTERS]


def _told_marks(asked: Asked) -> list[str]:
    return [one for one in asked.cookies.get(TOLD, "").split(".") if one][:_MOST_TOLD]
