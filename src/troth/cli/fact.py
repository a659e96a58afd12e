"""`troth fact`: tell Troth what befell a person's relation with the controller, end it, list it."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from troth.claims.facts import Effect, Fact
from troth.claims.keys import Key, RecordRef
from troth.cli import output
from troth.cli.hold import tell_placed
from troth.cli.options import (
    Instant,
    checked_contact,
    format_option,
    language_option,
    now,
    one_subject,
    opened,
    site_and,
    site_argument,
    subject_options,
)
from troth.manifest.model import Manifest
from troth.manifest.names import ChoiceName, ItemName, PurposeName, StoreName, TableName
from troth.requests.hold import place
from troth.site import Site
from troth.subjects import NewFact, add_facts, all_facts, fact_of, facts_for, remembered
from troth.subjects.record import ERASURE, record
from troth.subjects.rules import ending
from troth.subjects.suppressions import of_facts, suppress
from troth.texts.commands import say
from troth.texts.language import Language, chosen

_EFFECTS = {
    "given": "consent was given (with --purpose, --wording)",
    "refused": "consent was refused (--purpose)",
    "withdrawn": "consent was withdrawn (--purpose; without: every consent)",
    "objected": "the person objected (--purpose; without: to every interest)",
    "upheld": "the objection was decided for the person (--purpose, --decides)",
    "rejected": "… for the controller (--purpose, --because, --decides)",
    "restricted": "use is restricted (--item; without: everything)",
    "lifted": "the restriction ended",
    "held": "a hold on records, or on all of a person's (--record or --email …, --matter)",
    "released": "the hold of that matter ended (--matter)",
    "happened": "an event that starts a period (--event)",
    "cancelled": "that event no longer counts (--event)",
    "erased": "an erasure was granted, of what existed then (--item; without: everything)",
    "unlawful": "an erasure was granted because a purpose is unlawful (--purpose)",
    "complete": "every decision about a consent is recorded from now on (--purpose)",
}

_ANSWERS = frozenset(
    {"given", "refused", "withdrawn", "objected"}
)  # what somebody wrote or said under an address


@click.group(short_help="Record, end and list what befell people and records.")
def fact() -> None:
    """Tell what befell a person's relation with you: decisions, objections, restrictions, holds, events."""


def _instants(command: Any) -> Any:
    since = click.option("--since", type=Instant(), help="When it took effect, with offset; else now.")
    recorded = click.option("--recorded", type=Instant(), help="When you learned of it; else now.")
    because = click.option("--because", "ground", default="", help="The ground, for the record.")
    by = click.option("--by", default="", help="Who decided or tells it.")
    return since(recorded(because(by(command))))


@fact.command(
    short_help="Record what befell a person or a record.",
    epilog="""\b
Examples:
  troth fact add sites/acme given --email ana@example.com --purpose newsletter --wording 2
  troth fact add sites/acme held --record shop.invoices=1042 --matter "case 2026-17"
  troth fact add sites/acme objected --email ana@example.com --since 2026-01-31T09:00:00+01:00""",
)
@site_and("effect", "WHAT", click.Choice(list(_EFFECTS)))
@subject_options
@click.option("--record", "records", metavar="STORE.TABLE=KEY", multiple=True, help="The record it is about.")
@click.option("--purpose", "purposes", metavar="NAME", multiple=True, help="The purpose it concerns.")
@click.option("--choice", metavar="NAME", help="Only this choice of the purpose.")
@click.option("--item", "items", metavar="NAME", multiple=True, help="Only this item of data.")
@click.option("--wording", metavar="VERSION", help="The wording that a consent answered.")
@click.option("--event", metavar="NAME", help="The event, as policy.yaml names it.")
@click.option("--matter", metavar="NAME", help="What a hold is for.")
@click.option(
    "--decides",
    type=click.Choice(["objection", "erasure"]),
    default="objection",
    show_default=True,
    help="What `upheld` or `rejected` decides: an objection, or the balance that an erasure opened.",
)
@_instants
@language_option
@format_option
def add(site: Path, effect: str, language: Language | None, form: str, **told: Any) -> None:
    with opened(site) as ready:
        spoken = language or chosen(ready.manifest.policy.languages)
        keys = one_subject(ready.manifest, told["emails"], told["accounts"], told["keys"])
        for key in keys if effect in _ANSWERS else ():
            checked_contact(ready.manifest, key)
        if effect == Effect.HELD.value and keys:
            if told["records"]:
                raise click.UsageError("a hold is on records, or on all of a person's: name one or the other")
            placed = place(ready, keys, _common(Effect.HELD, told), now())
            tell_placed(placed, form, spoken)
            return
        new = _told(ready.manifest, Effect(effect), told)
        recorded = record(ready, new)
    if form == "json":
        output.tell_json([_as_json(fact) for fact in recorded])
        return
    for fact in recorded:
        output.tell(say("fact.recorded", spoken, number=fact.sequence, line=_line(fact, spoken)))


add.help = (
    "Record WHAT befell a person or a record, which is never changed and only ended by a later fact.\n\n"
    + ("\b\n" + "\n".join(f"{name:<11} {what}" for name, what in _EFFECTS.items()))
)


@fact.command(epilog="Example: troth fact end sites/acme 17 --because 'the case was closed'")
@site_and("number", "NUMBER", click.IntRange(1))
@_instants
@language_option
@format_option
def end(
    site: Path,
    number: int,
    since: datetime | None,
    recorded: datetime | None,
    ground: str,
    by: str,
    language: Language | None,
    form: str,
) -> None:
    """End the fact of this NUMBER: a consent, a restriction, a hold or an event."""
    at = recorded or now()
    with opened(site) as ready, ready.database.transaction() as tx:
        spoken = language or chosen(ready.manifest.policy.languages)
        found = fact_of(tx, ready.name, number)
        if found is None:
            raise click.UsageError(f"there is no fact {number}, or it was forgotten; see troth fact list")
        end_of_it = ending(found, since or at, at, ground, by)
        suppress(tx, ready.name, of_facts(ready.manifest, [end_of_it]))
        later = add_facts(tx, ready.name, [end_of_it])[0]
    if form == "json":
        output.tell_json(_as_json(later))
        return
    output.tell(say("fact.recorded", spoken, number=later.sequence, line=_line(later, spoken)))


@fact.command(
    "list",
    short_help="List what was recorded.",
    epilog="Example: troth fact list sites/acme --email ana@example.com",
)
@site_argument
@subject_options
@click.option(
    "--record", "records", metavar="STORE.TABLE=KEY", multiple=True, help="The record they are about."
)
@language_option
@format_option
def list_(
    site: Path,
    emails: Sequence[str],
    accounts: Sequence[str],
    keys: Sequence[Key],
    records: Sequence[str],
    language: Language | None,
    form: str,
) -> None:
    """List the facts recorded of a person or of records; without either, all, without saying of whom."""
    with opened(site) as ready:
        spoken = language or chosen(ready.manifest.policy.languages)
        asked = one_subject(ready.manifest, emails, accounts, keys)
        about = [_record(text) for text in records]
        found = _known(ready, asked, about)
    if form == "json":
        output.tell_json([_as_json(fact) for fact in found])
        return
    for fact in found:
        output.tell(f"{fact.sequence:>5}  {_line(fact, spoken)}")
    if not found:
        output.tell(say("fact.nothing", spoken))


def _known(site: Site, keys: frozenset[Key], records: Sequence[RecordRef]) -> Sequence[Fact]:
    with site.database.reading() as tx:
        if not keys and not records:
            return all_facts(tx, site.name).known
        together = keys.union(*remembered(tx, site.name, keys))
        found = facts_for(tx, site.name, together, records).known
        return [fact for fact in found if fact.key is not None or fact.record is not None]


def _told(manifest: Manifest, effect: Effect, told: dict[str, Any]) -> list[NewFact]:
    """The facts that the options tell: one for each key or record, else one about nobody in particular."""
    common = _common(effect, told)
    keys = one_subject(manifest, told["emails"], told["accounts"], told["keys"])
    of_keys = [common._replace(key=key) for key in sorted(keys)]
    of_records = [common._replace(record=_record(text)) for text in told["records"]]
    return [*of_keys, *of_records] or [common]


def _common(effect: Effect, told: dict[str, Any]) -> NewFact:
    """What all of them have in common."""
    at = told["recorded"] or now()
    return NewFact(
        effect,
        told["since"] or at,
        at,
        purposes=frozenset(map(PurposeName, told["purposes"])),
        choice=None if told["choice"] is None else ChoiceName(told["choice"]),
        items=frozenset(map(ItemName, told["items"])),
        name=_name(effect, told),
        ground=told["ground"],
        by=told["by"],
    )


def _name(effect: Effect, told: dict[str, Any]) -> str:
    """What the fact's name is, by its effect; an option that does not belong to it is refused."""
    options = {
        "wording": {Effect.GIVEN},
        "event": {Effect.HAPPENED, Effect.CANCELLED},
        "matter": {Effect.HELD, Effect.RELEASED},
    }
    for option, effects in options.items():
        if told[option] is not None and effect not in effects:
            raise click.UsageError(f"--{option} does not belong to `{effect.value}`")
    if effect in (Effect.UPHELD, Effect.REJECTED):
        return ERASURE if told["decides"] == ERASURE else ""
    return next((told[option] for option in options if told[option] is not None), "")


def _record(text: str) -> RecordRef:
    """`shop.orders=17`; the parts of a longer key have `|` between them."""
    name, equals, key = text.partition("=")
    store, dot, table = name.partition(".")
    if not (equals and dot and key):
        raise click.UsageError("a record is written STORE.TABLE=KEY, as shop.invoices=1042")
    return RecordRef(StoreName(store), TableName(table), tuple(key.split("|")))


def _line(fact: Fact, spoken: Language) -> str:
    parts = [f"{fact.effect.value:<10}", say("fact.since", spoken, at=f"{fact.since:%Y-%m-%d %H:%M:%S}")]
    if fact.key is not None:
        parts.append(say("fact.key", spoken, key=fact.key.type))
    if fact.record is not None:
        parts.append(say("fact.table", spoken, table=f"{fact.record.store}.{fact.record.table}"))
    parts += [say("fact.purpose", spoken, name=name) for name in sorted(fact.purposes)]
    parts += [say("fact.choice", spoken, name=fact.choice)] if fact.choice else []
    parts += [say("fact.item", spoken, name=name) for name in sorted(fact.items)]
    parts += [f"({fact.name})"] if fact.name else []
    parts += [say("fact.because", spoken, ground=fact.ground)] if fact.ground else []
    return "  ".join(parts)


def _as_json(fact: Fact) -> output.Json:
    return {
        "number": fact.sequence,
        "effect": fact.effect.value,
        "since": fact.since.isoformat(),
        "recorded": fact.recorded.isoformat(),
        "key_type": None if fact.key is None else fact.key.type,
        "table": None if fact.record is None else f"{fact.record.store}.{fact.record.table}",
        "purposes": sorted(fact.purposes),
        "choice": fact.choice,
        "items": sorted(fact.items),
        "name": fact.name,
        "ground": fact.ground,
        "by": fact.by,
    }
