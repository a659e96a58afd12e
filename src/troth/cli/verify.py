"""`troth verify`: table by table and item by item, whether what was promised is kept."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from troth.cli import output
from troth.cli.options import format_option, language_option, now, opened, site_argument
from troth.errors import Surprise, Unavailable
from troth.manifest.model import Manifest
from troth.subjects.holds import Hold
from troth.texts import claims as words
from troth.texts import verdicts as texts
from troth.texts.language import COLON, Language, chosen, day, number
from troth.texts.plans import records
from troth.verify.model import Held, Orphans, TableVerdict, Undeclared, Unread, Verdict, Verification
from troth.verify.records import Kept
from troth.verify.verify import history
from troth.verify.verify import verify as verified

BROKEN = 6


@click.command(
    short_help="Judge all that is held against what was promised.",
    epilog="""\b
Examples:
  troth verify sites/acme
  troth verify sites/acme --format json
  troth verify sites/acme --since 2026-01-01""",
)
@site_argument
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Judge nothing anew: list the verdicts that were kept since that day.",
)
@language_option
@format_option
@click.pass_context
def verify(
    ctx: click.Context, site: Path, since: datetime | None, language: Language | None, form: str
) -> None:
    """
    Judge every table once: what is kept, what ended longer ago than `lag` allows, what is not known.

    Counts only, and changes nothing. The verdicts are kept with their instant. Ends with 6 where something is
    broken, else with 5 where a schema is not as declared, else with 4 where a store is down.
    """
    at = now()
    with opened(site) as ready:
        manifest = ready.manifest
        spoken = language or chosen(manifest.policy.languages)
        if since is not None:
            _tell_history(history(ready, _begin(since.date(), manifest)), spoken, form)
            return
        found = verified(ready, at)
    if form == "json":
        output.tell_json(_as_json(manifest, found, at))
    else:
        for line in _lines(manifest, found, at, spoken):
            output.tell(line)
    for failure in found.failures.values():
        output.say(failure.told(spoken))
    ctx.exit(_exit_code(found))


def _begin(since: date, manifest: Manifest) -> datetime:
    return datetime.combine(since, time(), ZoneInfo(manifest.zone)).astimezone(UTC)


def _exit_code(found: Verification) -> int:
    unread = {table.unread for table in found.tables}
    if found.verdict is Verdict.BROKEN:
        return BROKEN
    if Unread.SCHEMA in unread:
        return Surprise.exit_code
    return Unavailable.exit_code if found.failures else 0


# --- in words -----------------------------------------------------------------------------------------------


def _lines(manifest: Manifest, found: Verification, at: datetime, language: Language) -> Iterator[str]:
    yield texts.whole(found.verdict.value, found.lag, language)
    for table in found.tables:
        yield ""
        yield (
            f"{table.store}.{table.table}{COLON[language]}{records(table.rows, language)}"
            if table.unread is None
            else (
                f"{table.store}.{table.table}{COLON[language]}{texts.said(f'unread.{table.unread.value}', language)}"
            )
        )
        yield from (f"  {line}" for held in table.held for line in _held(manifest, found, held, language))
        yield from (f"  {_orphans(manifest, orphans, language)}" for orphans in table.orphans)
        if table.on_hold:
            yield f"  {texts.said('on_hold', language, count=records(table.on_hold, language))}"
    if found.undeclared or found.holds:
        yield ""
    yield from (_undeclared(one, language) for one in found.undeclared)
    yield from (hold_line(manifest, hold, at, language) for hold in found.holds)


def _held(manifest: Manifest, found: Verification, held: Held, language: Language) -> Iterator[str]:
    counts = held.counts
    states = {name: getattr(counts, name) for name in ("active", "archived", "restricted", "due", "bound")}
    told = texts.counted(states, (counts.broken, counts.oldest), found.lag, language)
    if not told and not counts.unknown:
        told = [texts.said("empty", language)]
    title = texts.item(manifest, held.item, language)
    if told:
        verdict = Verdict.BROKEN if counts.broken else Verdict.KEPT
        yield texts.line(verdict.value, title, ", ".join(told), language)
    for why, count in counts.unknown.items():
        yield texts.line(Verdict.UNPROVEN.value, title, texts.unknown(why, count, language), language)


def _orphans(manifest: Manifest, orphans: Orphans, language: Language) -> str:
    name = "orphans.nobody" if orphans.relation is None else "orphans.relation"
    return texts.said(
        name,
        language,
        count=records(orphans.count, language),
        kind=words.words_of(manifest.kinds[orphans.kind].title, language),
        relation=orphans.relation,
    )


def _undeclared(one: Undeclared, language: Language) -> str:
    personal = [column for column in one.columns if column in one.personal]
    told = texts.undeclared(one.columns, personal, is_table=one.is_table, language=language)
    return f"{one.store}.{one.table}{COLON[language]}{told}"


def hold_line(manifest: Manifest, hold: Hold, at: datetime, language: Language) -> str:
    """One hold in force, and until when somebody has to look at it again."""
    zone = ZoneInfo(manifest.zone)
    is_overdue = hold.is_overdue(at.astimezone(zone).date())
    return texts.said(
        "hold.overdue" if is_overdue else "hold",
        language,
        matter=hold.matter,
        count=records(len(hold.records), language),
        since=day(hold.since.astimezone(zone).date(), language),
        review=day(hold.review_by, language),
    )


def _tell_history(kept: list[Kept], language: Language, form: str) -> None:
    if form == "json":
        output.tell_json([_kept_json(one) for one in kept])
        return
    for one in kept:
        parts = {
            "at": f"{one.at:%Y-%m-%d %H:%M} UTC",
            "verdict": texts.verdict(one.verdict.value, language),
            "broken": number(sum(one.broken.values()), language),
            "unproven": number(sum(one.unproven.values()), language),
        }
        output.tell(texts.said("history", language, **parts))
        for where, count in one.broken.items():
            output.tell(f"  {where}{COLON[language]}{number(count, language)}")
    if not kept:
        output.tell(texts.said("history.none", language))


# --- for programs -------------------------------------------------------------------------------------------


def _as_json(manifest: Manifest, found: Verification, at: datetime) -> output.Json:
    return {
        "at": found.at.isoformat(),
        "verdict": found.verdict.value,
        "lag": str(found.lag),
        "manifest": found.manifest_hash,
        "tables": [_table_json(table) for table in found.tables],
        "undeclared": [
            {
                "table": f"{one.store}.{one.table}",
                "is_table": one.is_table,
                "columns": list(one.columns),
                "personal": [column for column in one.columns if column in one.personal],
                "looks_personal": one.looks_personal,
            }
            for one in found.undeclared
        ],
        "holds": [hold_json(manifest, hold, at) for hold in found.holds],
        "not_read": {str(name): failure.words for name, failure in found.failures.items()},
    }


def _table_json(table: TableVerdict) -> output.Json:
    return {
        "table": f"{table.store}.{table.table}",
        "verdict": table.verdict.value,
        "rows": table.rows,
        "unread": None if table.unread is None else table.unread.value,
        "items": [
            {
                "item": held.item,
                "columns": list(held.columns),
                "verdict": held.verdict.value,
                **held.counts.as_json(),
            }
            for held in table.held
        ],
        "orphans": [
            {"kind": orphans.kind, "relation": orphans.relation, "count": orphans.count}
            for orphans in table.orphans
        ],
        "on_hold": table.on_hold,
    }


def hold_json(manifest: Manifest, hold: Hold, at: datetime) -> dict[str, output.Json]:
    """A hold for programs; whose records it keeps is not told."""
    return {
        "matter": hold.matter,
        "records": len(hold.records),
        "people": len(hold.people),
        "since": hold.since.isoformat(),
        "by": list(hold.by),
        "because": list(hold.grounds),
        "reviewed": None if hold.reviewed is None else hold.reviewed.isoformat(),
        "review_by": hold.review_by.isoformat(),
        "is_overdue": hold.is_overdue(at.astimezone(ZoneInfo(manifest.zone)).date()),
    }


def _kept_json(one: Kept) -> output.Json:
    return {
        "number": one.number,
        "at": one.at.isoformat(),
        "verdict": one.verdict.value,
        "broken": dict(one.broken),
        "unproven": dict(one.unproven),
    }
