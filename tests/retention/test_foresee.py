"""What new words would mean is counted beforehand: the people, their consents, the data they would release."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sites.shop import NOON, Shop, shop_in
from troth.claims.facts import Effect
from troth.claims.keys import Key
from troth.manifest.names import PurposeName
from troth.retention.accept import accept, released
from troth.retention.foresee import Foreseen, foreseen
from troth.site import Site
from troth.subjects.model import NewFact
from troth.subjects.records import add_facts

SALES, NEWS, INVOICES = PurposeName("sales"), PurposeName("newsletter"), PurposeName("invoicing")


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return shop_in(tmp_path)


@pytest.fixture
def site(shop: Shop) -> Iterator[Site]:
    ready = shop.open()
    yield ready
    ready.close()


def given(site: Site, address: str, effect: Effect = Effect.GIVEN) -> None:
    fact = NewFact(effect, NOON, NOON, key=Key.of("email", address), purposes=frozenset({NEWS}), name="2")
    with site.database.transaction() as tx:
        add_facts(tx, site.name, [fact])


def counted(site: Site, *purposes: PurposeName, outgrown: tuple[PurposeName, ...] = ()) -> Foreseen:
    return foreseen(site, purposes, outgrown, NOON)


def test_people_are_counted_by_purpose_and_once_over_all(site: Site) -> None:
    found = counted(site, SALES, INVOICES)
    # Ana has orders and an invoice; Ben an invoice of 2019; Cleo was sent a gift, at an address nobody verified.
    assert found.people == {SALES: 2, INVOICES: 2}
    assert found.concerned == 3
    assert found.everybody >= found.concerned


def test_only_the_last_word_counts_as_consent(site: Site) -> None:
    given(site, "ana@example.com")
    given(site, "ben@example.com")
    given(site, "ben@example.com", Effect.WITHDRAWN)
    assert counted(site, outgrown=(NEWS,)).consents == {NEWS: 1}


def test_what_shorter_words_would_release_is_counted_and_stays(shop: Shop, site: Site) -> None:
    accept(site, sum(released(site, NOON).values()), "Ada", NOON)
    before = counted(site, INVOICES)
    assert sum(before.released.values()) == 0
    path = shop.folder / "policy.yaml"
    path.write_text(path.read_text("utf-8").replace("period: P10Y", "period: P3Y"), "utf-8")
    shorter = shop.open()
    assert sum(counted(shorter, INVOICES).released.values()) > 0
    assert len(shop.rows("SELECT * FROM invoices")) == 2
    shorter.close()


def test_a_store_that_is_down_is_named(shop: Shop, site: Site) -> None:
    (shop.folder.parent / "mailing.db").unlink()
    assert counted(site, SALES).down == {"mailing"}
