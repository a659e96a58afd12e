"""
What the words and the law alone say of a question, whoever it is about: declared, channel, recipient, transfer.

One check a function, in the order in which a person would ask. What is left is asked of the person's facts.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date

from troth.claims.carried import is_marketing
from troth.claims.channels import law_of, rule_of
from troth.gate.model import Because, Condition, Must, No, Question, Reason
from troth.law.marketing import ChannelRule
from troth.law.transfers import EEA
from troth.manifest.model import Manifest
from troth.manifest.names import ChoiceName, ItemName, KindName, PurposeName, RoleName
from troth.manifest.policy import Recipient, RecipientRole
from troth.manifest.purposes import Basis, Purpose


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that the words leave open: what is still to be asked of the person's facts."""

    purpose: Purpose
    items: tuple[ItemName, ...]
    choices: tuple[ChoiceName | None, ...]
    is_marketing: bool
    is_whole: bool  # no items were named: all that the purpose uses
    conditions: tuple[Condition, ...]
    needs_parent: bool = False  # a child asks: a consent counts where a parent gave it too (GDPR Art. 8)

    def choices_for(self, item: ItemName) -> list[ChoiceName | None]:
        """Those of the choices asked about that list the item."""
        offered = self.purpose.choices
        return [
            name
            for name in self.choices
            if name is None or (listed := offered[name].items) is None or item in listed
        ]


def asked(manifest: Manifest, question: Question, today: date) -> Asked | No:
    """What a question comes to on a day, or why the words alone say no."""
    purpose = manifest.purposes.get(PurposeName(question.purpose))
    if purpose is None:
        return No(Reason(Because.UNKNOWN_PURPOSE, named=question.purpose))
    if purpose.ended is not None and purpose.ended <= today:
        return No(Reason(Because.PURPOSE_ENDED, purpose.name, until=purpose.ended))
    used = items_of(manifest, purpose)
    choices = _choices(purpose, question)
    named = _all_of(manifest, purpose, question, choices) if question.items is None else question.items
    items = tuple(sorted(map(ItemName, named)))
    marketing = is_marketing(manifest, purpose)
    reasons = [
        *_items(manifest, purpose, items, used),
        *_choice(purpose, question, choices, items),
        *_channel(manifest, purpose, question, today, is_marketing=marketing),
        *_recipient(manifest, purpose, question, items, today),
        *_actor(manifest, purpose, question),
        *_age(purpose, question),
    ]
    if reasons:
        return No(reasons[0])
    conditions = tuple(_conditions(manifest, purpose, question, today, is_marketing=marketing))
    child = question.age is not None and question.age < age_of_consent(manifest, today)
    return Asked(purpose, items, choices, marketing, question.items is None, conditions, child)


def _all_of(
    manifest: Manifest, purpose: Purpose, question: Question, choices: Sequence[ChoiceName | None]
) -> Set[ItemName]:
    """Where no items are named: all that the purpose uses, in these choices, and discloses to this recipient."""
    used = items_of(manifest, purpose)
    listed = [purpose.choices[name].items for name in choices if name is not None]
    in_choices = {item for item in used if any(some is None or item in some for some in listed)}
    recipient = manifest.policy.recipients.get(question.recipient or "")
    told = used if recipient is None or recipient.items is None else used & recipient.items
    return (in_choices & told if listed else told) or used


def items_of(manifest: Manifest, purpose: Purpose) -> frozenset[ItemName]:
    """Every item that a purpose uses of some kind of record."""
    return frozenset(item for kind in purpose.data for item in items_in(manifest, purpose, kind))


def items_in(manifest: Manifest, purpose: Purpose, kind: KindName) -> frozenset[ItemName]:
    """The items that a purpose uses of one kind: those it lists, else all that a field of such a table holds."""
    listed = purpose.data[kind].items
    if listed is not None:
        return listed
    tables = (table for table in manifest.tables() if kind in table.kinds)
    return frozenset(field.item for table in tables for field in table.fields.values())


def roles_for(manifest: Manifest, purpose: Purpose, item: ItemName) -> list[RoleName]:
    """The roles in which somebody may be told of by that item, for this purpose."""
    kinds = [kind for kind in purpose.data if item in items_in(manifest, purpose, kind)]
    offered = {role for kind in kinds for role in manifest.kinds[kind].roles}
    return [role for role in purpose.basis if role in offered] or list(purpose.basis)


# --- what is declared ---------------------------------------------------------------------------------------


def _items(
    manifest: Manifest, purpose: Purpose, items: tuple[ItemName, ...], used: frozenset[ItemName]
) -> Iterator[Reason]:
    for item in items:
        if item not in used or item not in manifest.items:
            yield Reason(Because.ITEM_NOT_USED, purpose.name, item)
        elif manifest.items[item].prohibited is not None:
            yield Reason(Because.PROHIBITED, purpose.name, item, source=manifest.items[item].prohibited or "")
    if not items and not purpose.bases:
        yield Reason(Because.ITEM_NOT_USED, purpose.name)


def _choices(purpose: Purpose, question: Question) -> tuple[ChoiceName | None, ...]:
    """The choices that the question is about: the one it names, else those of its channel, else all."""
    if not purpose.choices:
        return (None,)
    if question.choice is not None:
        return tuple(name for name in purpose.choices if name == question.choice)
    offered = list(purpose.choices.values())
    if question.channel is not None and any(choice.channel for choice in offered):
        offered = [choice for choice in offered if choice.channel in (None, question.channel)]
    by_partner = [choice for choice in offered if choice.name == question.recipient]
    return tuple(choice.name for choice in by_partner or offered)


def _choice(
    purpose: Purpose,
    question: Question,
    choices: tuple[ChoiceName | None, ...],
    items: tuple[ItemName, ...],
) -> Iterator[Reason]:
    if question.choice is not None and question.choice not in purpose.choices:
        yield Reason(Because.UNKNOWN_CHOICE, purpose.name, named=question.choice)
    elif not choices:
        yield Reason(Because.CHANNEL_CLOSED, purpose.name, named=question.channel or "")
    for item in items if purpose.choices else ():
        listed = (purpose.choices[name].items for name in choices if name is not None)
        if not any(some is None or item in some for some in listed):
            yield Reason(Because.ITEM_NOT_USED, purpose.name, item)


# --- channels -----------------------------------------------------------------------------------------------


def _channel(
    manifest: Manifest, purpose: Purpose, question: Question, today: date, *, is_marketing: bool
) -> Iterator[Reason]:
    """The purpose is declared for the channel, and the law lets marketing take it on this basis."""
    channel = question.channel
    if channel is None:
        return
    by_choice = {choice.channel for choice in purpose.choices.values()}
    if channel not in manifest.policy.channels or channel not in purpose.terms.channels | by_choice:
        yield Reason(Because.CHANNEL_CLOSED, purpose.name, named=channel)
        return
    rule = rule_of(manifest, channel, today) if is_marketing else None
    if rule is not None and not _is_open(purpose, rule):
        yield Reason(
            Because.CHANNEL_NEEDS_CONSENT, purpose.name, named=channel, source=rule.source, until=rule.until
        )


def _is_open(purpose: Purpose, rule: ChannelRule) -> bool:
    """Whether each basis of the purpose carries such a message, or an exception of the law does."""
    if {basis.value for basis in purpose.bases} <= rule.bases:
        return True
    if rule.has_sale_exception and purpose.terms.similar_products:
        return True
    return rule.has_contract_exception and purpose.bases == {Basis.CONTRACT}


# --- recipients, transfers, actors --------------------------------------------------------------------------


def _recipient(
    manifest: Manifest, purpose: Purpose, question: Question, items: tuple[ItemName, ...], today: date
) -> Iterator[Reason]:
    """The purpose names the recipient for these items, a contract binds it, and a safeguard goes with the data."""
    name = question.recipient
    if name is None:
        return
    recipient = manifest.policy.recipients.get(name)
    if recipient is None or name not in purpose.terms.recipients:
        yield Reason(Because.RECIPIENT_NOT_NAMED, purpose.name, named=name)
        return
    for item in items:
        if recipient.items is not None and item not in recipient.items:
            yield Reason(Because.RECIPIENT_NOT_ITEM, purpose.name, item, named=name)
    if recipient.role is RecipientRole.PROCESSOR and not _is_bound(recipient, today):
        yield Reason(Because.NO_CONTRACT, purpose.name, named=name, source="GDPR Art. 28(3)")
    for country in _closed(manifest, recipient, today):
        yield Reason(
            Because.TRANSFER_CLOSED, purpose.name, named=f"{name} ({country})", source="GDPR Art. 44"
        )


def _is_bound(recipient: Recipient, today: date) -> bool:
    contract = recipient.contract
    if contract is None or contract.signed is None or contract.signed > today:
        return False
    return contract.until is None or contract.until >= today


def _closed(manifest: Manifest, recipient: Recipient, today: date) -> Iterator[str]:
    """The countries outside the area to which no safeguard lets the data go on that day (GDPR Art. 44-46)."""
    law = law_of(manifest, today)
    safe = {
        transfer.country
        for transfer in recipient.transfers
        if (transfer.tool in law.tools and transfer.tool != "adequacy")
        or (
            transfer.tool == "adequacy"
            and (decision := law.adequacy.get(transfer.country)) is not None
            and (not decision.only or bool(transfer.evidence))
        )
    }
    places = {*recipient.countries, *(transfer.country for transfer in recipient.transfers)}
    yield from sorted(places - EEA - safe)


def _actor(manifest: Manifest, purpose: Purpose, question: Question) -> Iterator[Reason]:
    """Where a purpose names who of the controller's own people uses its data, nobody else does."""
    own = {
        name
        for name in purpose.terms.recipients
        if manifest.policy.recipients[name].role is RecipientRole.INTERNAL
    }
    if question.actor is not None and own and question.actor not in own:
        yield Reason(Because.ACTOR_NOT_NAMED, purpose.name, named=question.actor)


# --- age ----------------------------------------------------------------------------------------------------


def _age(purpose: Purpose, question: Question) -> Iterator[Reason]:
    """A purpose that is not meant for people below an age is for those of whom it is known that they are not."""
    under = purpose.terms.minors_under
    if under is None:
        return
    if question.age is None:
        yield Reason(Because.AGE_UNKNOWN, purpose.name, named=str(under))
    elif question.age < under:
        yield Reason(Because.TOO_YOUNG, purpose.name, named=str(under))


def age_of_consent(manifest: Manifest, today: date) -> int:
    """Below which somebody does not consent alone: the higher of the law's and the one that the policy says."""
    declared = manifest.policy.minors
    return max(law_of(manifest, today).age.under, 0 if declared is None else declared.under)


def _conditions(
    manifest: Manifest, purpose: Purpose, question: Question, today: date, *, is_marketing: bool
) -> Iterator[Condition]:
    channel = manifest.policy.channels.get(question.channel) if question.channel else None
    if channel is not None and channel.reminder is not None:
        yield Condition(Must.REMINDER, dict(channel.reminder.words))
    if channel is not None and is_marketing and question.channel is not None:
        rule = rule_of(manifest, question.channel, today)
        if rule is None or rule.needs_opt_out:
            yield Condition(Must.WAY_OUT, dict(channel.opt_out.words) if channel.opt_out else {})
    recipient = manifest.policy.recipients.get(question.recipient) if question.recipient else None
    if recipient is not None and recipient.condition is not None:
        yield Condition(Must.RECIPIENT_ONLY_IF, dict(recipient.condition.words))
