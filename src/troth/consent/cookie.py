"""
The choice cookie: what a browser remembers of its own decision. Anybody may read it; only the server makes it.

    1.<browser>.<seconds>.<print><g|o|r>-<print><g|o|r>.<mark>

`browser` is the browser's random id (128 bits, 22 characters of base64url), `seconds` the instant of the act
since 1970, each answer a print of 8 characters with `g` (granted), `o` (granted over the browser's signal) or `r`
(refused), `mark` the first 128 bits of an HMAC-SHA256 over all before it. Prints may hold `-` themselves: answers
stand at fixed places, ten apart.
"""

import base64
import hmac
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from troth.claims.facts import Instant
from troth.consent.model import Answer, Offer, OfferId
from troth.consent.offers import PRINT_LENGTH

COOKIE = "troth_choice"
MOST_BYTES = 4_000  # a browser keeps no longer cookie

_MARK_BYTES = 16
_MOST_AHEAD = timedelta(minutes=5)  # clocks of two servers differ that much at most
_STEP = PRINT_LENGTH + 2
_OVER = "o"
_FORM = re.compile(
    r"1\.(?P<browser>[A-Za-z0-9_-]{22})\.(?P<seconds>[0-9]{1,11})\."
    r"(?P<answers>(?:[A-Za-z0-9_-]{8}[gor](?:-[A-Za-z0-9_-]{8}[gor])*)?)\.(?P<mark>[A-Za-z0-9_-]{22})"
)


@dataclass(frozen=True, slots=True)
class Choice:
    """
    What a browser decided, and when. `answers` are by print: true where granted.

    `over` are the prints that were granted while the browser said Global Privacy Control: that grant overrides it.
    """

    browser: str
    acted_at: Instant
    answers: Mapping[str, bool]
    over: frozenset[str] = frozenset()

    def answer(self, offer: Offer) -> Answer:
        """What was answered to this offer, to its wording in force or one that still covers it."""
        found = [self.answers[one] for one in (offer.print, *sorted(offer.covered)) if one in self.answers]
        if not found:
            return Answer.NOT_ASKED
        return Answer.GRANTED if found[0] else Answer.REFUSED

    def under_signal(self, offers: Iterable[Offer]) -> "Choice":
        """What of it holds while the browser says Global Privacy Control: a grant from before it waits."""
        waiting = {one.print for one in offers if one.waits_for_signal} - self.over
        answers = {one: said for one, said in self.answers.items() if not (said and one in waiting)}
        return replace(self, answers=answers)


def new_browser() -> str:
    """A random id for a browser that decides for the first time."""
    return secrets.token_urlsafe(16)


def read(text: str, secret: bytes, at: Instant, offers: Iterable[Offer]) -> Choice | None:
    """
    What a browser sent; none where it was forged, cut, or speaks of no offer that is still made and still lives.

    Lives are counted from the act: a later visit lengthens none.
    """
    match = _FORM.fullmatch(text) if len(text) <= MOST_BYTES else None
    if match is None:
        return None
    if not _is_marked(text, match, secret):
        return None
    acted_at = datetime.fromtimestamp(int(match["seconds"]), UTC) if _is_dated(match["seconds"]) else None
    if acted_at is None or acted_at > at + _MOST_AHEAD:
        return None
    sent = match["answers"]
    answers = {
        sent[start : start + PRINT_LENGTH]: sent[start + PRINT_LENGTH] for start in range(0, len(sent), _STEP)
    }
    over = {one for one, letter in answers.items() if letter == _OVER}
    whole = Choice(match["browser"], acted_at, {one: letter != "r" for one, letter in answers.items()})
    found = [(offer, answer) for offer in offers if (answer := _alive(whole, offer, at)) is not None]
    held = frozenset(offer.print for offer, _ in found if not over.isdisjoint({offer.print, *offer.covered}))
    return Choice(whole.browser, acted_at, {one.print: said for one, said in found}, held) if found else None


def latest(values: Sequence[str], secret: bytes) -> str:
    """Which of several counts, as where a browser keeps one of this host and one of its domain: the later act."""
    ours = [text for text in values if (found := _FORM.fullmatch(text)) and _is_marked(text, found, secret)]
    return max(reversed(ours), key=lambda text: int(text.split(".")[2]), default=values[-1])


def written(choice: Choice, secret: bytes) -> str:
    """The cookie's value."""
    answers = "-".join(f"{one}{_letter(choice, one)}" for one in sorted(choice.answers))
    text = f"1.{choice.browser}.{int(choice.acted_at.timestamp())}.{answers}"
    return f"{text}.{_mark(text, secret)}"


def decided(
    before: Choice | None,
    answers: Mapping[OfferId, Answer],
    at: Instant,
    offers: Sequence[Offer],
    *,
    signal: bool = False,
) -> Choice:
    """
    The choice after an act. What the act leaves out stays as it was answered before.

    While something of an earlier act is left, the whole keeps the earlier instant: answering what is new
    lengthens no life. What is granted while the browser sends its `signal` is granted over it.
    """
    new = {
        offer.print: answer is Answer.GRANTED
        for offer in offers
        if (answer := answers.get(offer.id, Answer.NOT_ASKED)) is not Answer.NOT_ASKED
    }
    kept = {} if before is None else {one: said for one, said in before.answers.items() if one not in new}
    acted_at = min(at, before.acted_at) if before is not None and kept else at
    over = frozenset() if before is None else before.over & kept.keys()
    if signal:
        waiting = {one.print for one in offers if one.waits_for_signal}
        over |= {one for one, granted in new.items() if granted and one in waiting}
    return Choice(new_browser() if before is None else before.browser, acted_at, {**kept, **new}, over)


def seconds_left(choice: Choice, offers: Iterable[Offer], at: Instant) -> int:
    """For how long a browser keeps the cookie: the rest of the longest life of what it holds, 0 where none is left."""
    ends = [
        _end(choice.acted_at, offer)
        for offer in offers
        if choice.answer(offer) is not Answer.NOT_ASKED and offer.validity is not None
    ]
    return max(0, int((max(ends, default=at) - at).total_seconds()))


def _alive(choice: Choice, offer: Offer, at: Instant) -> bool | None:
    answer = choice.answer(offer)
    if answer is Answer.NOT_ASKED or (offer.validity is not None and at >= _end(choice.acted_at, offer)):
        return None
    return answer is Answer.GRANTED


def _end(acted_at: Instant, offer: Offer) -> Instant:
    assert offer.validity is not None
    if offer.validity.is_exact:
        return acted_at + timedelta(seconds=offer.validity.seconds)
    return datetime.combine(offer.validity.after(acted_at.date()), acted_at.timetz())


def _letter(choice: Choice, print_: str) -> str:
    if not choice.answers[print_]:
        return "r"
    return _OVER if print_ in choice.over else "g"


def _is_marked(text: str, match: re.Match[str], secret: bytes) -> bool:
    return hmac.compare_digest(_mark(text[: match.start("mark") - 1], secret), match["mark"])


def _is_dated(seconds: str) -> bool:
    return int(seconds) < 4_102_444_800  # the year 2100: no act is later


def _mark(text: str, secret: bytes) -> str:
    digest = hmac.digest(secret, text.encode(), "sha256")[:_MARK_BYTES]
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
