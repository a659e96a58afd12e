"""The published text, where something else is applied: which rule each such sentence, or silence, breaks.

A departure says what was published (`stated`) and why something else is applied. `because: law` is the word of
whoever wrote the manifest that the law is stricter; `proposed`, that the text leaves the value out. Which rule
that is follows from the key, and from what the sentence says: its periods, its bases, its phrases.
"""

import re
from collections.abc import Iterator, Sequence

from troth.law.period import longer, seconds
from troth.manifest.departures import Departing
from troth.manifest.names import PurposeName
from troth.manifest.period import Period
from troth.manifest.policy import RecipientRole
from troth.manifest.purposes import Basis
from troth.manifest.rules import requests
from troth.manifest.rules.collecting import is_needless
from troth.manifest.rules.examined import Examined, words_of
from troth.manifest.rules.model import Flaw, Rule, flaw
from troth.manifest.rules.parties import is_slip_of, own_hosts
from troth.manifest.rules.purposes import sensitive_item
from troth.manifest.rules.recipients import known_service
from troth.manifest.rules.words import folded, has_start, hosts_in, is_vague, periods_in

_BASES = re.compile(
    r"consent|agree|contract|contrat|legal (obligation|duty)|obligations? legales?|legitimate interest"
    r"|interets? legitimes?|consentement|accord|necessary (for|to) (the )?perform"
)
_INTEREST = re.compile(r"legitimate interest|interets? legitimes?")


def flaws(examined: Examined, rule: Rule) -> Iterator[Flaw]:
    """What of the published text breaks the rule: once for each place."""
    phrases = re.compile(rule.phrases) if rule.phrases else None
    keys = [key.split(".") for key in rule.keys]
    for root, sentences in examined.published.items():
        below = [key for key in keys if key[0] == root]
        for departing, sentence in sentences if below or phrases else ():
            is_there = any(_matches(departing.path, key) for key in below)
            breaks = is_there and (rule.reads or departs)(examined, departing)
            if breaks or (phrases and sentence and phrases.search(sentence)):
                stated = departing.departure.stated
                yield (
                    flaw("published", *departing.path, says=stated)
                    if stated
                    else flaw("published-silent", *departing.path)
                )


def _matches(path: tuple[str, ...], key: Sequence[str]) -> bool:
    """Whether a path lies at or below a key such as `cookies.*.life`."""
    return len(path) >= len(key) and all(step in ("*", at) for step, at in zip(key, path, strict=False))


# --- what a sentence, or its absence, means for a rule ------------------------------------------------------


def departs(_: Examined, departing: Departing) -> bool:
    """The law is stricter, or the text leaves the value out."""
    return departing.departure.because in ("law", "proposed")


def by_law(_: Examined, departing: Departing) -> bool:
    """The law is stricter."""
    return departing.departure.because == "law"


def is_silent(_: Examined, departing: Departing) -> bool:
    """The text says nothing where the law wants a word."""
    return departing.departure.stated is None


def is_demanded(examined: Examined, departing: Departing) -> bool:
    """PL28: the text demands something of whoever asks."""
    return departing.departure.stated is not None and by_law(examined, departing)


def is_untold(examined: Examined, departing: Departing) -> bool:
    """PL24: the text has no word of the right; or of objection only as the end of some use."""
    is_objection = departing.path[1] == "objection" and departing.departure.because == "law"
    return is_silent(examined, departing) or is_objection


def is_unmarked(examined: Examined, departing: Departing) -> bool:
    """PL09: the text does not say which field is mandatory."""
    return departs(examined, departing) and not is_needless_field(examined, departing)


def names_no_basis(examined: Examined, departing: Departing) -> bool:
    """PL05: no legal basis is named."""
    stated = departing.departure.stated
    return departs(examined, departing) and (stated is None or not _BASES.search(folded(stated)))


def names_another_basis(examined: Examined, departing: Departing) -> bool:
    """PL06: a basis is named, and it is not the one that fits; or marketing hides among other purposes."""
    stated = departing.departure.stated
    if stated is None or departing.departure.because != "law":
        return False
    purpose = examined.manifest.purposes.get(PurposeName(departing.path[1]))
    return bool(_BASES.search(folded(stated)) or (purpose and purpose.direct_marketing))


def names_no_interest(_: Examined, departing: Departing) -> bool:
    """PL07: a legitimate interest is claimed, and nothing says which."""
    stated = folded(departing.departure.stated or "")
    match = _INTEREST.search(stated)
    return match is not None and not re.search(
        r"\b(in|to|a|de pouvoir|consistant)\b", stated[match.end() :][:12]
    )


def is_for_marketing(examined: Examined, departing: Departing) -> bool:
    """PL12: it concerns somebody who receives data for marketing."""
    name = departing.path[1]
    role = examined.manifest.policy.recipients[name].role
    is_partner = role in (RecipientRole.CONTROLLER, RecipientRole.JOINT_CONTROLLER)
    return departs(examined, departing) and is_partner and name in examined.recipients_of_marketing


def is_known_service(examined: Examined, departing: Departing) -> bool:
    """PL15: it concerns a service known to send data to the United States."""
    recipient = examined.manifest.policy.recipients.get(departing.path[1])
    words = words_of(
        *([recipient.title, recipient.legal_name, recipient.url] if recipient else []),
        departing.departure.stated,
    )
    return known_service(examined.pack.services, words) is not None


def is_needless_field(_: Examined, departing: Departing) -> bool:
    """PL10: a title, a sex or a birth date was mandatory."""
    stated = departing.departure.stated
    return stated is not None and is_needless(departing.path[-2], folded(stated))


def has_no_period(examined: Examined, departing: Departing) -> bool:
    """PL20: no number, or no start to count from."""
    stated = departing.departure.stated
    if departing.departure.because == "reading":
        return stated is not None and bool(periods_in(stated)) and not has_start(stated)
    return stated is None or not periods_in(stated) or not has_start(stated)


def is_open(_: Examined, departing: Departing) -> bool:
    """PL21: as long as necessary, case by case."""
    return is_vague(departing.departure.stated or "")


def contradicts(examined: Examined, departing: Departing) -> bool:
    """PL22: longer than what is applied for the law's sake, or two periods for one thing."""
    stated = departing.departure.stated
    periods = periods_in(stated) if stated else []
    if len({seconds(period) for period in periods}) > 1:
        return True
    applied = _applied_period(examined, departing)
    is_law = departing.departure.because == "law"
    return bool(
        is_law and periods and applied and any(longer(period, applied) for period in periods)
    ) or bool(is_law and periods and applied is None)


def _applied_period(examined: Examined, departing: Departing) -> Period | None:
    """The period that is applied at a place in the policy, where it is one."""
    path = departing.path
    policy, purposes = examined.manifest.policy, examined.manifest.purposes
    purpose = purposes.get(PurposeName(path[1])) if path[0] == "purposes" else None
    if purpose is not None and "archive" in path:
        return purpose.archive.span.period if purpose.archive else None
    if purpose is not None:
        return purpose.validity if "validity" in path else purpose.active.period
    if path[0] == "cookies":
        return policy.cookies[path[1]].life
    if path[:2] == ("banner", "choice_kept") and policy.banner:
        return policy.banner.choice_kept
    return None


def is_too_old(examined: Examined, departing: Departing) -> bool:
    """PL38: longer than the law lets a tracer or a choice live, or no life at all."""
    stated = departing.departure.stated
    if not departs(examined, departing):
        return False
    periods = periods_in(stated) if stated else []
    rules = examined.pack.tracers
    most = rules.life if departing.path[0] == "cookies" else rules.choice
    return not periods or any(longer(period, most) for period in periods)


def is_sensitive(examined: Examined, departing: Departing) -> bool:
    """PL19: what is precise, recorded or copied has no period of its own in the text."""
    purpose = examined.manifest.purposes.get(PurposeName(departing.path[1]))
    stated = departing.departure.stated
    if purpose is None or (stated and periods_in(stated) and not is_vague(stated)):
        return False
    sort = examined.sorts.get(purpose.name)
    is_sort = sort is not None and sort.row.sort in (
        *("location", "call_recording", "video_surveillance", "card", "identity_check", "stored_card"),
        "subscription_card",
    )
    return is_sort or any(sensitive_item(examined, item) for item in examined.items_used(purpose))


def is_late(examined: Examined, departing: Departing) -> bool:
    """PL27: more than a month, more than two further ones, or no end."""
    if departing.path[:2] == ("rights", "objection_to_marketing") or not departs(examined, departing):
        return False
    stated = departing.departure.stated
    periods = list(periods_in(stated)) if stated else []
    return not periods or requests.is_late(periods, departing.path[-1])


def is_phone(examined: Examined, departing: Departing) -> bool:
    """PL47: it concerns calls."""
    path = departing.path
    if path[0] == "purposes":
        purpose = examined.manifest.purposes[PurposeName(path[1])]
        calls = any(re.search(r"phone|call|appel", channel) for channel in purpose.terms.channels)
        return (
            departs(examined, departing)
            and calls
            and purpose.direct_marketing
            and Basis.CONSENT in purpose.bases
        )
    words = folded(" ".join([*path, departing.departure.stated or ""]))
    return (
        departs(examined, departing) and re.search(r"phone|\bcalls?\b|appel|opt-?out list", words) is not None
    )


def names_a_slip(examined: Examined, departing: Departing) -> bool:
    """PL02: a host that is nearly the controller's."""
    own = list(own_hosts(examined))
    stated = hosts_in(departing.departure.stated or "")
    is_near = any(is_slip_of(host, mine) for host in stated for mine in own)
    return is_near or (by_law(examined, departing) and departing.path[-1] in ("name", "trade_name"))


def names_a_bad_host(_: Examined, departing: Departing) -> bool:
    """PL52: an address without TLS, or a host without a domain."""
    stated = departing.departure.stated or ""
    return "http://" in stated or any("." not in host for host in hosts_in(stated))


def cites_the_obsolete(examined: Examined, departing: Departing) -> bool:
    """PL46: what no longer holds is cited."""
    stated = folded(departing.departure.stated or "")
    return any(re.search(folded(old.words), stated) for old in examined.pack.obsolete)
