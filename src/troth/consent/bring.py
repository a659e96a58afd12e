"""
Consents from elsewhere: a list of decisions that were made on paper, at a counter, by phone or in another system.

A CSV file, read line by line, recorded in batches. Whoever made the list has to prove each consent: a line without
proof, like any line that cannot be read, is refused and listed by its number, and the others are recorded.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import IO
from zoneinfo import ZoneInfo

from troth.claims.contacts import Contacts
from troth.claims.facts import Effect, Instant
from troth.claims.keys import Key
from troth.consent import rules
from troth.consent.model import Answer, Minor, NewDecision, Notice, Offer, OfferId, id_of
from troth.consent.questions import asked, day_of
from troth.consent.record import record
from troth.errors import ManifestError, Place, Problem
from troth.site import Site
from troth.subjects.hashes import key_hash
from troth.subjects.records import decisions_under

BATCH = 500
MOST_CELL = 2_000  # characters in one cell
MOST_LINE = 20_000  # characters in one line: longer ones are no list of decisions
PROOF = "proof"
_ANSWERS = {
    "granted": Answer.GRANTED,
    "given": Answer.GRANTED,
    "refused": Answer.REFUSED,
    "withdrawn": Answer.REFUSED,
}
_NEEDED = ("offer", "answer", "at")
_PARENT = ("parent", "parent_proof", "child_agrees")
_KNOWN = frozenset({*_NEEDED, "wording", "language", "channel", "layer", *_PARENT})
_WORDS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_EFFECTS = {Answer.GRANTED: (Effect.GIVEN,), Answer.REFUSED: (Effect.REFUSED, Effect.WITHDRAWN)}


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that was not recorded, and why; it quotes nothing of the line."""

    line: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of some lines."""

    recorded: int
    known: int  # recorded before: the same answer of the same person at the same instant
    refused: tuple[Refused, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    decision: NewDecision


def bring(site: Site, stream: IO[bytes], at: Instant) -> Iterator[Batch]:
    """
    Record a list of decisions, batch by batch; what was committed stays if a later line cannot be read.

    The head names a type of key (`email`), `offer` (`newsletter.sms`), `answer` (granted, refused or withdrawn),
    `at`, and at least one column of proof (`proof`, or any name that begins with `proof_`); it may name
    `wording`, `language`, `channel`, `layer`, and of a child `parent`, `parent_proof` and `child_agrees`.

    Raises:
        ManifestError: the file is no such list at all.
    """
    rows = _rows(stream)
    head = _head(site, next(rows, (1, []))[1])
    offers = asked(site, at)
    contacts = Contacts.of(site.manifest, day_of(site.manifest, at))
    lines: list[_Line] = []
    refused: list[Refused] = []
    for number, cells in rows:
        found = _read(site, offers, contacts, head, number, cells, at)
        if isinstance(found, Refused):
            refused.append(found)
        else:
            lines.append(found)
        if len(lines) + len(refused) >= BATCH:
            yield _recorded(site, lines, refused, at)
            lines, refused = [], []
    yield _recorded(site, lines, refused, at)


def _rows(stream: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
    """The cells of each line, with its number; a line that is no text or too long gives no cells."""
    number = 0
    for raw in _lines(stream):
        number += 1
        if raw is None:
            yield number, []
            continue
        try:
            text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
            cells = next(csv.reader([text.rstrip("\r\n")], strict=True), [])
        except (UnicodeDecodeError, csv.Error):
            yield number, []
            continue
        if cells and any(cell.strip() for cell in cells):
            yield number, cells


def _lines(stream: IO[bytes]) -> Iterator[bytes | None]:
    """Lines of bounded length; none in the place of one that is longer, which is read past."""
    while raw := stream.readline(MOST_LINE):
        if raw.endswith(b"\n") or len(raw) < MOST_LINE:
            yield raw
            continue
        while (more := stream.readline(MOST_LINE)) and not more.endswith(b"\n"):
            pass
        yield None


def _head(site: Site, cells: Sequence[str]) -> list[str]:
    head = [cell.strip().lower() for cell in cells]
    types = [name for name in head if name in _key_types(site)]
    problems = []
    if len(types) != 1:
        known = ", ".join(sorted(_key_types(site)))
        problems.append(_problem("the head names no type of key, or several", f"name one of: {known}"))
    problems += [
        _problem(f"the head has no column `{name}`", "write offer, answer and at")
        for name in _NEEDED
        if name not in head
    ]
    if not any(_is_proof(name) for name in head):
        problems.append(_problem("no column holds proof (GDPR Art. 7(1))", "add `proof`, or `proof_…`"))
    unknown = [name for name in head if not (name in _KNOWN or name in types or _is_proof(name))]
    problems += [_problem(f"nobody knows the column `{name[:40]}`", "remove it") for name in unknown]
    if len(set(head)) != len(head):
        problems.append(_problem("a column stands twice", "keep one of the two"))
    if problems:
        raise ManifestError(problems)
    return head


def _read(
    site: Site,
    offers: Mapping[OfferId, Offer],
    contacts: Contacts,
    head: Sequence[str],
    number: int,
    cells: Sequence[str],
    at: Instant,
) -> _Line | Refused:
    if len(cells) != len(head):
        return Refused(number, ("it cannot be read, or has another number of cells than the head",))
    if any(len(cell) > MOST_CELL or "\0" in cell for cell in cells):
        return Refused(number, ("a cell is longer than any value, or holds what is no text",))
    row = {name: cell.strip() for name, cell in zip(head, cells, strict=True)}
    type_ = next(name for name in head if name in _key_types(site))
    key = Key.of(type_, row[type_])
    answer, instant = _ANSWERS.get(row["answer"].lower()), _instant(row["at"], site.manifest.zone)
    reasons = []
    if not key.value:
        reasons.append("it names nobody")
    elif wrong := contacts.wrong(key):
        reasons.append(wrong)
    if answer is None:
        reasons.append("its answer is none of granted, refused, withdrawn")
    if instant is None:
        reasons.append("its `at` is no day and no instant")
    elif instant > at + timedelta(minutes=5):
        reasons.append("it is dated later than today")
    if not any(cell for name, cell in row.items() if _is_proof(name)):
        reasons.append("it brings no proof (GDPR Art. 7(1))")
    if row.get("child_agrees", "").lower() not in {"", *_WORDS}:
        reasons.append("its `child_agrees` is none of yes, no")
    if answer is None or instant is None or reasons:
        return Refused(number, tuple(reasons))
    wording = row.get("wording") or None
    decision = NewDecision(
        key,
        {id_of(row["offer"]): answer},
        Notice(row.get("language") or "und", row.get("layer") or "form", None, "", ""),
        "withdraw" if row["answer"].lower() == "withdrawn" else "import",
        instant,
        channel=row.get("channel") or "import",
        proof={name: cell for name, cell in row.items() if _is_proof(name) and cell},
        minor=_minor(row),
        wording=wording,
    )
    found = [
        problem.what
        for problem in rules.problems_of(site.manifest, offers, decision, day_of(site.manifest, at))
    ]
    if (
        answer is Answer.GRANTED
        and wording is None
        and (offer := offers.get(id_of(row["offer"])))
        and offer.wording
    ):
        found.append("it is not said which wording was answered")
    return Refused(number, tuple(found)) if found else _Line(number, decision)


def _minor(row: Mapping[str, str]) -> Minor | None:
    """Who consented with a child, where a cell says that this is one; what it leaves out is refused as ever."""
    parent, proof, agrees = (row.get(name, "") for name in _PARENT)
    if not (parent or proof or agrees):
        return None
    return Minor(_WORDS.get(agrees.lower(), False), parent, proof)


def _recorded(site: Site, lines: Sequence[_Line], refused: Sequence[Refused], at: Instant) -> Batch:
    new = [*_new(site, lines)]
    if new:
        record(site, [line.decision for line in new], recorded_at=at)
    return Batch(len(new), len(lines) - len(new), tuple(refused))


def _new(site: Site, lines: Sequence[_Line]) -> Iterator[_Line]:
    """Those that are not recorded yet: a list that is brought twice is recorded once."""
    with site.database.reading() as tx:
        hashes = {key_hash(tx, site.name, line.decision.key): line.decision.key for line in lines}
        known = {
            (hashes[one.key_hash], purpose, one.choice, one.effect, one.since)
            for one in decisions_under(tx, site.name, hashes)
            for purpose in one.purposes
        }
    for line in lines:
        ((purpose, choice), answer) = next(iter(line.decision.answers.items()))
        marks = [
            (line.decision.key, purpose, choice, effect, line.decision.at) for effect in _EFFECTS[answer]
        ]
        if not any(mark in known for mark in marks):
            known.update(marks)
            yield line


def _instant(text: str, zone: str) -> Instant | None:
    """A day is its noon in the controller's zone; an instant without offset is in that zone."""
    try:
        found = datetime.fromisoformat(text)
        if len(text) == 10:
            found = found.replace(hour=12)
        aware = found if found.tzinfo else found.replace(tzinfo=ZoneInfo(zone))
        return aware.astimezone(UTC) if 1990 <= aware.year <= 2200 else None
    except (ValueError, OverflowError):
        return None


def _is_proof(name: str) -> bool:
    return name == PROOF or name.startswith(f"{PROOF}_")


def _key_types(site: Site) -> frozenset[str]:
    return frozenset(site.manifest.key_types())


@dataclass(frozen=True, slots=True)
class _List(Place):
    """A place that is the list."""

    def __str__(self) -> str:
        return self.file


def _problem(what: str, mend: str) -> Problem:
    return Problem("consents-malformed", _List("the list", 1, 1), what, mend)


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def refusals_as_csv(refused: Iterable[Refused]) -> str:
    """The refused lines with their reasons, as a table."""
    made = io.StringIO()
    writer = csv.writer(made)
    for one in refused:
        writer.writerow([one.line, safe_cell("; ".join(one.reasons))])
    return made.getvalue()
