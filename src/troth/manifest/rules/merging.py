"""What a policy promises beside what the law says, field by field: the stricter of both, and whose it is."""

from collections.abc import Iterator
from dataclasses import dataclass

from troth.law.merge import FEES, PROOFS, Burden, Field, Merged, Winner, merged
from troth.law.packs import Pack
from troth.law.retention import Keep
from troth.manifest.model import Manifest
from troth.manifest.obeyed import bounded
from troth.manifest.period import Period
from troth.manifest.purposes import Purpose
from troth.manifest.rules.model import Path


@dataclass(frozen=True, slots=True)
class Row:
    """One field of the policy, and what becomes of it."""

    path: Path
    merged: Merged


def rows(manifest: Manifest, pack: Pack) -> Iterator[Row]:
    """Every field of which both speak, or of which the law does."""
    policy, law = manifest.policy, pack.deadlines
    terms = policy.requests
    yield _row(Field.EARLIEST, terms.deadline, law["answer"].within, "requests", "deadline")
    yield _row(Field.EARLIEST, terms.extension or Period(), law["extension"].within, "requests", "extension")
    yield _burden(FEES, terms.fee, "none", "requests", "fee")
    yield _burden(PROOFS, _heaviest(terms.identity), "proportionate", "requests", "identity")
    yield from _rights(manifest, pack)
    yield _row(
        Field.EARLIEST, policy.breaches.notify_within, law["breach"].within, "breaches", "notify_within"
    )
    if policy.banner is not None:
        yield _row(Field.EARLIEST, policy.banner.choice_kept, pack.tracers.choice, "banner", "choice_kept")
    for name, cookie in policy.cookies.items():
        if cookie.life is not None:
            yield _row(Field.EARLIEST, cookie.life, pack.tracers.life, "cookies", name, "life")
    for purpose in manifest.purposes.values():
        row = pack.retention.get(purpose.terms.sort or "")
        if row is not None and purpose.ended is None:
            yield from _retention(purpose, row)


def differing(manifest: Manifest, pack: Pack) -> Iterator[Row]:
    """Those where promise and law are not the same, and one of them wins."""
    return (row for row in rows(manifest, pack) if row.merged.winner is not Winner.BOTH)


def _rights(manifest: Manifest, pack: Pack) -> Iterator[Row]:
    policy = manifest.policy
    told = frozenset(right.name for right in pack.rights.values() if right.name and right.is_always_told)
    yield _row(Field.UNION, frozenset(policy.rights), told, "rights")
    by_name = {right.name: right for right in pack.rights.values()}
    for name, right in policy.rights.items():
        law = by_name.get(name)
        if law is None:
            continue
        within = pack.deadlines["at_once" if law.is_at_once else "answer"].within
        if right.deadline is not None or law.is_at_once:
            yield _row(Field.EARLIEST, right.deadline, within, "rights", name, "deadline")
        if right.exceptions:
            words = frozenset(
                word for code in law.refusals if code in pack.refusals for word in pack.refusals[code].words
            )
            yield _row(Field.INTERSECTION, frozenset(right.exceptions), words, "rights", name, "exceptions")


def _retention(purpose: Purpose, row: Keep) -> Iterator[Row]:
    for one in bounded(purpose, row):
        field = Field.DUTY if one.is_duty else Field.EARLIEST
        yield _row(field, one.promised, one.law, "purposes", purpose.name, *one.steps)


def _row(
    field: Field, promise: Period | frozenset[str] | None, law: Period | frozenset[str] | None, *path: str
) -> Row:
    return Row(("policy", *path), merged(field, promise, law))


def _burden(ladder: tuple[str, ...], promise: str, law: str, *path: str) -> Row:
    return Row(("policy", *path), merged(Field.LIGHTEST, Burden(ladder, promise), Burden(ladder, law)))


def _heaviest(words: tuple[str, ...]) -> str:
    burdens = [Burden(PROOFS, word) for word in words] or [Burden(PROOFS, "none")]
    return max(burdens, key=lambda burden: burden.weight).word
