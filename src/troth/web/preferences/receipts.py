"""Receipts: of one act, by its number; of all acts of a person, by their pass; of an objection, by its own."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from troth.claims.keys import Key
from troth.consent.model import id_of
from troth.consent.receipt import receipt
from troth.consent.records import Kept, record_of, records_of
from troth.publication import records as kept_files
from troth.texts.preferences import say
from troth.web.pages.frame import page
from troth.web.preferences import opening, pages, ways_out
from troth.web.preferences.opening import saying
from troth.web.preferences.pages import Entry, Shown
from troth.web.request import answers
from troth.web.request.answers import Answer, Json
from troth.web.request.asked import Asked
from troth.web.request.failures import NotFound
from troth.web.tokens.passes import Scope

_NUMBER = re.compile(r"[A-Za-z0-9_-]{22}")


def show(asked: Asked) -> Answer:
    """The receipt as a page. A number of 128 random bits is known to whom it was given, and to nobody else."""
    if not _NUMBER.fullmatch(asked.path["token"]):
        return _objection(asked)
    kept = _kept(asked)
    content = pages.receipt(
        saying(asked),
        entry(asked, kept),
        _shown(asked, kept),
        f"{asked.base}/receipts/{kept.id}/receipt.json",
    )
    return page(asked, say("receipt", asked.language), content, is_secret=True)


def download(asked: Asked) -> Answer:
    """The receipt for programs, with the fields of ISO/IEC TS 27560."""
    return _file(_whole(asked, _kept(asked)), f"receipt-{asked.path['token']}.json")


def download_all(asked: Asked) -> Answer:
    """Every receipt of one person."""
    holder = opening.opened(asked, Scope.CHOICES)
    if isinstance(holder, Answer):
        return holder
    with asked.site.database.reading() as tx:
        found = records_of(tx, asked.site.name, holder.keys)
    return _file([_whole(asked, kept) for kept in found], "receipts.json")


def history(asked: Asked, keys: Sequence[Key]) -> list[Entry]:
    """What was recorded under these keys, the latest first."""
    with asked.site.database.reading() as tx:
        found = records_of(tx, asked.site.name, keys)
    return [entry(asked, kept) for kept in reversed(found)]


def entry(asked: Asked, kept: Kept) -> Entry:
    """A record as people are shown it."""
    told = {id_of(name): part for name, part in kept.body["answers"].items()}
    ends = {offer: part["until"] for offer, part in told.items() if part.get("until")}
    return Entry(
        kept.id,
        kept.at,
        {offer: part["event"] for offer, part in told.items()},
        {offer: date.fromisoformat(until) for offer, until in ends.items()},
        kept.body["channel"],
        f"{asked.base}/receipts/{kept.id}?lang={asked.language}",
    )


def _shown(asked: Asked, kept: Kept) -> Shown:
    notice = kept.body["notice"]
    with asked.site.database.reading() as tx:
        text = kept_files.kept(tx, asked.site.name, notice.get("text", ""))
    return Shown(notice.get("language", ""), () if text is None else text.content.decode().splitlines())


def _whole(asked: Asked, kept: Kept) -> Json:
    return receipt(asked.site, kept.id, asked.language, asked.at).data


def _kept(asked: Asked) -> Kept:
    with asked.site.database.reading() as tx:
        kept = record_of(tx, asked.site.name, asked.path["token"])
    if kept is None:
        raise NotFound
    return kept


def _objection(asked: Asked) -> Answer:
    holder = opening.opened(asked, Scope.RECEIPTS)
    if isinstance(holder, Answer):
        return holder
    number, at = holder.records
    content = ways_out.objected(saying(asked), sorted(holder.keys), datetime.fromisoformat(at), number)
    return page(asked, say("objection.done", asked.language), content, is_secret=True)


def _file(content: Json, name: str) -> Answer:
    found = answers.as_json(content)
    return found.with_header("Content-Disposition", f'attachment; filename="{name}"').with_header(
        "Referrer-Policy", "no-referrer"
    )
