"""To whom, and where: recipients, partners, transfers (PL11 to PL16)."""

import re
from collections.abc import Iterator, Sequence

from troth.law.transfers import CHECK_EVERY, EEA, Service
from troth.manifest.policy import Recipient, RecipientRole, Transfer
from troth.manifest.rules import phrases
from troth.manifest.rules.examined import Examined, outside, words_of
from troth.manifest.rules.model import Flaw, flaw
from troth.manifest.rules.words import folded


def named(examined: Examined) -> Iterator[Flaw]:
    """PL11: each recipient by name, or as a precise category."""
    for name, recipient in examined.manifest.policy.recipients.items():
        if recipient.legal_name or recipient.role in (RecipientRole.INTERNAL, RecipientRole.AUTHORITY):
            continue
        texts = [folded(text) for text in recipient.title.words.values()]
        if any(re.fullmatch(phrases.PARTNERS, text.strip(" .")) for text in texts):
            yield flaw("bare-recipient", "recipients", name, recipient=name)


def partners(examined: Examined) -> Iterator[Flaw]:
    """PL12: whoever receives data for marketing of his own is named."""
    for name in sorted(examined.recipients_of_marketing):
        recipient = examined.manifest.policy.recipients[name]
        is_partner = recipient.role in (RecipientRole.CONTROLLER, RecipientRole.JOINT_CONTROLLER)
        if is_partner and not recipient.legal_name:
            yield flaw("partner-without-name", "recipients", name, recipient=name)


def never_shared(examined: Examined) -> Iterator[Flaw]:
    """PL13: no sentence that data is shared with nobody beside a list of recipients."""
    others = [name for name, recipient in examined.manifest.policy.recipients.items() if outside(recipient)]
    for spoken in examined.spoken if others else ():
        if any(re.search(phrases.NEVER_SHARED, folded(text)) for text in spoken.text.words.values()):
            yield flaw("shared-after-all", *spoken.path, recipients=", ".join(others[:5]))


def transfers(examined: Examined) -> Iterator[Flaw]:
    """PL14: for each recipient outside the area the country, the safeguard, and how to get a copy."""
    for name, recipient in examined.manifest.policy.recipients.items():
        declared = {transfer.country for transfer in recipient.transfers}
        if not recipient.countries and not declared and outside(recipient):
            yield flaw("country-unknown", "recipients", name, recipient=name, severity="warning")
        for country in recipient.countries:
            if country not in EEA and country not in declared:
                yield flaw("no-transfer", "recipients", name, "countries", recipient=name, country=country)
        for number, transfer in enumerate(recipient.transfers):
            path = ("recipients", name, "transfers", number)
            if transfer.country in EEA:
                continue
            if not transfer.tool:
                yield flaw("no-tool", *path, recipient=name, country=transfer.country)
            elif not transfer.copy and transfer.tool != "adequacy":
                yield flaw("no-copy", *path, recipient=name, country=transfer.country)


def services(examined: Examined) -> Iterator[Flaw]:
    """PL15: a service known to send data to the United States says so."""
    for name, recipient in examined.manifest.policy.recipients.items():
        service = service_of(examined, recipient)
        if service is None:
            continue
        places = {transfer.country for transfer in recipient.transfers} | set(recipient.countries)
        if service.country not in places:
            yield flaw(
                "known-service",
                "recipients",
                name,
                recipient=name,
                service=service.name,
                country=service.country,
            )
    for name, cookie in examined.manifest.policy.cookies.items():
        found = known_service(examined.pack.services, " ".join([*cookie.hosts, words_of(cookie.title)]))
        if found and cookie.set_by is None:
            yield flaw(
                "service-undeclared", "cookies", name, cookie=name, service=found.name, country=found.country
            )


def tools(examined: Examined) -> Iterator[Flaw]:
    """PL16: the safeguard holds on the day."""
    for name, recipient in examined.manifest.policy.recipients.items():
        for number, transfer in enumerate(recipient.transfers):
            if transfer.country not in EEA and transfer.tool:
                path = ("recipients", name, "transfers", number)
                yield from _tool(examined, name, transfer, path)


def _tool(examined: Examined, name: str, transfer: Transfer, path: Sequence[str | int]) -> Iterator[Flaw]:
    country = transfer.country
    if transfer.tool != "adequacy":
        if transfer.tool not in examined.pack.tools:
            yield flaw("tool-gone", *path, tool=transfer.tool, recipient=name, country=country)
        return
    decision = examined.pack.adequacy.get(transfer.country)
    if decision is None:
        yield flaw("not-adequate", *path, recipient=name, country=country)
    elif decision.only and not transfer.evidence:
        yield flaw("no-certificate", *path, only=decision.only, recipient=name, country=country)
    elif decision.only and (transfer.checked is None or CHECK_EVERY.after(transfer.checked) < examined.on):
        yield flaw(
            "certificate-unchecked",
            *path,
            severity="warning",
            only=decision.only,
            recipient=name,
            country=country,
        )


def service_of(examined: Examined, recipient: Recipient) -> Service | None:
    """The known service that a recipient is, by its name, title or address."""
    return known_service(
        examined.pack.services,
        words_of(recipient.title, recipient.legal_name, recipient.url, recipient.category),
    )


def known_service(services: Sequence[Service], words: str) -> Service | None:
    """The service that the words name."""
    folded_words = folded(words)
    return next((service for service in services if re.search(service.words, folded_words)), None)
