"""Who: the controller, its officer, its representative, the authority (PL01 to PL04, PL31)."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from troth.law.transfers import EEA
from troth.manifest.policy import NoOfficer, Party
from troth.manifest.rules import phrases
from troth.manifest.rules.examined import Examined
from troth.manifest.rules.model import Flaw, flaw
from troth.manifest.rules.words import folded, hosts_in

_NEAR = 0.8


def controller(examined: Examined) -> Iterator[Flaw]:
    """PL01: legal name, form, address and a contact; no sentence that announces one and gives none."""
    party = examined.manifest.policy.controller
    for key in ("name", "legal_form", "address"):
        if not getattr(party, key):
            yield flaw("controller-lacks", "controller", key, part=key)
    if not (party.email or party.phone or party.url):
        yield flaw("controller-lacks", "controller", "email", part="email")
    for spoken in examined.spoken:
        for language, text in spoken.text.words.items():
            if re.search(phrases.EMPTY_ADDRESS, folded(text)):
                yield flaw("open-end", *spoken.path, language=language)


def names(examined: Examined) -> Iterator[Flaw]:
    """PL02: one name and one domain everywhere; a host that is nearly the controller's is a slip."""
    own = _own_host(examined)
    if own is None:
        return
    for path, host in _hosts(examined):
        if is_slip_of(host, own):
            yield flaw("nearly-the-host", *path, host=host, own=own)


def is_slip_of(host: str, own: str) -> bool:
    """Whether a host is surely meant to be the controller's own and is not: one letter, or its ending, is wrong."""
    host, own = host.removeprefix("www."), own.removeprefix("www.")
    if host == own or host.endswith(f".{own}") or own.endswith(f".{host}"):
        return False
    if "." not in host:
        return host == own.partition(".")[0]
    same_end = host.rpartition(".")[2] == own.rpartition(".")[2]
    return same_end and SequenceMatcher(None, host, own).ratio() >= _NEAR and abs(len(host) - len(own)) <= 2


def own_hosts(examined: Examined) -> Iterator[str]:
    """The hosts by which the controller is known: its address on the web, and a trade name that is one."""
    party = examined.manifest.policy.controller
    for text in (party.url, party.trade_name, party.name):
        yield from hosts_in(text or "")


def _own_host(examined: Examined) -> str | None:
    return next(own_hosts(examined), None)


def _hosts(examined: Examined) -> Iterator[tuple[tuple[str, ...], str]]:
    policy = examined.manifest.policy
    for name, address in policy.links.items():
        yield from ((("links", name), host) for host in hosts_in(address))
    for name, form in policy.forms.items():
        yield from ((("forms", name, "url"), host) for host in hosts_in(form.url or ""))
    for name, party in policy.contacts.items():
        for text in (party.url, party.email):
            yield from ((("contacts", name), host) for host in hosts_in((text or "").rpartition("@")[2]))
    for key in ("trade_name", "email"):
        text = (getattr(policy.controller, key) or "").rpartition("@")[2]
        yield from ((("controller", key), host) for host in hosts_in(text))
    for spoken in examined.spoken:
        for text in spoken.text.words.values():
            yield from ((spoken.path, host) for host in hosts_in(text))


def officer(examined: Examined) -> Iterator[Flaw]:
    """PL03: the officer with a contact, or why there is none."""
    match examined.manifest.policy.officer:
        case None:
            yield flaw("no-officer", "dpo")
        case Party() as party if not (party.email or party.phone or party.address or party.url):
            yield flaw("officer-without-contact", "dpo")
        case Party() | NoOfficer():
            pass


def representative(examined: Examined) -> Iterator[Flaw]:
    """PL04: a controller outside the Union has a representative in it."""
    policy = examined.manifest.policy
    country = policy.controller.country
    if country is not None and country not in EEA and policy.eu_representative is None:
        yield flaw("no-representative", "controller", "country", country=country)


def authority(examined: Examined) -> Iterator[Flaw]:
    """PL31: the authority, how to reach it, and that of the controller's country."""
    policy, known = examined.manifest.policy, examined.pack.authority
    if policy.authority is None or not policy.authority.name:
        yield flaw("no-authority", "authority", authority=known.name)
        return
    if not (policy.authority.url or policy.authority.address):
        yield flaw("authority-without-address", "authority", authority=policy.authority.name, url=known.url)
    is_known = re.search(rf"\b(?:{known.words})\b", folded(policy.authority.name))
    if policy.controller.country == known.country and not is_known:
        yield flaw("another-authority", "authority", authority=policy.authority.name, known=known.name)
