"""`troth consent`: record decisions from elsewhere, and show what was decided, how often, and that it is proven."""

import hashlib
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

import click

from troth.claims.keys import Key
from troth.cli import output
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
from troth.consent import chart
from troth.consent.bring import Batch, Refused, bring, refusals_as_csv
from troth.consent.evidence import found, pack
from troth.consent.figures import Figure, figures
from troth.consent.model import Answer, Minor, NewDecision, Notice, id_of, name_of
from troth.consent.proof import forget_ended
from troth.consent.questions import day_of
from troth.consent.receipt import NoSuchRecord, receipt
from troth.consent.record import record
from troth.consent.records import Kept, records_of
from troth.consent.rules import CHANNELS, LAYERS
from troth.consent.sequence import link
from troth.consent.state import standing
from troth.consent.verify import Verified, verify
from troth.errors import Surprise
from troth.site import Site
from troth.subjects import remembered
from troth.texts.consent import say
from troth.texts.language import Language, chosen

_ANSWERS = {"granted": Answer.GRANTED, "refused": Answer.REFUSED}


class LedgerChanged(Surprise):
    """The ledger is not as it was written."""

    def __init__(self, count: int) -> None:
        super().__init__(f"the ledger is not as it was written: {count} flaws; keep this database as it is")


class Proof(click.ParamType[tuple[str, str]]):
    """`NAME=VALUE`: something that shows a consent."""

    name = "name=value"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        name, equals, text = str(value).partition("=")
        if not (name and equals and text):
            self.fail("write NAME=VALUE, as form=12", param, ctx)
        return name, text


@click.group(short_help="Record consents from elsewhere; list, show and verify what people decided.")
def consent() -> None:
    """What people decided: each decision in a ledger that is never changed, and what shows it."""


@consent.command(
    "record",
    short_help="Record what somebody decided at a counter, on paper or by phone.",
    epilog="""\b
Examples:
  troth consent record sites/acme newsletter --email ana@example.com --answer granted --channel paper --proof form=12
  troth consent record sites/acme newsletter.sms --key phone=+33600000000 --answer refused --channel phone""",
)
@site_and("offer", "OFFER", click.STRING)
@subject_options
@click.option("--answer", type=click.Choice(list(_ANSWERS)), required=True, help="What was answered.")
@click.option(
    "--channel", type=click.Choice(sorted(CHANNELS)), default="counter", show_default=True, help="How."
)
@click.option(
    "--layer", type=click.Choice(sorted(LAYERS)), default="form", show_default=True, help="What was shown."
)
@click.option(
    "--act", default="save", show_default=True, help="What the person did: the control, or `signature`."
)
@click.option("--proof", "proofs", type=Proof(), multiple=True, help="What shows it; several may be given.")
@click.option("--since", type=Instant(), help="When it was decided, with offset; else now.")
@click.option("--wording", help="The wording that was answered; else the one in force.")
@click.option("--parent", help="Below the age of consenting alone: who consented with the child.")
@click.option("--parent-proof", default="", help="By what it is known that a parent did.")
@click.option(
    "--parent-alone", is_flag=True, help="In the child's place, where the law lets a parent: not in France."
)
@language_option
@format_option
def record_(site: Path, offer: str, form: str, **told: Any) -> None:
    """Record what one person answered to an OFFER: a purpose, or PURPOSE.CHOICE."""
    with opened(site) as ready:
        named = one_subject(ready.manifest, told["emails"], told["accounts"], told["keys"])
        key = checked_contact(ready.manifest, _one_key(named))
        language = told["language"] or chosen(ready.manifest.policy.languages)
        at = now()
        decision = NewDecision(
            key,
            {id_of(offer): _ANSWERS[told["answer"]]},
            Notice(language, told["layer"]),
            told["act"],
            told["since"] or at,
            channel=told["channel"],
            proof=dict(told["proofs"]),
            minor=_minor(**{name: told[name] for name in ("parent", "parent_proof", "parent_alone")}),
            wording=told["wording"],
        )
        [recorded] = record(ready, [decision], at if told["since"] or told["wording"] else None)
        link(ready, at)
    if form == "json":
        output.tell_json({"id": recorded.id, "number": recorded.number, "hash": recorded.hash})
        return
    output.tell(f"recorded as decision {recorded.number}, receipt {recorded.id}")


@consent.command(
    "import",
    short_help="Record a list of consents from elsewhere, with their proof.",
    epilog="Example: troth consent import sites/acme list.csv --refused refused.csv",
)
@site_and("path", "LIST.csv", click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@click.option(
    "--refused",
    "out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where refused lines are listed.",
)
@format_option
def import_(site: Path, path: Path, out: Path | None, form: str) -> None:
    """
    Record the decisions of a CSV file; each line that brings no proof, or cannot be read, is refused and listed.

    Its head names a type of key (email), `offer`, `answer`, `at` and one column of proof or several (`proof`,
    `proof_…`); it may name `wording`, `language`, `channel` and `layer`, and of a child `parent`, `parent_proof`
    and `child_agrees`. The same list brought twice is recorded once.
    """
    recorded, known = 0, 0
    refused: list[Refused] = []
    with opened(site) as ready, click.open_file(str(path), "rb") as stream:
        for batch in bring(ready, _bytes(stream), now()):
            recorded, known = recorded + batch.recorded, known + batch.known
            refused += _kept_refusals(batch, refused)
        link(ready, now())
    if out is not None:
        out.write_text("line,reasons\r\n" + refusals_as_csv(refused), encoding="utf-8")
    if form == "json":
        told: output.Json = [{"line": one.line, "reasons": list(one.reasons)} for one in refused]
        output.tell_json({"recorded": recorded, "known": known, "refused": told})
        return
    output.tell(f"{recorded} recorded, {known} known before, {len(refused)} refused")
    for one in refused[:20] if out is None else ():
        output.tell(f"  line {one.line}: {'; '.join(one.reasons)}")
    if out is None and len(refused) > 20:
        output.tell(f"  and {len(refused) - 20} more: --refused FILE lists them all")


@consent.command(
    "list",
    short_help="List what a person decided, and how it stands.",
    epilog="Example: troth consent list sites/acme --email ana@example.com",
)
@site_argument
@subject_options
@format_option
def list_(site: Path, emails: Sequence[str], accounts: Sequence[str], keys: Sequence[Key], form: str) -> None:
    """List the decisions of a person, the first of them first, and how each answer stands now."""
    with opened(site) as ready:
        named = one_subject(ready.manifest, emails, accounts, keys)
        if not named:
            raise click.UsageError("nobody is named: write --email, --account or --key")
        with ready.database.reading() as tx:
            together = named.union(*remembered(tx, ready.name, named))
            decisions = records_of(tx, ready.name, together)
        stands = standing(ready, together, now())
    answers = {name_of(offer): one for offer, one in stands.items() if one.since is not None}
    if form == "json":
        told = {
            name: {"answer": one.answer.value, "until": None if one.until is None else str(one.until)}
            for name, one in answers.items()
        }
        output.tell_json({"decisions": [_as_json(kept) for kept in decisions], "stands": told})
        return
    for kept in decisions:
        said = ", ".join(f"{name} {told['event']}" for name, told in kept.body["answers"].items())
        output.tell(f"{kept.number:>6}  {kept.at:%Y-%m-%d %H:%M:%S} UTC  {kept.id}  {said}")
    for name, one in answers.items():
        until = "" if one.until is None else f" until {one.until}"
        output.tell(f"now: {name} {one.answer.value}{until}")
    if not decisions:
        output.tell("nothing is recorded")


@consent.command(
    "receipt",
    short_help="Show the receipt of a decision.",
    epilog="Example: troth consent receipt sites/acme 4ZMrgc3gTq0a3kXrB7mS2A",
)
@site_and("id_", "RECEIPT", click.STRING)
@language_option
@format_option
def receipt_(site: Path, id_: str, language: Language | None, form: str) -> None:
    """Show the receipt of a decision: in words, or with --format json as JSON-LD (ISO/IEC TS 27560, DPV)."""
    with opened(site) as ready:
        given = receipt(ready, id_, language or chosen(ready.manifest.policy.languages), now())
    if form == "json":
        output.tell_json(given.data)
        return
    output.tell(given.words.rstrip("\n"))


@consent.command(
    "evidence",
    short_help="Write everything that shows one decision into a zip archive.",
    epilog="Example: troth consent evidence sites/acme 4ZMrgc3gTq0a3kXrB7mS2A --out evidence.zip",
)
@site_and("id_", "RECEIPT", click.STRING)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The archive.")
@format_option
def evidence(site: Path, id_: str, out: Path, form: str) -> None:
    """Write one decision's record, notice, artefact, manifest and chain, each under its hash."""
    with opened(site) as ready:
        kept = found(ready, id_)
        if kept is None:
            raise NoSuchRecord(id_)
        content = pack(ready, kept, now())
    out.write_bytes(content)
    if form == "json":
        output.tell_json({"written": str(out), "sha256": hashlib.sha256(content).hexdigest()})
        return
    output.tell(f"written to {out}; check it with: unzip, then sha256sum -c SHA256SUMS")


@consent.command(
    "verify",
    short_help="Check the ledger: records, chain, artefacts, facts.",
    epilog="Example: troth consent verify sites/acme",
)
@site_argument
@format_option
def verify_(site: Path, form: str) -> None:
    """Check every record, link, artefact and fact; artefacts of the running version are rendered again."""
    with opened(site) as ready:
        seen = verify(ready)
    if form == "json":
        output.tell_json(_verified(seen))
    else:
        output.tell(f"decisions    {seen.records}, of which {seen.forgotten} are forgotten")
        output.tell(f"links        {seen.links}; {seen.unlinked} decisions wait for one")
        output.tell(
            f"artefacts    {seen.artefacts}; {seen.rendered} rendered again, {seen.other_version} of another version"
        )
        for flaw in seen.flaws:
            output.tell(f"{flaw.where}: {flaw.what}")
    if not seen.is_whole:
        raise LedgerChanged(len(seen.flaws))


@consent.command(
    "figures",
    short_help="Count what was asked and answered, per purpose and day.",
    epilog="Example: troth consent figures sites/acme --from 2026-11-01 --out figures.html",
)
@site_argument
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), help="The first day; else 30 days ago.")
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), help="The last day; else today.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Draw them on a page, as HTML.")
@language_option
@format_option
def figures_(
    site: Path,
    first: datetime | None,
    last: datetime | None,
    out: Path | None,
    language: Language | None,
    form: str,
) -> None:
    """Count how often the question was shown, accepted, refused or left open: counts, and no identifier."""
    with opened(site) as ready:
        link(ready, now())
        until = last.date() if last else day_of(ready.manifest, now())
        since = first.date() if first else date.fromordinal(until.toordinal() - 30)
        counted = figures(ready, since, until)
        spoken = language or chosen(ready.manifest.policy.languages)
        if out is not None:
            out.write_text(chart.page(ready.manifest, counted, since, until, spoken), encoding="utf-8")
    if form == "json":
        output.tell_json([_figure(one) for one in counted])
        return
    _tell_figures(ready, counted, spoken)


@consent.command(
    "forget",
    short_help="Forget who decided what, where the proof's time is over.",
    epilog="Example: troth consent forget sites/acme --dry-run",
)
@site_argument
@click.option("--dry-run", "is_dry", is_flag=True, help="Only count.")
@format_option
def forget(site: Path, is_dry: bool, form: str) -> None:
    """Destroy the keys of decisions whose proof is no longer needed; the chain still verifies without them."""
    with opened(site) as ready:
        gone = forget_ended(ready, now(), is_dry=is_dry)
    if form == "json":
        output.tell_json({"records": gone.records, "people": gone.people, "term": str(gone.term)})
        return
    word = "would be forgotten" if is_dry else "are forgotten"
    output.tell(
        f"{gone.records} decisions of {gone.people} people {word}: proof is kept {gone.term} after their end"
    )


def _minor(parent: str | None, parent_proof: str, *, parent_alone: bool) -> Minor | None:
    if parent is None:
        if parent_proof or parent_alone:
            raise click.UsageError("say which parent consented: --parent")
        return None
    return Minor(not parent_alone, parent, parent_proof)


def _one_key(keys: frozenset[Key]) -> Key:
    if len(keys) != 1:
        raise click.UsageError("name the person by the one key under which the decision counts")
    return next(iter(keys))


def _bytes(stream: Any) -> IO[bytes]:
    found: IO[bytes] = sys.stdin.buffer if stream is sys.stdin else stream
    return found


def _kept_refusals(batch: Batch, before: Sequence[Refused]) -> Sequence[Refused]:
    return batch.refused[: max(0, 1_000_000 - len(before))]


def _as_json(kept: Kept) -> Mapping[str, output.Json]:
    return {"id": kept.id, "number": kept.number, "hash": kept.hash.hex(), "record": kept.body}


def _verified(seen: Verified) -> output.Json:
    return {
        "decisions": seen.records,
        "forgotten": seen.forgotten,
        "links": seen.links,
        "unlinked": seen.unlinked,
        "artefacts": seen.artefacts,
        "rendered": seen.rendered,
        "other_version": seen.other_version,
        "flaws": [{"where": flaw.where, "what": flaw.what} for flaw in seen.flaws],
    }


def _figure(one: Figure) -> output.Json:
    return {
        "day": str(one.day),
        "offer": one.offer or None,
        "served": one.served,
        "given": one.given,
        "refused": one.refused,
        "mixed": one.mixed,
        "unanswered": one.unanswered,
        "withdrawn": one.withdrawn,
    }


def _tell_figures(site: Site, counted: Sequence[Figure], language: Language) -> None:
    if not counted:
        output.tell(say("figures.none", language))
    columns = ("served", "given", "refused", "mixed", "unanswered", "withdrawn")
    for offer in dict.fromkeys(one.offer for one in counted):
        output.tell(chart.title_of(site.manifest, offer, language))
        for one in counted:
            if one.offer == offer:
                told = "  ".join(
                    f"{say(f'figures.{name}', language)} {getattr(one, name)}" for name in columns
                )
                output.tell(f"  {one.day}  {told}")
