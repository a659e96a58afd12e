"""
Recording facts: what befell a person's relation with the controller, as somebody tells it.

One that names what the manifest does not know, or that could concern nothing, would be kept and do nothing;
it is refused instead, with all that is wrong about it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from troth.claims.facts import Effect, Fact
from troth.claims.keys import RecordRef
from troth.errors import ManifestError, Place, Problem
from troth.manifest.model import Manifest
from troth.manifest.names import PurposeName
from troth.manifest.purposes import Basis, Purpose
from troth.site import Site
from troth.subjects.model import NewFact
from troth.subjects.records import add_facts
from troth.subjects.suppressions import of_facts, suppress

ERASURE = "erasure"  # what an UPHELD or REJECTED decides, if not an objection

_OF_PURPOSES = frozenset(
    {
        *(Effect.GIVEN, Effect.REFUSED, Effect.WITHDRAWN, Effect.OBJECTED),
        *(Effect.UPHELD, Effect.REJECTED, Effect.UNLAWFUL, Effect.COMPLETE),
    }
)
_OF_CHOICES = frozenset({Effect.GIVEN, Effect.REFUSED, Effect.WITHDRAWN})
_OF_ITEMS = frozenset({Effect.ERASED, Effect.UNLAWFUL, Effect.RESTRICTED, Effect.HELD})
_OF_RECORDS = frozenset({Effect.HELD, Effect.RELEASED, Effect.HAPPENED, Effect.CANCELLED})
_OF_TROTH = frozenset({Effect.NOTED, Effect.READ})  # recorded by what Troth does, never told
_NEED_PURPOSES = frozenset({Effect.GIVEN, Effect.REFUSED, Effect.UNLAWFUL, Effect.COMPLETE})
_EVENTS = frozenset({Effect.HAPPENED, Effect.CANCELLED})
_MATTERS = frozenset({Effect.HELD, Effect.RELEASED, Effect.REVIEWED})
_CONSENTS = frozenset({Effect.GIVEN, Effect.REFUSED})


class FactRefused(ManifestError):
    """A fact is told in a way that would do nothing, or not what was meant. Carries every reason."""


def record(site: Site, new: Sequence[NewFact]) -> list[Fact]:
    """
    Record facts with their audit record, all or none; whoever objects to marketing is on the suppression list.

    Raises:
        FactRefused: with every reason.
    """
    problems = [problem for fact in new for problem in problems_of(site.manifest, fact)]
    if problems:
        raise FactRefused(list(dict.fromkeys(problems)))
    with site.database.transaction() as tx:
        suppress(tx, site.name, of_facts(site.manifest, new))
        return add_facts(tx, site.name, new)


def problems_of(manifest: Manifest, fact: NewFact) -> Iterator[Problem]:
    """All that is wrong with a fact under this manifest."""
    yield from _about(manifest, fact)
    yield from _purposes(manifest, fact)
    yield from _names(manifest, fact)
    if fact.since > fact.recorded:
        yield _problem(fact, "fact-not-yet", "it takes effect after it is recorded", "tell it once it is so")


def _about(manifest: Manifest, fact: NewFact) -> Iterator[Problem]:
    """Of whom, or of what, it is."""
    has_key, has_record = fact.key is not None, fact.record is not None
    if fact.effect in _OF_TROTH:
        yield _problem(fact, "fact-not-told", "only Troth itself records it", "tell an event")
    if fact.effect in (Effect.COMPLETE, Effect.REVIEWED) and (has_key or has_record):
        yield _problem(
            fact, "fact-of-nobody", "it is about no one in particular", "name no person and no record"
        )
    if fact.effect is Effect.HELD and not has_record:
        yield _problem(
            fact, "fact-without-record", "a hold is on records", "name each of them: --record STORE.TABLE=KEY"
        )
    if has_record and fact.effect not in _OF_RECORDS:
        yield _problem(
            fact, "fact-of-person", "it is about a person, not a record", "name a key of the person"
        )
    needs_someone = fact.effect not in {Effect.COMPLETE, *_MATTERS}
    if needs_someone and not has_key and not has_record:
        yield _problem(
            fact, "fact-without-person", "nobody is named whom it is about", "name a key: --email …"
        )
    if fact.record is not None:
        yield from _record(manifest, fact, fact.record)


def _record(manifest: Manifest, fact: NewFact, record: RecordRef) -> Iterator[Problem]:
    store = manifest.stores.get(record.store)
    table = store.tables.get(record.table) if store else None
    if table is None or table.hosted_for is not None:
        known = ", ".join(f"{t.store}.{t.name}" for t in manifest.tables())
        what = f"there is no table `{record.store}.{record.table}`"
        yield _problem(fact, "fact-unknown-table", what, f"write one of {known}")
    elif len(record.key) != len(table.key):
        what = f"the key of `{table.store}.{table.name}` has the columns {', '.join(table.key)}"
        yield _problem(fact, "fact-wrong-key", what, "give a value for each, in this order, with `|` between")


def _purposes(manifest: Manifest, fact: NewFact) -> Iterator[Problem]:
    if fact.effect in _NEED_PURPOSES and not fact.purposes:
        yield _problem(fact, "fact-without-purpose", "no purpose is named", "name it: --purpose NAME")
    if fact.purposes and fact.effect not in _OF_PURPOSES:
        yield _problem(
            fact,
            "fact-of-everything",
            "it concerns every purpose",
            "leave --purpose out, or tell another fact",
        )
    for name in sorted(fact.purposes):
        purpose = _purpose(manifest, name)
        if purpose is None:
            known = ", ".join(manifest.purposes)
            yield _problem(
                fact, "fact-unknown-purpose", f"there is no purpose `{name}`", f"write one of {known}"
            )
        else:
            yield from _of_purpose(fact, purpose)


def _purpose(manifest: Manifest, name: PurposeName) -> Purpose | None:
    found = manifest.purposes.get(name)
    return found or next((purpose for purpose in manifest.purposes.values() if name in purpose.was), None)


def _of_purpose(fact: NewFact, purpose: Purpose) -> Iterator[Problem]:
    needed = {
        Effect.GIVEN: {Basis.CONSENT},
        Effect.REFUSED: {Basis.CONSENT},
        Effect.WITHDRAWN: {Basis.CONSENT},
        Effect.COMPLETE: {Basis.CONSENT},
        Effect.OBJECTED: {Basis.LEGITIMATE_INTEREST, Basis.PUBLIC_TASK},
        Effect.UPHELD: {Basis.LEGITIMATE_INTEREST, Basis.PUBLIC_TASK},
        Effect.REJECTED: {Basis.LEGITIMATE_INTEREST, Basis.PUBLIC_TASK},
    }.get(fact.effect)
    if needed is not None and not needed & purpose.bases:
        words = " or ".join(sorted(basis.value.replace("_", " ") for basis in needed))
        what = f"purpose `{purpose.name}` does not rest on {words}"
        yield _problem(fact, "fact-without-effect", what, "name a purpose that does")
    if fact.effect in _CONSENTS and fact.key and purpose.decided_by not in (None, fact.key.type):
        what = f"consent to `{purpose.name}` is decided by {purpose.decided_by}, not by {fact.key.type}"
        yield _problem(fact, "fact-other-key", what, f"name the person by {purpose.decided_by}")
    if fact.choice is not None and fact.effect in _OF_CHOICES and fact.choice not in purpose.choices:
        known = ", ".join(purpose.choices) or "none"
        what = f"purpose `{purpose.name}` has no choice `{fact.choice}`"
        yield _problem(fact, "fact-unknown-choice", what, f"its choices are: {known}")
    if fact.effect is Effect.GIVEN and purpose.wording is not None and not fact.name:
        what = f"it is not said which wording of `{purpose.name}` was answered"
        yield _problem(
            fact, "fact-without-wording", what, f"write --wording; in force is {purpose.wording.version}"
        )


def _names(manifest: Manifest, fact: NewFact) -> Iterator[Problem]:
    """Choice, items, and what its name stands for."""
    if fact.choice is not None and fact.effect not in _OF_CHOICES:
        yield _problem(fact, "fact-without-choice", "only consent is given by choice", "leave --choice out")
    if fact.items and fact.effect not in _OF_ITEMS:
        yield _problem(fact, "fact-of-all-items", "it concerns every item", "leave --item out")
    for item in sorted(fact.items - manifest.items.keys()):
        known = ", ".join(manifest.items)
        yield _problem(fact, "fact-unknown-item", f"there is no item `{item}`", f"write one of {known}")
    if fact.effect in _EVENTS and fact.name not in manifest.policy.events:
        known = ", ".join(manifest.policy.events) or "none"
        what = f"there is no event `{fact.name}`" if fact.name else "no event is named"
        yield _problem(fact, "fact-unknown-event", what, f"write --event; the site declares: {known}")
    if fact.effect in _MATTERS and not fact.name:
        yield _problem(fact, "fact-without-matter", "no matter is named", "write --matter, as `case 2026-17`")
    if fact.effect is Effect.REJECTED and not fact.ground:
        yield _problem(
            fact, "fact-without-ground", "a rejection needs its grounds (GDPR Art. 21(1))", "write --because"
        )


@dataclass(frozen=True, slots=True)
class _Told(Place):
    """A place that is a fact somebody tells."""

    def __str__(self) -> str:
        return self.file


def _problem(fact: NewFact, name: str, what: str, mend: str) -> Problem:
    return Problem(name, _Told(f"fact `{fact.effect.value}`", 1, 1), what, mend)
