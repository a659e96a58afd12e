"""A small policy that asks for consent in every way, written in a few lines."""

from datetime import UTC, date, datetime, timedelta

from troth.consent.model import Offer
from troth.consent.offers import offers
from troth.manifest.model import Manifest
from troth.manifest.read import read
from troth.manifest.source import SourceText

DAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)

POLICY = """\
languages: [en, fr]
zone: Europe/Paris
controller: {name: Maison Tilleul, email: donnees@tilleul.example, address: 8 rue des Tilleuls, country: FR}
recipients:
  mailer: {title: {en: our mailing service, fr: notre service d’envoi}, role: processor, countries: [FR]}
  network: {title: {en: an advertising network, fr: une régie}, role: joint_controller, legal_name: Réclame SA}
keys: {email: {title: e-mail, reached_by: email}, browser: this browser, account: your account}
channels: {email: E-mail, sms: SMS, open_pixel: {en: whether a mail was opened, fr: l’ouverture des courriels}}
items: {email: e-mail, pages: pages seen, phone: phone number}
records:
  visit: {title: a visit, roles: {visitor: visitor}}
  subscription: {title: a subscription, roles: {subscriber: subscriber}}
purposes:
  audience:
    title: {en: Counting visits, fr: Compter les visites}
    description: {en: To know which pages are read., fr: Savoir quelles pages sont lues.}
    basis: consent
    data: {visit: [pages]}
    consent: {decided_by: browser, validity: P6M}
    retention: {criterion: until you refuse}
  advertising:
    title: {en: Advertising, fr: Publicité}
    basis: consent
    data: {visit: [pages]}
    consent: {decided_by: browser}
    retention: {criterion: until you refuse}
    recipients: [network]
  newsletter:
    title: {en: Newsletter, fr: Lettre}
    basis: consent
    data: {subscription: [email, phone]}
    consent:
      decided_by: email
      validity: P3Y
      wording: {version: "2", since: 2026-06-01, covers: ["1"], text: {en: Send me news., fr: Envoyez-moi la lettre.}}
    choices:
      by_email: {title: by e-mail, items: [email], channel: email}
      by_sms: {title: by SMS, items: [phone], channel: sms}
      opened: {title: tell whether I opened it, items: [email], channel: open_pixel}
    direct_marketing: true
    retention: {criterion: until you unsubscribe}
    recipients: [mailer]
  sales: {title: Orders, basis: contract, data: {subscription: [email]}, retention: {criterion: as long as needed}}
cookie_categories:
  necessary: {title: Necessary, consent: false}
  audience: {title: Audience, purpose: audience}
  advertising: {title: Advertising, purpose: advertising}
cookies:
  visits: {title: visits, category: audience, functions: [audience], life: P13M}
  ads: {title: advertisements, category: advertising, functions: [advertising], life: P13M, set_by: network}
banner: {choice_kept: P5M}
"""


def manifest() -> Manifest:
    """The policy as it stands."""
    return replaced()


def replaced(*changes: tuple[str, str]) -> Manifest:
    """The policy with each first text replaced by the second."""
    text = POLICY
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    return read(SourceText.of("policy.yaml", text.encode())).manifest


def offer(name: str, of: Manifest | None = None, day: date = DAY) -> Offer:
    """One offer by its name."""
    return next(one for one in offers(of or manifest(), day) if one.name == name)


def later(**length: float) -> datetime:
    """An instant after NOON."""
    return NOON + timedelta(**length)
