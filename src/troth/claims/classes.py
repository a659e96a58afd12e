"""
Which sort of change a difference is, place by place: one table for purposes, one for the rest of a policy.

A row that is missing makes a change material, never editorial: what nobody has thought of is told.
"""

from collections.abc import Callable, Sequence
from enum import Enum
from typing import Any, Final

from troth.law.deadlines import ANSWER, BREACH, EXTENSION, HOLD_REVIEW
from troth.law.tracers import CHOICE_KEPT
from troth.manifest.period import Period

Path = tuple[str, ...]


class Absent(Enum):
    """What stands where one version has no such key: its default goes without saying."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT


class Sort(Enum):
    """What sort of change it is. The value names its sentence."""

    PURPOSE_ADDED = "purpose-added"
    PURPOSE_ENDED = "purpose-ended"
    PURPOSE_RENAMED = "purpose-renamed"
    DATA_ADDED = "data-added"
    DATA_DROPPED = "data-dropped"
    BASIS_CHANGED = "basis-changed"
    RECIPIENT_ADDED = "recipient-added"
    RECIPIENT_DROPPED = "recipient-dropped"
    RECIPIENT_CHANGED = "recipient-changed"
    TRANSFER_ADDED = "transfer-added"
    TRANSFER_DROPPED = "transfer-dropped"
    CHANNEL_ADDED = "channel-added"
    CHANNEL_DROPPED = "channel-dropped"
    PERIOD_LONGER = "period-longer"
    PERIOD_SHORTER = "period-shorter"
    CLOCK_CHANGED = "clock-changed"
    USE_WIDER = "use-wider"
    USE_NARROWER = "use-narrower"
    CONSENT_OUTGROWN = "consent-outgrown"
    CONSENT_REWORDED = "consent-reworded"
    RIGHT_NARROWED = "right-narrowed"
    RIGHT_WIDENED = "right-widened"
    CONTROLLER_CHANGED = "controller-changed"
    COOKIE_ADDED = "cookie-added"
    COOKIE_DROPPED = "cookie-dropped"
    PROTECTION_LOWERED = "protection-lowered"
    PROTECTION_RAISED = "protection-raised"
    WORDS_CHANGED = "words-changed"
    OTHER = "other"


MATERIAL = frozenset(
    {
        Sort.PURPOSE_ADDED,
        Sort.DATA_ADDED,
        Sort.BASIS_CHANGED,
        Sort.RECIPIENT_ADDED,
        Sort.RECIPIENT_CHANGED,
        Sort.TRANSFER_ADDED,
        Sort.CHANNEL_ADDED,
        Sort.PERIOD_LONGER,
        Sort.CLOCK_CHANGED,
        Sort.USE_WIDER,
        Sort.CONSENT_OUTGROWN,
        Sort.RIGHT_NARROWED,
        Sort.CONTROLLER_CHANGED,
        Sort.COOKIE_ADDED,
        Sort.PROTECTION_LOWERED,
        Sort.OTHER,
    }
)


# --- the table ----------------------------------------------------------------------------------------------

Judge = Callable[[Any, Any], Sequence[Sort]]
Rows = Sequence[tuple[str, Judge]]


def _always(sort: Sort) -> Judge:
    return lambda before, after: (sort,)


def _nothing(before: Any, after: Any) -> Sequence[Sort]:
    return ()


def _members(more: Sort, less: Sort) -> Judge:
    """A set or list: what came, and what went."""

    def judge(before: Any, after: Any) -> Sequence[Sort]:
        old, new = _set(before), _set(after)
        found = ([more] if new - old else []) + ([less] if old - new else [])
        return found or [Sort.WORDS_CHANGED]  # another order

    return judge


def _presence(more: Sort, less: Sort) -> Judge:
    """Something that came, went, or became something else, which counts as both."""

    def judge(before: Any, after: Any) -> Sequence[Sort]:
        is_new, is_gone = (value in (None, ABSENT) for value in (before, after))
        return [more] if is_new else [less] if is_gone else [more, less]

    return judge


def _set(value: Any) -> set[str]:
    return set() if value in (None, ABSENT) else set(map(str, value))


def _length(longer: Sort, shorter: Sort, default: str | None) -> Judge:
    """A period; without one it lasts for ever. `default` goes without saying; none: no period does."""

    def judge(before: Any, after: Any) -> Sequence[Sort]:
        return [longer] if _days(after, default) > _days(before, default) else [shorter]

    return judge


def _days(value: Any, default: str | None) -> float:
    told = default if value is ABSENT else value
    if told is None:
        return float("inf")
    period = Period.parse(told)
    return period.months * 30.436875 + period.days + period.seconds / 86_400


def _none_is_nothing(judge: Judge) -> Judge:
    """The same, where no period means none at all: a cookie of the session, no extension."""

    def judged(before: Any, after: Any) -> Sequence[Sort]:
        return judge(*("PT0S" if value is None else value for value in (before, after)))

    return judged


def _both(judge: Judge, otherwise: Sort) -> Judge:
    """The same where both versions say something; else the general terms counted before or count now."""

    def judged(before: Any, after: Any) -> Sequence[Sort]:
        return [otherwise] if ABSENT in (before, after) else judge(before, after)

    return judged


def _flag(on: Sort, off: Sort, default: Sort) -> Judge:
    """Yes or no: what a yes is, what a no is, and which of the two goes without saying."""

    def judge(before: Any, after: Any) -> Sequence[Sort]:
        return [default if after is ABSENT else on if after else off]

    return judge


_WORDS = _always(Sort.WORDS_CHANGED)
_USE = _presence(Sort.USE_WIDER, Sort.USE_NARROWER)
_USES = _members(Sort.USE_WIDER, Sort.USE_NARROWER)
_KEPT = _length(Sort.PERIOD_LONGER, Sort.PERIOD_SHORTER, None)
_SLOWER = _length(Sort.RIGHT_NARROWED, Sort.RIGHT_WIDENED, None)
_RIGHTS = _members(Sort.RIGHT_WIDENED, Sort.RIGHT_NARROWED)
_LIMITS = _members(Sort.RIGHT_NARROWED, Sort.RIGHT_WIDENED)

# Patterns of keys, the first that fits counts: `*` is one key, a final `**` one or more.
PURPOSE: Rows = (
    ("title", _WORDS),
    ("active.period", _KEPT),
    ("active.clock", _always(Sort.CLOCK_CHANGED)),
    ("active.criterion", _WORDS),
    ("active.earlier", _nothing),
    ("active.limit", _WORDS),
    ("active.obeys", _nothing),
    ("active.obeys.**", _nothing),
    ("active", _always(Sort.CLOCK_CHANGED)),
    ("archive", _presence(Sort.PERIOD_LONGER, Sort.PERIOD_SHORTER)),
    ("archive.span.period", _KEPT),
    ("archive.span.clock", _always(Sort.CLOCK_CHANGED)),
    ("archive.span.criterion", _WORDS),
    ("archive.span.earlier", _nothing),
    ("archive.span.limit", _WORDS),
    ("archive.span.obeys", _nothing),
    ("archive.span.obeys.**", _nothing),
    ("archive.ground", _always(Sort.BASIS_CHANGED)),
    ("archive.because", _WORDS),
    ("archive.readers", _USES),
    ("archive.resists_erasure", _presence(Sort.RIGHT_NARROWED, Sort.RIGHT_WIDENED)),
    ("performance.period", _KEPT),
    ("performance", _always(Sort.CLOCK_CHANGED)),
    ("performance.**", _always(Sort.CLOCK_CHANGED)),
    ("decided_by", _always(Sort.CONSENT_OUTGROWN)),
    ("validity", _length(Sort.USE_WIDER, Sort.USE_NARROWER, None)),
    ("obeys", _nothing),
    ("obeys.**", _nothing),
    ("choices.*.title", _WORDS),
    ("choices.*.name", _nothing),
    ("choices.*.items", _always(Sort.CONSENT_OUTGROWN)),
    ("choices.*.channel", _always(Sort.CONSENT_OUTGROWN)),
    ("choices.**", _always(Sort.CONSENT_OUTGROWN)),
    ("direct_marketing", _flag(Sort.USE_WIDER, Sort.USE_NARROWER, Sort.USE_NARROWER)),
    ("feeds", _USES),
    ("terms.description", _WORDS),
    ("terms.interest", _always(Sort.BASIS_CHANGED)),
    ("terms.duty", _always(Sort.BASIS_CHANGED)),
    ("terms.recipients", _members(Sort.RECIPIENT_ADDED, Sort.RECIPIENT_DROPPED)),
    ("terms.channels", _members(Sort.CHANNEL_ADDED, Sort.CHANNEL_DROPPED)),
    ("terms.categories", _USES),
    ("terms.outputs", _USES),
    ("terms.minors_under", _always(Sort.USE_WIDER)),
    ("terms.consent_act", _always(Sort.CONSENT_OUTGROWN)),
    ("terms.consent_default", _flag(Sort.USE_WIDER, Sort.USE_NARROWER, Sort.USE_NARROWER)),
    ("terms.granularity", _always(Sort.CONSENT_OUTGROWN)),
    ("terms.refusal", _WORDS),
    ("terms.decision", _USE),
    ("terms.decision.title", _WORDS),
    ("terms.decision.items", _USES),
    ("terms.decision.review", _presence(Sort.RIGHT_WIDENED, Sort.RIGHT_NARROWED)),
    ("terms.decision.**", _always(Sort.USE_WIDER)),
    ("terms.assessment", _nothing),
    ("terms.balance", _nothing),
    ("terms.sort", _nothing),
    ("terms.similar_products", _flag(Sort.USE_WIDER, Sort.USE_NARROWER, Sort.USE_NARROWER)),
    ("**", _always(Sort.OTHER)),
)
POLICY: Rows = (
    ("items.*.title", _WORDS),
    ("items.*.special", _always(Sort.USE_WIDER)),
    ("items.*.sources", _always(Sort.USE_WIDER)),
    ("items.*.**", _nothing),
    ("items.*", _nothing),  # used or not is told with the purposes
    ("kinds.*.title", _WORDS),
    ("kinds.*.role_titles.**", _WORDS),
    ("kinds.**", _nothing),
    ("controller.name", _always(Sort.CONTROLLER_CHANGED)),
    ("controller.country", _always(Sort.CONTROLLER_CHANGED)),
    ("controller.**", _WORDS),
    ("joint_controllers", _members(Sort.CONTROLLER_CHANGED, Sort.CONTROLLER_CHANGED)),
    ("eu_representative", _WORDS),
    ("eu_representative.**", _WORDS),
    ("officer", _presence(Sort.RIGHT_WIDENED, Sort.RIGHT_NARROWED)),
    ("officer.is", _always(Sort.RIGHT_NARROWED)),
    ("officer.**", _WORDS),
    ("authority", _presence(Sort.RIGHT_WIDENED, Sort.RIGHT_NARROWED)),
    ("authority.**", _WORDS),
    ("contacts.**", _WORDS),
    ("languages", _RIGHTS),
    ("law", _always(Sort.CONTROLLER_CHANGED)),
    ("laws", _WORDS),
    ("edition.**", _nothing),
    ("edition", _nothing),
    ("scope", _USES),
    ("links.**", _WORDS),
    ("links", _WORDS),
    ("keys.*.reached_by", _nothing),
    ("keys.**", _WORDS),
    ("clocks.**", _always(Sort.CLOCK_CHANGED)),
    ("events.**", _WORDS),
    ("recipients.*.title", _WORDS),
    ("recipients.*.role", _always(Sort.RECIPIENT_CHANGED)),
    ("recipients.*.legal_name", _always(Sort.RECIPIENT_CHANGED)),
    ("recipients.*.category", _WORDS),
    ("recipients.*.countries", _members(Sort.TRANSFER_ADDED, Sort.TRANSFER_DROPPED)),
    ("recipients.*.items", _always(Sort.RECIPIENT_CHANGED)),
    ("recipients.*.contract.**", _nothing),
    ("recipients.*.contract", _nothing),
    ("recipients.*.transfers", _members(Sort.TRANSFER_ADDED, Sort.TRANSFER_DROPPED)),
    ("recipients.*.condition", _always(Sort.RECIPIENT_CHANGED)),
    ("recipients.*.url", _WORDS),
    ("recipients.*", _presence(Sort.RECIPIENT_ADDED, Sort.RECIPIENT_DROPPED)),
    ("channels.*.opt_out", _presence(Sort.RIGHT_WIDENED, Sort.RIGHT_NARROWED)),
    ("channels.*.**", _WORDS),
    ("channels.*", _presence(Sort.CHANNEL_ADDED, Sort.CHANNEL_DROPPED)),
    ("marketing.*", _presence(Sort.USE_WIDER, Sort.USE_NARROWER)),
    ("requests.deadline", _length(Sort.RIGHT_NARROWED, Sort.RIGHT_WIDENED, str(ANSWER))),
    (
        "requests.extension",
        _none_is_nothing(_length(Sort.RIGHT_NARROWED, Sort.RIGHT_WIDENED, str(EXTENSION))),
    ),
    ("requests.extension_when", _WORDS),
    ("requests.fee", _always(Sort.RIGHT_NARROWED)),
    ("requests.identity", _LIMITS),
    ("requests.channels", _RIGHTS),
    ("requests.formats", _RIGHTS),
    ("requests.fields", _WORDS),
    ("requests.mandatory_fields", _LIMITS),
    ("requests.receipt", _WORDS),
    ("requests.**", _always(Sort.RIGHT_NARROWED)),
    ("rights.*.text", _always(Sort.RIGHT_NARROWED)),
    ("rights.*.grounds", _RIGHTS),
    ("rights.*.exceptions", _LIMITS),
    ("rights.*.excluded", _LIMITS),
    ("rights.*.allowed", _LIMITS),
    ("rights.*.outcomes", _WORDS),
    ("rights.*.applicants", _RIGHTS),
    ("rights.*.channels", _RIGHTS),
    ("rights.*.formats", _RIGHTS),
    ("rights.*.identity", _LIMITS),
    ("rights.*.deadline", _both(_SLOWER, Sort.RIGHT_NARROWED)),
    ("rights.*.extension", _both(_SLOWER, Sort.RIGHT_NARROWED)),
    ("rights.*.fields", _WORDS),
    ("rights.*.receipt", _WORDS),
    ("rights.*.notice", _WORDS),
    ("rights.*", _presence(Sort.RIGHT_WIDENED, Sort.RIGHT_NARROWED)),
    ("rights.**", _always(Sort.RIGHT_NARROWED)),
    ("cookie_categories.*.consent", _flag(Sort.USE_NARROWER, Sort.USE_WIDER, Sort.USE_NARROWER)),
    ("cookie_categories.*.purpose", _always(Sort.CONSENT_OUTGROWN)),
    ("cookie_categories.*.**", _WORDS),
    ("cookie_categories.*", _presence(Sort.USE_WIDER, Sort.USE_NARROWER)),
    ("cookies.*.title", _WORDS),
    ("cookies.*.life", _none_is_nothing(_length(Sort.PERIOD_LONGER, Sort.PERIOD_SHORTER, "PT0S"))),
    ("cookies.*.functions", _USES),
    ("cookies.*.holds", _members(Sort.DATA_ADDED, Sort.DATA_DROPPED)),
    ("cookies.*.hosts", _members(Sort.RECIPIENT_ADDED, Sort.RECIPIENT_DROPPED)),
    ("cookies.*.set_by", _presence(Sort.RECIPIENT_ADDED, Sort.RECIPIENT_DROPPED)),
    ("cookies.*", _presence(Sort.COOKIE_ADDED, Sort.COOKIE_DROPPED)),
    ("cookies.**", _always(Sort.USE_WIDER)),
    ("banner", _presence(Sort.RIGHT_WIDENED, Sort.RIGHT_NARROWED)),
    ("banner.choice_kept", _length(Sort.USE_WIDER, Sort.USE_NARROWER, str(CHOICE_KEPT))),
    ("banner.link", _WORDS),
    ("banner.refusal", _WORDS),
    ("banner.withdrawal", _WORDS),
    ("banner.platforms", _WORDS),
    ("banner.content", _RIGHTS),
    ("banner.actions", _RIGHTS),
    ("banner.**", _always(Sort.RIGHT_NARROWED)),
    ("forms.*.fields.*.mandatory", _flag(Sort.USE_WIDER, Sort.USE_NARROWER, Sort.USE_NARROWER)),
    ("forms.*.fields.*.item", _always(Sort.DATA_ADDED)),
    ("forms.*.fields.*.**", _WORDS),
    ("forms.*.fields.*", _presence(Sort.DATA_ADDED, Sort.DATA_DROPPED)),
    ("forms.*.purposes", _USES),
    ("forms.*.**", _WORDS),
    ("forms.*", _presence(Sort.USE_WIDER, Sort.USE_NARROWER)),
    ("threats.**", _WORDS),
    ("measures.*.title", _WORDS),
    ("measures.*.test_every", _length(Sort.PROTECTION_LOWERED, Sort.PROTECTION_RAISED, None)),
    ("measures.*.owner", _nothing),
    ("measures.*", _presence(Sort.PROTECTION_RAISED, Sort.PROTECTION_LOWERED)),
    ("measures.*.*", _members(Sort.PROTECTION_RAISED, Sort.PROTECTION_LOWERED)),
    ("minors.text", _WORDS),
    ("minors.**", _always(Sort.USE_WIDER)),
    ("minors", _always(Sort.USE_WIDER)),
    ("changes.text", _WORDS),
    ("changes.by", _RIGHTS),
    ("changes.**", _always(Sort.RIGHT_NARROWED)),
    ("breaches.text", _WORDS),
    ("breaches.**", _length(Sort.RIGHT_NARROWED, Sort.RIGHT_WIDENED, str(BREACH))),
    ("after_death", _presence(Sort.RIGHT_WIDENED, Sort.RIGHT_NARROWED)),
    ("after_death.heirs", _WORDS),
    ("after_death.subjects", _RIGHTS),
    ("sections.**", _WORDS),
    ("lag", _length(Sort.PERIOD_LONGER, Sort.PERIOD_SHORTER, "P1M")),
    ("hold_review", _length(Sort.PERIOD_LONGER, Sort.PERIOD_SHORTER, str(HOLD_REVIEW))),
    ("waivers", _nothing),
    ("obeys", _nothing),
    ("obeys.**", _nothing),
    ("**", _always(Sort.OTHER)),
)


def sorts(rows: Rows, path: Path, before: Any, after: Any) -> Sequence[Sort]:
    """What the first row that fits says."""
    judge = next(judge for pattern, judge in rows if _fits(pattern.split("."), path))
    return judge(before, after)


def _fits(pattern: Sequence[str], path: Path) -> bool:
    if not pattern:
        return not path
    first, *rest = pattern
    if first == "**":
        return bool(path)
    return bool(path) and first in ("*", path[0]) and _fits(rest, path[1:])
