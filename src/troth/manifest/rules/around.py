"""What stands around the rules: the pack that judges, days far off, and the rules that a person set aside."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from troth.law.dated import GDPR
from troth.law.packs import Pack
from troth.manifest.model import Manifest
from troth.manifest.period import Period
from troth.manifest.policy import Waiver
from troth.manifest.rules.model import Finding, Severity

EARLIEST = date(1978, 1, 6)  # the loi informatique et libertés: no policy is older
FAR = Period(months=120)
WAIVED_AT_MOST = Period(months=12)
NAMES = (
    "law-pack-ended",
    "law-pack-not-begun",
    "waiver-ended",
    "waiver-unused",
    "waiver-too-long",
    "day-far-off",
)


def waived(found: Sequence[Finding], waivers: Sequence[Waiver], on: date) -> list[Finding]:
    """The findings, each with the waiver that sets it aside on that day, if one does."""
    if not waivers:
        return list(found)
    valid = [waiver for waiver in waivers if waiver.until >= on]
    return [replace(finding, waived=_waiver(finding, valid)) for finding in found]


def _waiver(finding: Finding, waivers: Sequence[Waiver]) -> Waiver | None:
    if finding.is_stated:
        return None
    return next((waiver for waiver in waivers if _speaks_of(waiver, finding)), None)


def _speaks_of(waiver: Waiver, finding: Finding) -> bool:
    is_there = waiver.at is None or finding.at == waiver.at or finding.at.startswith(f"{waiver.at}.")
    return waiver.rule == finding.rule and is_there


def findings(manifest: Manifest, pack: Pack, on: date, found: Sequence[Finding]) -> Iterator[Finding]:
    """What is to be said of the pack, of days and of waivers."""
    if on >= pack.until or pack.on >= pack.until:
        yield _said("law-pack-ended", "warning", ("policy", "law"), pack=pack.name, until=pack.until)
    if pack.on < GDPR:
        yield _said(
            "law-pack-not-begun", "warning", ("policy", "law"), pack=pack.name, since=GDPR, on=pack.on
        )
    yield from _waivers(manifest.policy.waivers, on, found)
    for path, day in _days(manifest):
        if not EARLIEST <= day <= FAR.after(on):
            yield _said("day-far-off", "warning", ("policy", *path), day=day)


def _waivers(waivers: Sequence[Waiver], on: date, found: Sequence[Finding]) -> Iterator[Finding]:
    used = {id(finding.waived) for finding in found if finding.waived}
    for number, waiver in enumerate(waivers):
        path = ("policy", "waivers", number)
        facts = {"rule": waiver.rule, "by": waiver.by, "until": waiver.until}
        if waiver.until < on:
            yield _said("waiver-ended", "warning", path, **facts)
        elif waiver.until > WAIVED_AT_MOST.after(on):
            yield _said("waiver-too-long", "warning", path, **facts)
        if waiver.until >= on and id(waiver) not in used:
            yield _said("waiver-unused", "information", path, **facts)


def _days(manifest: Manifest) -> Iterator[tuple[tuple[str | int, ...], date]]:
    policy = manifest.policy
    if policy.edition is not None:
        yield ("edition", "date"), policy.edition.date
        if policy.edition.effective is not None:
            yield ("edition", "effective"), policy.edition.effective
    for purpose in manifest.purposes.values():
        if purpose.wording is not None:
            yield ("purposes", purpose.name, "consent", "wording", "since"), purpose.wording.since
        if purpose.ended is not None:
            yield ("purposes", purpose.name, "ended"), purpose.ended
    for name, recipient in policy.recipients.items():
        contract = recipient.contract
        days = [contract.signed] if contract and contract.signed else []
        yield from ((("recipients", name, "contract"), day) for day in days)
        for number, transfer in enumerate(recipient.transfers):
            if transfer.checked is not None:
                yield ("recipients", name, "transfers", number, "checked"), transfer.checked


def _said(name: str, severity: Severity, path: tuple[str | int, ...], **facts: object) -> Finding:
    return Finding(name, name, path, severity, "", {key: str(fact) for key, fact in facts.items()})
