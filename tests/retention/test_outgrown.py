"""
A published version that grows a purpose: the consents to it freeze for three months and then end, and no others.

The policy names no wording; ledger, gate, plans, sweeps, explanations and verdicts judge by the one that was published.
"""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.retention.shop import ANA, NOON, Shop, site_in
from troth.claims.states import State
from troth.consent.model import Answer, NewDecision, Notice, id_of
from troth.consent.record import record as decide
from troth.consent.state import standing
from troth.gate import Gate, No, Question
from troth.gate.model import Because
from troth.manifest.names import Column, StoreName, TableName
from troth.publication.model import Approval
from troth.publication.publish import publish
from troth.requests.explain import explain
from troth.retention import kept, plan
from troth.retention.sweep import plan as sweep
from troth.verify.model import Verdict
from troth.verify.verify import verify

POLICY = """\
languages: [en]
zone: Europe/Paris
law: fr
controller: {name: Shop SAS, email: privacy@shop.example, country: FR}
keys: {email: {title: e-mail address, reached_by: email}}
channels: {email: {title: e-mail}}
recipients: {printer: {title: our printer, role: processor, countries: [FR]}}
items: {email: e-mail address}
records:
  letter: {title: a subscription, roles: [subscriber]}
  offer: {title: an offer, roles: [subscriber]}
purposes:
  newsletter:
    title: Our newsletter
    basis: consent
    data: {letter: [email]}
    retention: {criterion: until you unsubscribe}
    consent: {decided_by: email}
  offers:
    title: Our offers
    basis: consent
    data: {offer: [email]}
    retention: {criterion: until you unsubscribe}
    consent: {decided_by: email}
rights: {access: , rectification: , erasure: , restriction: , objection: , portability: }
"""
STORES = """\
stores:
  shop:
    url: ${SHOP_DATABASE}
    tables:
      letters:
        key: id
        kind: letter
        created: since
        fields: {email: email}
        impersonal: [since]
        links: [{role: subscriber, key: email, column: email, verified: double opt-in}]
      offers:
        key: id
        kind: offer
        created: since
        fields: {email: email}
        impersonal: [since]
        links: [{role: subscriber, key: email, column: email, verified: double opt-in}]
"""
TABLES = """
CREATE TABLE letters (id INTEGER PRIMARY KEY, email {text}, since TIMESTAMP NOT NULL);
CREATE TABLE offers (id INTEGER PRIMARY KEY, email {text}, since TIMESTAMP NOT NULL);
"""
ROWS = """
INSERT INTO letters VALUES (1, 'ana@example.com', '2026-11-01 09:00:00');
INSERT INTO offers VALUES (1, 'ana@example.com', '2026-11-01 09:00:00');
"""
GROWN = ("newsletter\n    basis", "newsletter\n    recipients: [printer]\n    basis")
TITLED = ("title: Our newsletter", "title: The newsletter")
LETTERS, OFFERS = (StoreName("shop"), TableName("letters")), (StoreName("shop"), TableName("offers"))


def later(days: int) -> datetime:
    return NOON + timedelta(days=days)


@pytest.fixture
def post(tmp_path: Path) -> Shop:
    """Two letters of which Ana takes both; the first version is published and accepted."""
    manifest = tmp_path / "manifest"
    manifest.mkdir()
    (manifest / "policy.yaml").write_text(POLICY, "utf-8")
    (manifest / "stores.yaml").write_text(STORES, "utf-8")
    shop = site_in(tmp_path, manifest, {"shop": (TABLES, ROWS)})
    published(shop, -9)
    shop.accepted(later(-9))
    answers = {id_of("newsletter"): Answer.GRANTED, id_of("offers"): Answer.GRANTED}
    with shop.open() as site:
        decide(site, [NewDecision(ANA, answers, Notice("en", "form"), "tick_box", later(-1))])
    return shop


def published(shop: Shop, day: int) -> None:
    with shop.open() as site:
        publish(site, Approval("Inès", later(day).date(), ()), (), later(day))


def states(shop: Shop, day: int) -> tuple[State, State]:
    """What holds Ana's address in each table, as an answer to an access says."""
    with shop.open() as site:
        told = [
            explain(site, frozenset({ANA}), site.manifest.table(*table), Column("email"), later(day))
            for table in (LETTERS, OFFERS)
        ]
    letters, offers = (max(reason.state for reason in found.reasons) for found in told)
    return letters, offers


def goes(shop: Shop, day: int) -> tuple[list[str], list[str]]:
    """The tables of which a sweep, and a plan about Ana, let something go."""
    with shop.open() as site:
        swept = sweep.make(site, later(day)).counts
        planned = plan.make(site, {ANA}, later(day)).counts
    return [table for _, table in swept], [table for _, table in planned]


def verdicts(shop: Shop, day: int) -> dict[str, Verdict]:
    with shop.open() as site:
        found = verify(site, later(day)).tables
    return {
        table.table: max((held.verdict for held in table.held), key=list(Verdict).index) for table in found
    }


def may(shop: Shop, day: int) -> list[Because | None]:
    with shop.open() as site:
        gate = Gate(site)
        told = [
            gate.may(Question(name), {"email": ANA.value}, later(day)) for name in ("newsletter", "offers")
        ]
        ledger = standing(site, {ANA}, later(day))
    because = [one.reason.because if isinstance(one, No) else None for one in told]
    granted = [ledger[id_of(name)].answer is Answer.GRANTED for name in ("newsletter", "offers")]
    assert granted == [one is None for one in because]
    return because


def test_outgrown_consents_freeze_then_end_for_whoever_judges_them(post: Shop) -> None:
    post.said(*GROWN)
    assert may(post, 0) == [None, None]  # written and not published: nobody was told, nothing is outgrown
    assert states(post, 0) == (State.ACTIVE, State.ACTIVE)
    published(post, 1)
    post.accepted(later(1))
    assert may(post, 2) == [Because.ASK_AGAIN, None]
    assert states(post, 2) == (State.FROZEN, State.ACTIVE)
    assert goes(post, 2) == ([], [])
    assert may(post, 120) == [Because.OUTGROWN, None]
    assert states(post, 120) == (State.ENDED, State.ACTIVE)
    assert goes(post, 120) == (["letters"], ["letters"])
    assert verdicts(post, 200) == {"letters": Verdict.BROKEN, "offers": Verdict.KEPT}
    with post.open() as site:
        made = plan.make(site, {ANA}, later(120))
        kept.keep(site, made)
    assert post.ran(made, later(120)).is_complete
    assert (post.ids("letters"), post.ids("offers")) == ([], [1])
    assert verdicts(post, 200) == {"letters": Verdict.KEPT, "offers": Verdict.KEPT}


def test_who_agrees_again_keeps_what_is_theirs(post: Shop) -> None:
    post.said(*GROWN)
    published(post, 1)
    post.accepted(later(1))
    with post.open() as site:
        again = {id_of("newsletter"): Answer.GRANTED}
        decide(site, [NewDecision(ANA, again, Notice("en", "form"), "tick_box", later(3))])
    assert may(post, 120) == [None, None]
    assert states(post, 120) == (State.ACTIVE, State.ACTIVE)
    assert goes(post, 120) == ([], [])


def test_a_version_that_grows_nothing_ends_nothing(post: Shop) -> None:
    post.said(*TITLED)
    published(post, 1)
    post.accepted(later(1))
    assert may(post, 120) == [None, None]
    assert goes(post, 120) == ([], [])


def test_a_version_published_after_the_words_were_accepted_destroys_nothing_unaccepted(post: Shop) -> None:
    """The words are the same; that they were published makes them narrow what was held, and a person sees the count."""
    post.said(*GROWN)
    post.accepted(later(0))
    published(post, 1)
    assert may(post, 120) == [Because.OUTGROWN, None]  # no use without a known yes
    assert states(post, 120) == (State.FROZEN, State.ACTIVE)
    assert goes(post, 120) == ([], [])
    assert post.accepted(later(120)) == 1
    assert goes(post, 120) == (["letters"], ["letters"])
