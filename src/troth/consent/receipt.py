"""
The receipt of a decision: for the person, to keep; the record with nothing in it that only the site understands.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from troth.claims.facts import Instant
from troth.consent.export import as_jsonld, state_of
from troth.consent.model import id_of
from troth.consent.notices import manifest_shown
from troth.consent.offers import offers
from troth.consent.questions import day_of
from troth.consent.records import Kept, record_of
from troth.errors import TrothError
from troth.publication.wordings import manifest_in_force
from troth.site import Site
from troth.texts.consent import say
from troth.texts.language import Language, day

RECEIPT = "troth-receipt-1"


class NoSuchRecord(TrothError):
    """There is no decision under this number."""

    exit_code = 2

    def __init__(self, id_: str) -> None:
        self.id = id_
        super().__init__(f"no decision is recorded under `{id_[:40]}`")


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt in both forms."""

    id: str
    data: dict[str, Any]  # JSON-LD
    words: str  # the same for reading, in plain text


def receipt(site: Site, id_: str, language: Language, at: Instant) -> Receipt:
    """
    The receipt of a decision.

    Whoever holds its number, which is 128 random bits, may have it.

    Raises:
        NoSuchRecord: there is none.
    """
    with site.database.reading() as tx:
        kept = record_of(tx, site.name, id_)
    if kept is None:
        raise NoSuchRecord(id_)
    manifest = manifest_shown(site, kept) or manifest_in_force(site, at)
    data = {
        "@type": "dpv:ConsentReceipt",
        "dct:identifier": f"receipt-{kept.id}",
        "dct:hasVersion": RECEIPT,
        "dct:created": at.isoformat(),
        "dpv:hasRecord": as_jsonld(manifest, kept, at),
    }
    return Receipt(kept.id, data, words(site, kept, language, at))


def words(site: Site, kept: Kept, language: Language, at: Instant) -> str:
    """A receipt for reading, in plain text."""
    return "\n".join(_lines(site, kept, language, at)) + "\n"


def _lines(site: Site, kept: Kept, language: Language, at: Instant) -> list[str]:
    manifest, today = manifest_in_force(site, at), day_of(site.manifest, at)
    asked = {offer.id: offer for offer in offers(manifest, day_of(manifest, kept.at))}
    controller = manifest.policy.controller
    lines = [
        say("receipt.title", language, id=kept.id),
        say("receipt.made", language, day=day(day_of(manifest, kept.at), language), instant=kept.body["at"]),
        say(
            "receipt.controller", language, names=", ".join(filter(None, (controller.name, controller.email)))
        ),
        "",
    ]
    order = [offer.name for offer in asked.values()]
    answers = kept.body["answers"]
    for name in sorted(answers, key=lambda one: order.index(one) if one in order else len(order)):
        told = answers[name]
        offer = asked.get(id_of(name))
        title = name if offer is None else offer.title.in_(language)
        purpose = manifest.purposes.get(id_of(name)[0])
        if offer is not None and offer.choice is not None and purpose is not None:
            title = f"{purpose.title.in_(language)}: {title}"
        event = say(f"event.{state_of(told, today).value}", language)
        lines.append(say("receipt.answer", language, title=title, event=event))
        if told.get("until"):
            lines.append(f"  {say('receipt.until', language, day=day(_date(told['until']), language))}")
    lines += ["", say("receipt.withdraw", language), say("receipt.hash", language, hash=kept.hash.hex())]
    return lines


def _date(text: str) -> date:
    return date.fromisoformat(text)
