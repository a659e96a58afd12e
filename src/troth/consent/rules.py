"""Which decisions count, and what each answer makes of what stood before."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from troth.claims.facts import Effect, Instant
from troth.consent.model import ACCOUNT, BROWSER, Answer, Event, NewDecision, Offer, OfferId, name_of
from troth.errors import ManifestError, Place, Problem
from troth.law.packs import Pack, pack
from troth.manifest.model import Manifest
from troth.manifest.names import PurposeName

LAYERS = frozenset({"banner", "panel", "page", "form", "spoken", "paper", "message"})
CHANNELS = frozenset({"web", "account", "email", "sms", "phone", "post", "paper", "counter", "import"})
PROVEN_ELSEWHERE = CHANNELS - {"web", "account", "email"}  # nobody saw it but who says so: proof is needed
WITHDRAWALS = frozenset({"withdraw", "unsubscribe", "opt_out", "object"})
OF_ALL = frozenset({"accept_all"})  # acts that grant many things at once
NO_ACTS = frozenset({"scroll", "continue", "close", "silence", "signal", "gpc", "none", "visit"})

_NARROWING = {Effect.REFUSED: True, Effect.WITHDRAWN: True, Effect.GIVEN: False}


class DecisionRefused(ManifestError):
    """A decision cannot be recorded as it is told. Carries every reason."""


@dataclass(frozen=True, slots=True)
class Known:
    """The last answer to one offer that is known under a key: a fact as it stands in the open."""

    effect: Effect
    since: Instant

    @property
    def is_granted(self) -> bool:
        """Whether it was a consent."""
        return self.effect is Effect.GIVEN


def problems_of(
    manifest: Manifest, asked: Mapping[OfferId, Offer], decision: NewDecision, today: date
) -> Iterator[Problem]:
    """All that is wrong with a decision under this manifest, on this day."""
    given = [
        asked[one] for one, answer in decision.answers.items() if one in asked and answer is Answer.GRANTED
    ]
    if not decision.answers:
        yield _problem("decision-without-answer", "it answers nothing", "name an offer and its answer")
    for one in decision.answers:
        if one not in asked:
            known = ", ".join(name_of(other) for other in asked) or "nothing"
            what = f"nothing is asked under the name `{name_of(one)[:80]}`"
            yield _problem("decision-unknown-offer", what, f"write one of: {known}")
        elif not _may_decide(asked[one], decision):
            what = f"`{name_of(one)}` is decided by {asked[one].key_type}, not by {decision.key.type}"
            yield _problem("decision-other-key", what, f"name the person by {asked[one].key_type}")
    if decision.notice.layer not in LAYERS:
        yield _problem("decision-unknown-layer", "nobody knows where it was asked", _one_of(LAYERS))
    if decision.channel not in CHANNELS:
        yield _problem("decision-unknown-channel", "nobody knows by which channel it came", _one_of(CHANNELS))
    if given:
        yield from _giving(manifest, decision, given, today)


def _may_decide(offer: Offer, decision: NewDecision) -> bool:
    """Under its own key; what a device is asked also as the choice that an account carries to its devices."""
    of_device = (BROWSER, ACCOUNT) if offer.on_device else ()
    return decision.key.type in (offer.key_type, *of_device)


def _giving(
    manifest: Manifest, decision: NewDecision, given: Iterable[Offer], today: date
) -> Iterator[Problem]:
    """What a consent needs besides, that a refusal does not (GDPR Art. 4(11), 7, 8, 9)."""
    law = _law(manifest.policy.law, today)
    if not decision.act or decision.act in NO_ACTS or decision.act in law.tracers.refusals:
        what = f"`{decision.act[:40]}` is no act by which somebody consents"
        yield _problem("decision-without-act", what, "name the control that was used, as `accept_all`")
    if decision.channel in PROVEN_ELSEWHERE and not any(decision.proof.values()):
        what = "a consent from elsewhere comes without proof (GDPR Art. 7(1))"
        yield _problem("decision-without-proof", what, "say what shows it: --proof NAME=VALUE")
    if decision.act in OF_ALL:
        for offer in given:
            if _is_special(manifest, offer.purpose):
                what = (
                    f"`{offer.name}` uses special categories, and needs an act of its own (GDPR Art. 9(2)(a))"
                )
                yield _problem("decision-not-explicit", what, "ask for it apart from the others")
    if decision.minor is not None:
        if law.age.is_with_parent and not decision.minor.child_agrees:
            what = "below that age the child consents too (loi 78-17 Art. 45)"
            yield _problem("decision-without-child", what, "ask the child as well")
        if not (decision.minor.parent.strip() and decision.minor.proof.strip()):
            what = "it is not said which parent consented, or nothing shows it (GDPR Art. 8(2))"
            yield _problem("decision-without-parent", what, "say who, and by what it is known")


def _is_special(manifest: Manifest, name: PurposeName) -> bool:
    uses = manifest.purposes[name].data.values()
    items = {item for use in uses for item in use.items or ()}
    return any(manifest.items[item].special for item in items if item in manifest.items)


def event_of(answer: Answer, decision: NewDecision, known: Known | None) -> Event:
    """What an answer makes of what stood: refusing what was given withdraws it."""
    if answer is Answer.GRANTED:
        return Event.GIVEN
    if answer is Answer.NOT_ASKED:
        return Event.SERVED
    withdraws = decision.act in WITHDRAWALS or (known is not None and known.is_granted)
    return Event.WITHDRAWN if withdraws else Event.REFUSED


def later(one: tuple[Instant, Effect, Instant, int], other: tuple[Instant, Effect, Instant, int]) -> bool:
    """Whether the first of two decisions counts, by since, narrowing, recorded and number (claims.md)."""
    return _rank(one) > _rank(other)


def _rank(one: tuple[Instant, Effect, Instant, int]) -> tuple[Instant, bool, Instant, int]:
    since, effect, recorded, sequence = one
    return since, _NARROWING[effect], recorded, sequence


@lru_cache(maxsize=16)
def _law(name: str, day: date) -> Pack:
    return pack(name, day)


def _one_of(words: Iterable[str]) -> str:
    return f"write one of: {', '.join(sorted(words))}"


@dataclass(frozen=True, slots=True)
class _Told(Place):
    """A place that is a decision somebody tells."""

    def __str__(self) -> str:
        return self.file


def _problem(name: str, what: str, mend: str) -> Problem:
    return Problem(name, _Told("decision", 1, 1), what, mend)
