"""Where the law is stricter than the promise it is obeyed, and what it releases waits for a person, as ever."""

from tests.retention.shop import ANA, NOON, Shop
from troth.manifest.names import Column, PurposeName
from troth.requests.explain import column_of, explain, in_words
from troth.retention.model import Ground

PROMISED, LONGER = "retention: P2Y from received", "retention: P9Y from received"
OLD = "INSERT INTO service_requests VALUES (33, 'dora@example.com', NULL, 'Hello?', '2025-02-01 10:00:00')"


def goes(shop: Shop, table: str = "service_requests") -> set[tuple[str, ...]]:
    """The records of a table that a run would change or remove."""
    return {one.record.key for one in shop.planned().planned if one.record.table == table}


def test_a_maximum_of_the_law_ends_what_was_promised_to_stay(shop: Shop) -> None:
    """A question of February 2025: promised for nine years, while the law's table gives a contact one."""
    shop.rows(OLD)
    shop.said(PROMISED, LONGER)
    shop.accepted()
    assert goes(shop) == set()
    shop.said(LONGER, f"{LONGER}\n    sort: contact")
    made = shop.planned()
    assert {s.ground for s in made.stays if s.table[1] == "service_requests"} >= {Ground.UNACCEPTED}
    assert goes(shop) == set()
    assert shop.accepted() > 0
    assert goes(shop) == {("33",)}


def test_what_was_accepted_is_known_with_the_periods_of_that_day(shop: Shop) -> None:
    shop.rows(OLD)
    shop.said(PROMISED, f"{PROMISED}\n    sort: contact")
    shop.accepted()
    with shop.open() as site:
        assert str(site.manifest.purposes[PurposeName("service")].active.period) == "P1Y"
    assert goes(shop) == {("33",)}
    shop.said("\n    sort: contact", "")
    assert shop.accepted() == 0  # the longer period is back, and releases nothing
    assert goes(shop) == set()


def test_a_duty_of_the_law_keeps_what_was_promised_to_go(shop: Shop) -> None:
    shop.said("retention: {from: billed, period: P10Y, limit: min}", "retention: P6W from billed")
    shop.accepted()
    assert ("1011",) in goes(shop, "invoices")
    shop.said("retention: P6W from billed", "retention: P6W from billed\n    sort: accounting")
    shop.accepted()
    assert ("1011",) not in goes(shop, "invoices")


def test_explain_names_promise_and_law(shop: Shop) -> None:
    promised = "retention: P3Y from last_contact"
    shop.said(promised, promised.replace("P3Y", "P9Y") + "\n    sort: account")
    shop.accepted()
    with shop.open() as site:
        table, column = column_of(site.manifest, "customers.email")
        assert column == Column("email")
        found = explain(site, frozenset({ANA}), table, column, NOON)
        english, french = (in_words(site.manifest, found, language)[0] for language in ("en", "fr"))
    assert "the law asks for 2\xa0years, not the 9\xa0years that were promised: CNIL" in english
    assert "la loi demande 2\xa0ans, et non 9\xa0ans comme promis\xa0: CNIL" in french
