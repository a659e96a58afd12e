"""The suppression list: who objected to marketing, for good, whatever else is forgotten or brought in again."""

from datetime import timedelta

import pytest

from tests.gate.shop import ANA, NOON, given, newsletter, opened, told
from tests.gate.test_may import OFFERS, may, why
from tests.retention.shop import Shop, fact
from troth.claims.facts import Effect
from troth.claims.keys import Key
from troth.gate.model import Because
from troth.gate.suppress import NotMarketing, bar
from troth.subjects.records import forget_person

LATER = NOON + timedelta(minutes=1)
PHONE = Key.of("phone", "+33600000001")


def test_an_objection_outlives_all_that_is_known_of_the_person(shop: Shop) -> None:
    told(shop, fact(Effect.OBJECTED, ANA, purposes=OFFERS), newsletter(Effect.WITHDRAWN, ANA))
    with shop.open() as ready, ready.database.transaction() as tx:
        forget_person(tx, ready.name, [ANA, Key.of("account", "1")])
    with opened(shop) as site:
        assert why(may(site, "offers", channel="email")) is Because.SUPPRESSED
        assert why(may(site, "newsletter", channel="email")) is Because.SUPPRESSED


def test_a_list_brought_in_again_meets_it_and_a_later_consent_opens_it(shop: Shop) -> None:
    """What an old list says was consented to comes before the objection; a consent given since comes after."""
    told(shop, newsletter(Effect.WITHDRAWN, ANA))
    with shop.open() as ready, ready.database.transaction() as tx:
        forget_person(tx, ready.name, [ANA])
    told(shop, given(at=NOON - timedelta(days=400)))
    with opened(shop) as site:
        assert why(may(site, "newsletter", channel="email")) is Because.SUPPRESSED
        site.record(given(at=NOON + timedelta(seconds=1)))
        assert may(site, "newsletter", channel="email")


def test_who_is_barred_by_a_list_is_barred_from_all_marketing(shop: Shop) -> None:
    told(shop, given())
    with shop.open() as ready:
        assert bar(ready, [ANA, Key.of("email", "no@example.com"), ANA], LATER) == (3, 2)
        assert bar(ready, [ANA], LATER) == (1, 0)
    with opened(shop) as site:
        at = LATER + timedelta(minutes=1)
        assert why(may(site, "newsletter", channel="email", at=at)) is Because.SUPPRESSED
        assert why(may(site, "offers", channel="email", at=at)) is Because.SUPPRESSED
        assert may(site, "orders", at=at)


def test_a_channel_is_barred_alone(shop: Shop) -> None:
    told(shop, given())
    with shop.open() as ready:
        bar(ready, [ANA], LATER, channel="phone")
    with opened(shop) as site:
        at = LATER + timedelta(minutes=1)
        assert may(site, "newsletter", channel="email", at=at)
        assert why(may(site, "newsletter", channel="phone", at=at)) is Because.SUPPRESSED
        assert why(may(site, "newsletter", at=at)) is Because.SUPPRESSED  # it may be that channel


def test_the_list_names_nobody(shop: Shop) -> None:
    with shop.open() as ready:
        bar(ready, [ANA, PHONE], LATER)
    content = (shop.folder.parent / "troth.db").read_bytes()
    assert b"ana@example" not in content
    assert b"600000001" not in content


@pytest.mark.parametrize("told_", [{"purposes": ["orders"]}, {"channel": "fax"}])
def test_what_is_no_marketing_is_not_barred(shop: Shop, told_: dict[str, object]) -> None:
    with shop.open() as ready, pytest.raises(NotMarketing):
        bar(ready, [ANA], LATER, **told_)  # type: ignore[arg-type]  # as each case names it
