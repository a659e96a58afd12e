"""`troth erase`: grant an erasure, see what follows from it, carry it out."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from troth.claims.keys import Key
from troth.claims.states import Fate, State
from troth.cli import output
from troth.cli.options import (
    format_option,
    language_option,
    now,
    one_person_option,
    opened,
    site_argument,
    subject_options,
    subjects_of,
    subjects_option,
)
from troth.errors import Forbidden, Surprise, Unavailable
from troth.manifest.names import ItemName, PurposeName
from troth.requests.erase import Balance, Erasure, plan_erasure
from troth.requests.erase import erase as erased_at_once
from troth.retention import kept
from troth.retention.model import Ground, Left, Outcome, Plan, StoreOutcome
from troth.retention.run import carry_out
from troth.site import Site
from troth.texts import plans as words
from troth.texts.language import Language, chosen
from troth.texts.sentences import sentence


@click.command(
    short_help="Erase what may go, and say what stays, why and until when.",
    epilog="""\b
Examples:
  troth erase sites/acme --email ana@example.com --dry-run
  troth erase sites/acme --plan 3f9a1c5e7b20 --yes
  troth erase sites/acme --email ana@example.com --balance support=upheld --because "closed" --yes""",
)
@site_argument
@subject_options
@subjects_option
@click.option("--item", "--items", "items", metavar="NAME", multiple=True, help="Only this item of data.")
@click.option(
    "--balance",
    "balances",
    metavar="PURPOSE=upheld|rejected",
    multiple=True,
    help="How an interest was weighed: upheld, for the person; rejected, with --because. Else it stays frozen.",
)
@click.option("--because", default="", metavar="TEXT", help="The grounds of --balance, for the record.")
@click.option("--by", default="", metavar="NAME", help="Who decided, for the record.")
@click.option("--dry-run", is_flag=True, help="Make the plan, keep it and show it; touch nothing.")
@click.option("--plan", "plan_id", metavar="ID", help="Run just this plan, which --dry-run showed.")
@click.option("--yes", is_flag=True, help="Do it. Alone: plan and run at once.")
@click.option(
    "--accept-count",
    type=click.IntRange(0),
    metavar="N",
    help="Release the brake for a plan of just this many records.",
)
@click.option(
    "--receipt",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write what was done to this file, as JSON without personal data.",
)
@one_person_option
@language_option
@format_option
@click.pass_context
def erase(
    ctx: click.Context,
    site: Path,
    emails: Sequence[str],
    accounts: Sequence[str],
    keys: Sequence[Key],
    subjects: Path | None,
    items: Sequence[str],
    balances: Sequence[str],
    because: str,
    by: str,
    dry_run: bool,
    plan_id: str | None,
    yes: bool,
    accept_count: int | None,
    receipt: Path | None,
    one_person: bool,
    language: Language | None,
    form: str,
) -> None:
    """
    Erase what is held about a person and may go (GDPR Art. 17), and say what stays, why and until when.

    The plan that --dry-run shows is the plan that runs. It destroys nothing that came to be held since.
    """
    if dry_run == yes and not (plan_id and not yes):
        raise click.UsageError("say --dry-run to see the plan, or --yes to do it")
    decided = [_balance(text, because) for text in balances]
    with opened(site) as ready:
        spoken = language or chosen(ready.manifest.policy.languages)
        if plan_id is None:
            people = subjects_of(ready.manifest, emails, accounts, keys, subjects)
            granted = Erasure(people, now(), [*map(ItemName, items)], decided, by, one_person)
            if yes:
                plan, outcome = erased_at_once(ready, granted, accept_count)
            else:
                plan, outcome = plan_erasure(ready, granted), None
        else:
            if emails or accounts or keys or subjects or items or balances:
                raise click.UsageError("a plan knows whom and what it is about: name nothing besides --plan")
            plan = kept.load(ready, plan_id)
            outcome = carry_out(ready, plan.id, now(), accept_count) if yes else None
        _answer(ready, plan, outcome, spoken, form)
    if receipt is not None and outcome is not None:
        _write_receipt(receipt, plan, outcome)
    for line in _what_is_missing(site, plan, outcome, spoken):
        output.say(line)
    ctx.exit(_exit_code(plan, outcome))


def _exit_code(plan: Plan, outcome: Outcome | None) -> int:
    """That of the failure which most needs a human: what is not as planned, what is forbidden, what is down."""
    kinds = {failure.kind for failure in outcome.failures} if outcome is not None else set()
    if plan.down:
        kinds.add(Unavailable)
    return next((kind.exit_code for kind in (Surprise, Forbidden, Unavailable) if kind in kinds), 0)


def _balance(text: str, because: str) -> Balance:
    purpose, equals, decision = text.partition("=")
    if not equals or decision not in ("upheld", "rejected"):
        raise click.UsageError("write --balance PURPOSE=upheld or --balance PURPOSE=rejected")
    return Balance(PurposeName(purpose), decision == "upheld", because)


# --- what is told -------------------------------------------------------------------------------------------


def _answer(site: Site, plan: Plan, outcome: Outcome | None, language: Language, form: str) -> None:
    if form == "json":
        output.tell_json(_receipt(plan, outcome))
        return
    output.tell("\n".join(_lines(site, plan, outcome, language)))


def _lines(site: Site, plan: Plan, outcome: Outcome | None, language: Language) -> Iterator[str]:
    yield sentence("plan.heading", language, plan=plan.id)
    counts = {f"{store}.{table}": fates for (store, table), fates in plan.counts.items()}
    yield sentence("plan.goes" if counts else "plan.goes_nothing", language)
    yield from (f"  {line}" for line in words.goes(counts, language))
    staying = _staying(site, plan)
    if staying:
        yield sentence("plan.stays", language)
        yield from (f"  {line}" for line in words.stays(site.manifest, staying, language))
    if plan.undecided:
        yield sentence("plan.undecided", language)
        yield from (f"  {line}" for line in words.undecided(site.manifest, plan.undecided, language))
    for (store, table), count in plan.candidates.items():
        yield words.candidates(f"{store}.{table}", count, language)
    if outcome is None:
        command = f"troth erase {site.folder} --plan {plan.id} --yes"
        yield sentence("plan.not_yet", language, command=command)
        return
    for one in outcome.stores:
        yield _done(one, language)
    left = {f"{one.store}.{table}": _named(why) for one in outcome.stores for table, why in one.left.items()}
    if left:
        yield sentence("plan.left", language)
        yield from (f"  {line}" for line in words.left(left, language))
    if outcome.is_complete:
        yield sentence("plan.done", language)


def _done(one: StoreOutcome, language: Language) -> str:
    if one.failure is not None:
        return sentence("plan.failed_in", language, store=one.store, failure=one.failure.told(language))
    return sentence("plan.done_before" if one.was_done_before else "plan.done_in", language, store=one.store)


def _what_is_missing(folder: Path, plan: Plan, outcome: Outcome | None, language: Language) -> Iterator[str]:
    for store in plan.down:
        yield sentence("plan.down", language, store=store)
    if outcome is not None and not outcome.is_complete:
        command = f"troth erase {folder} --plan {plan.id} --yes"
        yield sentence("plan.again", language, command=command)


def _staying(site: Site, plan: Plan) -> list[words.Staying]:
    """What stays, the columns of a table together where ground and end are the same."""
    found: dict[tuple[object, ...], words.Staying] = {}
    for one in plan.stays:
        table = f"{one.table[0]}.{one.table[1]}"
        is_link = one.column not in site.manifest.table(*one.table).fields and one.state is not State.ENDED
        ground = "link" if is_link and one.purpose is None else one.ground.value
        alike = (
            table,
            ground,
            None if is_link else one.state,
            one.purpose,
            one.choice,
            one.is_archive,
            one.until,
            one.role,
        )
        before = found.get(alike)
        columns = (*(before.columns if before else ()), one.column)
        count = max(one.count, before.count if before else 0)
        found[alike] = words.Staying(
            table,
            tuple(dict.fromkeys(columns)),
            ground,
            one.state,
            one.purpose if one.ground in (Ground.CLAIM, Ground.UNDECIDED) else None,
            one.choice,
            one.is_archive,
            one.until,
            count,
            one.role,
        )
    return list(found.values())


def _receipt(plan: Plan, outcome: Outcome | None) -> dict[str, output.Json]:
    """What was planned and done, in names and counts."""
    told: dict[str, output.Json] = dict(kept.summary(plan))
    told["done"] = None if outcome is None else outcome.is_complete
    if outcome is not None:
        told["ran_at"] = outcome.at.isoformat()
        told["stores"] = {one.store: _store(one) for one in outcome.stores}
        told["left"] = {
            f"{one.store}.{table}": _named(why) for one in outcome.stores for table, why in one.left.items()
        }
    return told


def _store(one: StoreOutcome) -> output.Json:
    if one.failure is not None:
        return {"failure": one.failure.words, "kind": output.kind_of(one.failure.kind)}
    if one.was_done_before:
        return {"done_before": True}
    return {table: _named(fates) for table, fates in one.counts.items()}


def _named(counts: Mapping[Fate, int] | Mapping[Left, int]) -> dict[str, int]:
    return {what.value: count for what, count in counts.items()}


def _write_receipt(path: Path, plan: Plan, outcome: Outcome) -> None:
    try:
        path.write_text(json.dumps(_receipt(plan, outcome), indent=2) + "\n", "ascii")
    except OSError as error:
        raise Unavailable(f"the receipt `{path}` cannot be written: {error.strerror}; the plan ran") from None
