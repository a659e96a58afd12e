"""
From what is known to an answer: the facts of a person first, then, where they leave it open, the claims on records.

Use needs a known yes (docs/explanation/claims.md): whatever is not known is a no, with what is not known as its reason.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from troth.claims.facts import Instant
from troth.claims.states import State
from troth.claims.unknown import Unknown
from troth.gate.declared import Asked, items_in, roles_for
from troth.gate.held import Held, tables_of
from troth.gate.model import Answer, Because, Condition, Must, No, Reason, Yes
from troth.gate.person import Asking, Person, consented_since, inputs, made_from, refusal, restriction
from troth.manifest.model import Manifest
from troth.manifest.names import ChoiceName, ItemName
from troth.manifest.purposes import Basis, Purpose

NO_ITEM = ItemName("")  # of a purpose that uses no declared data: its one claim is still lawful or not
Claimed = tuple[ItemName, ChoiceName | None]


@dataclass(frozen=True, slots=True)
class Open:
    """What facts alone leave open: the claims to look for, each with why a datum not yet held would be refused."""

    asked: Asked
    conditions: tuple[Condition, ...]
    claims: tuple[tuple[Claimed, Reason | None, Reason | None], ...]  # …, of one not held yet, of one held


@dataclass(frozen=True, slots=True)
class Nature:
    """What of a purpose's claims facts alone never tell."""

    runs: bool  # a clock runs, or the claims follow another record's
    has_column: bool  # the operator keeps the decision in a column
    has_tables: bool
    following: frozenset[
        ItemName
    ]  # held only while another record is, so that none is written before that one


def nature_of(manifest: Manifest, asked: Asked) -> Nature:
    """The same for every person."""
    purpose = asked.purpose
    tables = tables_of(manifest, purpose, asked.items)
    follows = [use.follows is not None for use in purpose.data.values()]
    is_derived = any(inputs(manifest, item) for item in asked.items)
    return Nature(
        runs=purpose.active.clock is not None or any(follows) or is_derived,
        has_column=any(purpose.name in table.decisions for table in tables),
        has_tables=bool(tables),
        following=frozenset(item for item in asked.items if _only_follows(manifest, asked.purpose, item)),
    )


def by_facts(manifest: Manifest, asked: Asked, nature: Nature, person: Person, at: Instant) -> Answer | Open:
    """The answer that a person's facts give, or what is still to be asked of the stores."""
    conditions = asked.conditions
    open_claims: list[tuple[Claimed, Reason | None, Reason | None]] = []
    for item, choice in _claims(asked):
        stopped = restriction(person, item)
        if stopped is not None:
            if Basis.CONSENT not in asked.purpose.bases or not consented_since(
                person, asked.purpose, stopped.since
            ):
                return No(Reason(Because.RESTRICTED, asked.purpose.name, item or None, since=stopped.since))
            if not any(condition.must is Must.ART_18 for condition in conditions):
                conditions = (*conditions, Condition(Must.ART_18))
        fresh = _refusals(manifest, asked, person, item, choice, at, existed=False)
        refused = next((reason for reason in fresh if reason is not None), None)
        if all(fresh) and refused is not None and not _may_be_known(nature, refused):
            return No(refused)
        before = next(
            (r for r in _refusals(manifest, asked, person, item, choice, at, existed=True) if r), None
        )
        if nature.runs or refused is not None or before is not None:
            open_claims.append(((item, choice), refused, before))
    if not open_claims:
        return Yes(conditions)
    return Open(asked, conditions, tuple(open_claims))


def by_claims(nature: Nature, question: Open, held: Sequence[Held]) -> Answer:
    """The answer of the claims on the records that are held about a person."""
    found = {
        claim: [h for h in held if h.item == claim[0] and _is_of(h, claim[1])]
        for claim, *_ in question.claims
    }
    is_partial = question.asked.is_whole and any(found.values())
    is_first = False
    for claim, refused, before in question.claims:
        if found[claim]:
            reason = _why_not(question.asked, claim, found[claim], refused or before)
        elif refused is not None:
            reason = refused
        elif claim[0] in nature.following:
            reason = Reason(Because.FOLLOWS, question.asked.purpose.name, claim[0] or None)
        else:
            is_first = is_first or not is_partial
            reason = None
        if reason is not None:
            return No(reason)
    return Yes((*question.conditions, Condition(Must.FIRST_WRITTEN)) if is_first else question.conditions)


def _only_follows(manifest: Manifest, purpose: Purpose, item: ItemName) -> bool:
    kinds = [kind for kind in purpose.data if item in items_in(manifest, purpose, kind)]
    return all(purpose.data[kind].follows is not None for kind in kinds)


def _claims(asked: Asked) -> Iterator[Claimed]:
    for item in asked.items or (NO_ITEM,):
        for choice in asked.choices_for(item) if item else asked.choices:
            yield item, choice


def _refusals(
    manifest: Manifest,
    asked: Asked,
    person: Person,
    item: ItemName,
    choice: ChoiceName | None,
    at: Instant,
    *,
    existed: bool,
) -> list[Reason | None]:
    """Role by role, why the facts refuse the claim."""
    purpose = asked.purpose
    found: list[Reason | None] = []
    for role in roles_for(manifest, purpose, item) if item else ():
        asking = Asking(manifest, purpose, purpose.basis[role], choice, item, at, existed, asked.needs_parent)
        found.append(refusal(person, asking) or made_from(person, asking, role))
    for basis in () if item else sorted(purpose.bases, key=lambda basis: basis.value):
        asking = Asking(manifest, purpose, basis, choice, item, at, existed, asked.needs_parent)
        found.append(refusal(person, asking))
    return found or [Reason(Because.ITEM_NOT_USED, purpose.name, item or None)]


def _may_be_known(nature: Nature, refused: Reason) -> bool:
    """Whether a store may know what no fact tells: the decision, or the key under which it counts."""
    if refused.because in (Because.NEVER_GIVEN, Because.NOT_RECORDED):
        return nature.has_column
    return refused.because in (Because.NO_KEY, Because.MADE_FROM) and nature.has_tables


def _is_of(one: Held, choice: ChoiceName | None) -> bool:
    return one.choice == choice or one.unknown is Unknown.KIND


def _why_not(asked: Asked, claim: Claimed, held: Sequence[Held], known: Reason | None) -> Reason | None:
    """Why none of the claims on what is held is a known yes; none where one is."""
    best = max(held, key=lambda one: (one.state, not one.has_several))
    if best.state is State.ACTIVE and not best.has_several:
        return None
    reason = Reason(Because.OVER, asked.purpose.name, claim[0] or None, claim[1])
    if best.state is State.ACTIVE:
        return replace(reason, because=Because.SEVERAL)
    if best.state is State.ARCHIVED:
        return replace(reason, because=Because.ARCHIVED)
    if known is not None:
        return known
    if best.state is State.FROZEN:
        return replace(reason, because=Because.NOT_KNOWN, unknown=best.unknown)
    return reason
