"""`troth sweep`: whatever has ended goes, in all stores."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from troth.cli import output
from troth.cli.options import format_option, language_option, now, opened, site_argument
from troth.errors import Forbidden, Surprise, Unavailable
from troth.retention.sweep import plan as plans
from troth.retention.sweep.model import Act, Progress, SweepPlan, Swept
from troth.retention.sweep.run import carry_out
from troth.site import Site
from troth.texts import plans as words
from troth.texts import sweeps as texts
from troth.texts.language import Language, chosen
from troth.texts.sentences import sentence


@click.command(
    short_help="Remove, anonymise or archive whatever has ended, in all stores.",
    epilog="""\b
Examples:
  troth sweep sites/acme --dry-run
  troth sweep sites/acme --plan 3f9a1c5e7b20 --yes
  troth sweep sites/acme --yes --format json""",
)
@site_argument
@click.option("--dry-run", is_flag=True, help="Make the plan, keep it and show it; touch nothing.")
@click.option("--plan", "plan_id", metavar="ID", help="Run just this plan, which --dry-run showed.")
@click.option("--yes", is_flag=True, help="Do it. Alone: plan and run at once.")
@click.option(
    "--accept-count",
    type=click.IntRange(0),
    metavar="N",
    help="Release the brake for a plan of just this many records.",
)
@language_option
@format_option
@click.pass_context
def sweep(
    ctx: click.Context,
    site: Path,
    dry_run: bool,
    plan_id: str | None,
    yes: bool,
    accept_count: int | None,
    language: Language | None,
    form: str,
) -> None:
    """
    Remove, anonymise or archive whatever nobody has a claim on any more (GDPR Art. 5(1)(e)), in all stores.

    The plan says how many records would go at most. A run does what was planned and is still ended, a little at
    a time; stopped at any point, the same plan goes on where it was. Two sweeps of a site never run at once.
    """
    if dry_run == yes and not (plan_id and not yes):
        raise click.UsageError("say --dry-run to see the plan, or --yes to do it")
    with opened(site) as ready:
        spoken = language or chosen(ready.manifest.policy.languages)
        if plan_id is None:
            plan = plans.make(ready, now())
            plans.keep(ready, plan)
        else:
            plan = plans.load(ready, plan_id)
        bar = _Bar(spoken) if sys.stderr.isatty() and form == "text" else None
        outcome = carry_out(ready, plan.id, now, accept_count, bar) if yes else None
        if bar is not None:
            bar.end()
        _answer(ready, plan, outcome, spoken, form)
    if form == "json":
        for store in plan.down:
            output.say(texts.down(store, spoken))
    if outcome is not None and not outcome.is_complete:
        output.say(texts.again(f"troth sweep {site} --plan {plan.id} --yes", spoken))
    ctx.exit(_exit_code(plan, outcome))


def _exit_code(plan: SweepPlan, outcome: Swept | None) -> int:
    """0; where a store did not do its part, that of what a person has to look at first."""
    kinds = (
        {store.failure.kind for store in outcome.stores if store.failure is not None} if outcome else set()
    )
    if plan.down:
        kinds.add(Unavailable)
    return next((kind.exit_code for kind in (Surprise, Forbidden, Unavailable) if kind in kinds), 0)


class _Bar:
    """One line on a terminal that tells how far the sweep has come."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def __call__(self, far: Progress) -> None:
        speed = far.rows / far.seconds if far.seconds > 0 else 0.0
        told = texts.progress(far.step.name, far.rows, far.planned, speed, self._language)
        width = shutil.get_terminal_size().columns - 1
        click.echo(f"\r{output.printable(told)[:width]:<{width}}", err=True, nl=False, color=False)

    def end(self) -> None:
        """Leave the line."""
        click.echo("", err=True)


# --- what is told -------------------------------------------------------------------------------------------


def _answer(site: Site, plan: SweepPlan, outcome: Swept | None, language: Language, form: str) -> None:
    if form == "json":
        output.tell_json(_receipt(plan, outcome))
        return
    output.tell("\n".join(_lines(site, plan, outcome, language)))


def _lines(site: Site, plan: SweepPlan, outcome: Swept | None, language: Language) -> Iterator[str]:
    yield sentence("plan.heading", language, plan=plan.id)
    yield from (texts.down(store, language) for store in plan.down)
    counts = {f"{store}.{table}": fates for (store, table), fates in plan.counts.items()}
    if counts:
        yield sentence("plan.goes", language)
    elif plan.down:
        yield texts.nothing_elsewhere(language)
    else:
        yield sentence("plan.goes_nothing", language)
    yield from (f"  {line}" for line in words.goes(counts, language))
    if counts:
        yield texts.at_most(language)
    for step in plan.steps:
        if step.act is Act.RECORDS and step.table in plan.counts:
            yield texts.one_by_one(f"{step.table[0]}.{step.table[1]}", step.reasons, language)
    yield from (texts.hint(one, language) for one in plan.hints)
    if outcome is None:
        if counts:
            command = f"troth sweep {site.folder} --plan {plan.id} --yes"
            yield sentence("plan.not_yet", language, command=command)
        return
    for store in outcome.stores:
        if store.was_done_before:
            yield sentence("plan.done_before", language, store=store.store)
            continue
        if store.failure is not None:
            yield texts.stopped(store.store, store.failure.told(language), language)
        else:
            yield sentence("plan.done_in", language, store=store.store)
        done = {f"{store.store}.{table}": fates for table, fates in store.counts.items() if fates}
        yield from (f"  {line}" for line in words.goes(done, language))
    if outcome.is_complete:
        yield sentence("plan.done", language)


def _receipt(plan: SweepPlan, outcome: Swept | None) -> dict[str, output.Json]:
    """What was planned and done, in names and counts."""
    told: dict[str, output.Json] = dict(plans.summary(plan))
    told["done"] = None if outcome is None else outcome.is_complete
    if outcome is not None:
        told["ran_at"] = outcome.at.isoformat()
        told["longest_transaction_ms"] = round(outcome.longest_seconds * 1000)
        told["stores"] = {
            one.store: {
                "failure": None if one.failure is None else one.failure.words,
                "done_before": one.was_done_before,
                "tables": {
                    table: {fate.value: count for fate, count in fates.items()}
                    for table, fates in one.counts.items()
                },
            }
            for one in outcome.stores
        }
    return told
