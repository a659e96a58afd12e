"""What a channel needs before it carries marketing (CPCE Art. L34-5; C. conso Art. L223-1)."""

from dataclasses import dataclass
from datetime import date

from troth.law.dated import GDPR, Entry

CALLS_WITH_CONSENT = date(2026, 8, 11)  # loi 2025-594 Art. 13


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRule(Entry):
    """What marketing by a channel rests on, and what each message or call must bring."""

    channel: str
    words: str  # a pattern of words by which a declared channel is taken for this one
    bases: frozenset[str]  # consent alone, or interest too
    has_sale_exception: bool = False  # address from a sale, own similar products, refusal offered each time
    has_contract_exception: bool = False  # a running contract, and related to it
    needs_opt_out: bool = True


_CONSENT = frozenset({"consent"})
_EITHER = frozenset({"consent", "legitimate_interest"})
_E_MAIL = "CPCE Art. L34-5; Dir. 2002/58 Art. 13; CJEU C-654/23; RFC 8058"

MARKETING = (
    ChannelRule(
        channel="email",
        words=r"e-?mails?|courriels?|mails?|newsletter",
        bases=_CONSENT,
        has_sale_exception=True,
        source=_E_MAIL,
    ),
    ChannelRule(
        channel="sms",
        words=r"sms|mms|text messages?|textos?",
        bases=_CONSENT,
        has_sale_exception=True,
        source=_E_MAIL,
    ),
    ChannelRule(
        channel="automatic_call",
        words=r"automat\w* calls?|appels? automat\w*|fax",
        bases=_CONSENT,
        has_sale_exception=True,
        source=_E_MAIL,
    ),
    ChannelRule(
        channel="push", words=r"push( notifications?)?|notifications?", bases=_CONSENT, source=_E_MAIL
    ),
    ChannelRule(
        channel="post",
        words=r"post|postal\w*|letters?|courriers?",
        bases=_EITHER,
        source="GDPR Art. 6(1)(f), 21(2)",
    ),
    ChannelRule(
        channel="phone",
        words=r"(tele)?phones?|calls?|téléphon\w*|appels?",
        bases=_EITHER,
        since=GDPR,
        until=CALLS_WITH_CONSENT,
        source="C. conso Art. L223-1 (former); opt-out list",
    ),
    ChannelRule(
        channel="phone",
        words=r"(tele)?phones?|calls?|téléphon\w*|appels?",
        bases=_CONSENT,
        has_contract_exception=True,
        since=CALLS_WITH_CONSENT,
        source="C. conso Art. L223-1 (loi 2025-594), L221-16",
    ),
    ChannelRule(
        channel="open_pixel",
        words=r"pixels?",
        bases=_CONSENT,
        source="loi 78-17 Art. 82; CNIL délib. 2026-042",
    ),
)
# Estonia: e-mail alike (Elektroonilise side seadus § 103¹), calls by opt-out.
ESTONIA = tuple(
    ChannelRule(
        channel=rule.channel,
        words=rule.words,
        bases=_EITHER if rule.channel in ("phone", "post") else rule.bases,
        has_sale_exception=rule.has_sale_exception,
        source="GDPR Art. 6(1)(f), 21(2)"
        if rule.channel == "post"
        else "Elektroonilise side seadus § 103¹; Dir. 2002/58 Art. 13",
    )
    for rule in MARKETING
    if rule.until is None
)
