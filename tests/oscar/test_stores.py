"""The whole shop instead of one person: what has ended goes, and a verdict on what is held."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests.oscar.people import ANA, BEN
from tests.oscar.shop import LATER, TODAY, Oscar
from tests.oscar.test_erasure import UPHELD, erased
from troth.claims.keys import Key
from troth.manifest.names import TableName
from troth.requests.erase import Erasure, plan_erasure
from troth.retention.sweep.plan import keep, make
from troth.retention.sweep.run import carry_out
from troth.verify.model import TableVerdict, Verdict
from troth.verify.verify import verify

SOON = TODAY + timedelta(days=1)
IN_THREE_YEARS = TODAY + timedelta(days=3 * 366)
IN_TWELVE_YEARS = TODAY + timedelta(days=12 * 366)


def verdicts(shop: Oscar, at: datetime) -> dict[TableName, TableVerdict]:
    """The verdict on each table."""
    site = shop.open()
    found = {table.table: table for table in verify(site, at).tables}
    site.close()
    return found


def worst(shop: Oscar, at: datetime) -> dict[TableName, Verdict]:
    """The verdict on each table, as far as it is not just kept."""
    return {
        name: table.verdict for name, table in verdicts(shop, at).items() if table.verdict is not Verdict.KEPT
    }


def broken(shop: Oscar, at: datetime) -> dict[TableName, int]:
    """How many data ended longer ago than the lag, by table."""
    counts = {
        name: sum(held.counts.broken for held in table.held) for name, table in verdicts(shop, at).items()
    }
    return {name: count for name, count in counts.items() if count}


def test_a_fresh_shop_keeps_its_promises(any_oscar: Oscar) -> None:
    assert broken(any_oscar, SOON) == {}
    assert worst(any_oscar, SOON).keys() <= {
        "partner_partneraddress",  # nobody is known in it, and nothing says when it ends
        "auth_user_groups",  # Dina and Sam never signed in: their last contact is not known
        "partner_partner_users",
    }


def test_an_erasure_breaks_nothing_and_leaves_nothing_behind(any_oscar: Oscar) -> None:
    erased(any_oscar, ANA)
    assert broken(any_oscar, LATER + timedelta(days=60)).keys() <= {
        "basket_basket", "basket_line", "basket_basket_vouchers", "django_session", "order_shippingevent",
        "order_shippingaddress", "order_ordernote", "order_order",
    }  # fmt: skip  # what ends by time for everybody, and no sweep took
    site = any_oscar.open()
    later = LATER + timedelta(days=60)
    assert plan_erasure(site, Erasure([frozenset([Key.of("email", ANA)])], later, balances=UPHELD)).counts.keys() <= {
        ("oscar", "basket_basket"), ("oscar", "basket_basket_vouchers"), ("oscar", "order_shippingevent"),
        ("oscar", "order_ordernote"),
    }  # fmt: skip
    site.close()


def swept(shop: Oscar, at: datetime) -> int:
    """Sweep the shop; how many records changed or went."""
    site = shop.open()
    plan = make(site, at)
    keep(site, plan)
    assert carry_out(site, plan.id, lambda: at, plan.total).is_complete
    site.close()
    return plan.total


def test_a_sweep_takes_what_has_ended_and_the_shop_goes_on(any_oscar: Oscar) -> None:
    accounting = "SELECT number, total_incl_tax FROM order_order ORDER BY id"
    orders = any_oscar.rows(accounting)
    still_here = IN_THREE_YEARS.replace(tzinfo=None).isoformat(" ")  # Dina, who comes to work every day
    any_oscar.rows(f"UPDATE auth_user SET last_login = '{still_here}' WHERE username = 'dina'")
    assert swept(any_oscar, IN_THREE_YEARS) > 20
    assert broken(any_oscar, IN_THREE_YEARS) == {}
    gone = ("address_useraddress", "communication_email", "customer_productalert", "analytics_usersearch")
    assert [table for table in gone if any_oscar.rows(f"SELECT * FROM {table}")] == []
    assert any_oscar.rows("SELECT DISTINCT first_name, phone_number FROM order_shippingaddress") == [("", "")]
    assert any_oscar.rows(accounting) == orders  # for ten years
    assert swept(any_oscar, IN_THREE_YEARS) == 0

    desk = Client()
    desk.force_login(User.objects.get(username="dina"))
    for name in (
        "catalogue:index",
        "dashboard:order-list",
        "dashboard:users-index",
        "dashboard:reviews-list",
    ):
        assert desk.get(reverse(name)).status_code == 200
    assert desk.get(reverse("dashboard:order-detail", args=[orders[0][0]])).status_code == 200


def test_after_ten_years_orders_go_too(oscar: Oscar) -> None:
    swept(oscar, IN_TWELVE_YEARS)
    assert oscar.rows("SELECT count(*) FROM order_order") == [(0,)]
    assert oscar.rows("SELECT count(*) FROM order_line") == [(0,)]
    left = oscar.rows(f"SELECT count(*) FROM auth_user WHERE email IN ('{ANA}', '{BEN}')")
    assert left == [(0,)]
