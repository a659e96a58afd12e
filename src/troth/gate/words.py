"""An answer of the gate in words, and as programs read it."""

from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

from troth.gate.model import Answer, No, Reason
from troth.manifest.model import Manifest
from troth.texts import gate as texts
from troth.texts.language import LANGUAGES, Language

Json = None | bool | str | list[str] | Mapping[str, "Json"] | list["Json"]


def reason_in_words(manifest: Manifest, reason: Reason, language: Language) -> str:
    """Why not, as one sentence without full stop."""
    since = None if reason.since is None else reason.since.astimezone(ZoneInfo(manifest.zone)).date()
    return texts.reason(
        manifest,
        reason.because.value,
        language,
        purpose=reason.purpose,
        item=reason.item,
        choice=reason.choice,
        since=since,
        until=reason.until,
        unknown=reason.unknown,
        named=reason.named,
        source=reason.source,
    )


def wording(manifest: Manifest, language: Language) -> Callable[[Reason], str]:
    """`reason_in_words` for many people: what is told alike of one day and another's hour is worded once."""
    zone, said = ZoneInfo(manifest.zone), dict[tuple[object, ...], str]()

    def worded(reason: Reason) -> str:
        day = None if reason.since is None else reason.since.astimezone(zone).date()
        declared = (reason.purpose, reason.item, reason.choice, reason.named, reason.source)
        alike = (reason.because, day, reason.until, reason.unknown, *declared)
        if alike not in said:
            said[alike] = reason_in_words(manifest, reason, language)
        return said[alike]

    return worded


def in_words(manifest: Manifest, answer: Answer, language: Language) -> list[str]:
    """Why not; or what a yes is tied to, one sentence each."""
    if isinstance(answer, No):
        return [reason_in_words(manifest, answer.reason, language)]
    return [texts.condition(one.must.value, one.words, language) for one in answer.conditions]


def as_json(manifest: Manifest, answer: Answer) -> dict[str, Json]:
    """The answer for a program: `may`, and the reason or the conditions by name and in both languages."""
    if isinstance(answer, No):
        told: dict[str, Json] = {"name": answer.reason.because.value}
        told |= {code: reason_in_words(manifest, answer.reason, code) for code in LANGUAGES}
        return {"may": False, "reason": told}
    conditions: list[Json] = [
        {
            "name": one.must.value,
            **{code: texts.condition(one.must.value, one.words, code) for code in LANGUAGES},
        }
        for one in answer.conditions
    ]
    return {"may": True, "conditions": conditions}
