"""Ana has herself erased from a shop that knows nothing of Troth: what goes, what stays, and that it still runs."""

import json
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from oscar.core.loading import get_model

from tests.oscar.people import ANA, BEN, CLEO, HOME, PASSWORD, buy, register
from tests.oscar.shop import LATER, Oscar
from troth.claims.keys import Key
from troth.manifest.names import PurposeName
from troth.requests.access import access
from troth.requests.erase import Balance, Erasure, plan_erasure
from troth.requests.explain import column_of, explain, in_words
from troth.retention.model import Plan
from troth.retention.run import carry_out

INTERESTS = ("reviews", "messages", "statistics")
UPHELD = [Balance(PurposeName(name), is_upheld=True, because="") for name in INTERESTS]
# What of Ana could be found by anybody who reads the database.
HERS = (
    ANA,
    "Duval",
    "Ana",
    "rue des Lilas",
    "rue du Port",
    "blue door",
    "samovar",
    "+33472000001",
    "XXXX-1111",
)


def erased(shop: Oscar, email: str) -> Plan:
    """Grant an erasure, with every interest decided for the person, and carry it out."""
    site = shop.open()
    plan = plan_erasure(site, Erasure([frozenset([Key.of("email", email)])], LATER, balances=UPHELD))
    assert carry_out(site, plan.id, LATER).is_complete
    site.close()
    return plan


def texts(shop: Oscar, tables: list[str]) -> str:
    """All that some tables hold, as text."""
    return "\n".join(str(shop.rows(f"SELECT * FROM {table}")) for table in tables)


def tables_of(shop: Oscar) -> list[str]:
    """Every table that the example declares."""
    site = shop.open()
    names = [str(table.name) for table in site.manifest.tables()]
    site.close()
    return names


def test_access_finds_everything_of_a_person_and_nothing_of_others(any_oscar: Oscar, tmp_path: Path) -> None:
    site = any_oscar.open()
    answered = access(site, [frozenset([Key.of("email", ANA)])], tmp_path / "answer", LATER)
    told = (tmp_path / "answer" / "person-0001" / "data.json").read_text()
    site.close()
    tables = {table["table"]: len(table["records"]) for table in json.loads(told)["tables"]}
    assert answered.down == {}
    assert tables.items() >= {
        ("auth_user", 1),
        ("address_useraddress", 2),
        ("payment_bankcard", 1),
        ("communication_email", 2),
        ("customer_productalert", 1),
        ("reviews_productreview", 2),
        ("wishlists_wishlistsharedemail", 1),
        ("analytics_usersearch", 1),
        ("basket_basket", 2),
        ("order_order", 1),
        ("order_shippingaddress", 1),
        ("order_billingaddress", 1),
        ("order_line", 1),
        ("order_ordernote", 1),
        ("payment_transaction", 1),
        ("voucher_voucherapplication", 1),
    }
    assert all(known in told for known in HERS[:7])
    assert not any(other in told for other in (BEN, CLEO, "Martin", "quai Sud"))


def test_a_guest_is_found_by_her_address_alone(any_oscar: Oscar, tmp_path: Path) -> None:
    site = any_oscar.open()
    access(site, [frozenset([Key.of("email", CLEO)])], tmp_path / "answer", LATER)
    told = (tmp_path / "answer" / "person-0001" / "data.json").read_text()
    note = json.loads((tmp_path / "answer" / "for-the-operator.json").read_text())
    site.close()
    tables = {table["table"] for table in json.loads(told)["tables"]}
    assert tables >= {"order_order", "order_shippingaddress", "order_line", "customer_productalert"}
    assert "reviews_productreview" not in tables  # anybody can write any address under a review
    assert note["people"][0]["candidates"] == {"oscar.reviews_productreview": 1}


def test_an_erasure_takes_all_but_what_accounting_and_the_guarantee_need(any_oscar: Oscar) -> None:
    shop = any_oscar
    accounting = "SELECT number, total_incl_tax, user_id FROM order_order ORDER BY id"
    lines = "SELECT title, quantity FROM order_line ORDER BY id"
    before = shop.rows(accounting), shop.rows(lines), shop.rows("SELECT reference FROM payment_transaction")
    erased(shop, ANA)

    assert (
        shop.rows(accounting),
        shop.rows(lines),
        shop.rows("SELECT reference FROM payment_transaction"),
    ) == before
    kept = ["order_billingaddress"]
    left = texts(shop, [table for table in tables_of(shop) if table not in (*kept, "django_admin_log")])
    assert [known for known in HERS if known in left] == []
    assert "Ana" in texts(shop, kept)
    assert shop.rows(
        "SELECT email, first_name, password FROM auth_user WHERE username <> 'dina' AND email = ''"
    ) == [("", "", "!")]


def test_others_lose_nothing_by_it(any_oscar: Oscar) -> None:
    of_ben = f"SELECT u.*, o.number FROM auth_user u JOIN order_order o ON o.user_id = u.id WHERE u.email = '{BEN}'"
    of_cleo = f"SELECT * FROM order_order WHERE guest_email = '{CLEO}'"
    reviews = (
        "SELECT title, body FROM reviews_productreview WHERE title IN ('Ben does not', 'A guest''s word')"
    )
    before = [any_oscar.rows(statement) for statement in (of_ben, of_cleo, reviews)]
    erased(any_oscar, ANA)
    assert [any_oscar.rows(statement) for statement in (of_ben, of_cleo, reviews)] == before
    assert all(before)


def test_erasing_twice_is_erasing_once(oscar: Oscar) -> None:
    erased(oscar, ANA)
    site = oscar.open()
    assert (
        plan_erasure(site, Erasure([frozenset([Key.of("email", ANA)])], LATER, balances=UPHELD)).counts == {}
    )
    site.close()


def pages() -> list[str]:
    """What visitors and the staff look at, everything that Ana was in among it."""
    orders = [order.number for order in get_model("order", "Order").objects.all()]
    products = list(get_model("catalogue", "Product").objects.all())
    review = get_model("reviews", "ProductReview").objects.order_by("id").first()
    customers = [user.pk for user in User.objects.all()]
    named = (
        "catalogue:index", "basket:summary", "dashboard:index", "dashboard:order-list", "dashboard:order-stats",
        "dashboard:users-index", "dashboard:user-alert-list", "dashboard:reviews-list", "dashboard:reports-index",
        "dashboard:voucher-list", "dashboard:partner-list", "dashboard:catalogue-product-list",
    )  # fmt: skip
    return [
        *(reverse(name) for name in named),
        *(product.get_absolute_url() for product in products),
        *(reverse("catalogue:reviews-list", args=[one.slug, one.pk]) for one in products),
        *(reverse("dashboard:order-detail", args=[number]) for number in orders),
        *(reverse("dashboard:user-detail", args=[key]) for key in customers),
        reverse("dashboard:reviews-update", args=[review.pk]),
        reverse("admin:index"),
        "/admin/auth/user/",
        "/admin/order/order/",
        f"/admin/auth/user/{customers[-1]}/change/",
    ]


def test_the_shop_and_its_dashboard_still_answer(any_oscar: Oscar) -> None:
    erased(any_oscar, ANA)
    desk = Client()
    desk.force_login(User.objects.get(username="dina"))
    answered = {page: desk.get(page) for page in pages()}
    assert {page: answer.status_code for page, answer in answered.items() if answer.status_code != 200} == {}

    tea = answered[
        get_model("catalogue", "Product").objects.get(title="Green tea").get_absolute_url()
    ].content.decode()
    assert "Ben does not" in tea
    assert "Ana likes it" not in tea
    assert ANA not in answered[reverse("dashboard:users-index")].content.decode()


def test_nobody_signs_in_with_the_erased_account_and_ben_still_does(oscar: Oscar) -> None:
    erased(oscar, ANA)
    for email, status in ((ANA, 200), (BEN, 302)):  # the form again, or on to the account
        fields = {"login-username": email, "login-password": PASSWORD, "login_submit": "1"}
        assert Client().post(reverse("customer:login"), fields).status_code == status


def test_orders_go_on_after_an_erasure(oscar: Oscar) -> None:
    erased(oscar, ANA)
    tea = get_model("catalogue", "Product").objects.get(title="Green tea")
    buy(register(ANA, "Ana", "Duval"), tea, HOME)  # the same address may open an account again
    assert len(oscar.rows(f"SELECT id FROM auth_user WHERE email = '{ANA}'")) == 1


@pytest.mark.parametrize(
    ("datum", "expected"),
    [
        ("order_order.status", "Commercial Code, art. L123-22"),
        ("order_line.title", "The guarantee on what you bought"),
        ("auth_user.email", "Your account"),
        ("payment_bankcard.number", "Cards that you had us save"),
    ],
)
def test_explain_says_why(oscar: Oscar, datum: str, expected: str) -> None:
    site = oscar.open()
    table, column = column_of(site.manifest, datum)
    found = explain(site, frozenset([Key.of("email", ANA)]), table, column, LATER)
    told = "\n".join(in_words(site.manifest, found, "en"))
    site.close()
    assert expected in told
