"""
What people do in the shop, by oscar's own pages as far as it has some, else by its own models.

Ana has an account and does everything that one can do; Ben has one too, and their reviews and votes meet;
Cleo buys as a guest and writes under her e-mail address alone; Dina works for the shop, Sam for a supplier.
"""

from decimal import Decimal
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from oscar.apps.communication.utils import Dispatcher
from oscar.core.loading import get_model
from oscar.test import factories

ANA, BEN, CLEO = "ana@example.com", "ben@example.com", "cleo@example.com"
DINA, SAM, FRIEND = "dina@shop.example", "sam@supplier.example", "friend@example.com"
PASSWORD = "tea-pot-and-cup-9"
HOME = {
    "first_name": "Ana",
    "last_name": "Duval",
    "line1": "3 rue des Lilas",
    "line4": "Lyon",
    "postcode": "69001",
    "phone_number": "+33 4 72 00 00 01",
    "notes": "Ring twice at the blue door",
}
ELSEWHERE = {"line1": "5 quai Sud", "line4": "Marseille", "postcode": "13002"}


def live_in_the_shop() -> None:
    """Everything that the tests know of, in the database that is current."""
    tea, cup, sold_out = stock()
    dina, sam = staff(tea)
    ana, ben, cleo = register(ANA, "Ana", "Duval"), register(BEN, "Ben", "Lee"), Client()
    buy(ana, tea, HOME, voucher="TEATIME")
    buy(ben, cup, {**ELSEWHERE, "first_name": "Ben", "last_name": "Lee"})
    buy(cleo, tea, {**ELSEWHERE, "first_name": "Cleo", "last_name": "Martin"}, guest=CLEO)
    use_the_account(ana, tea, cup, sold_out)
    meet(ana, ben, cleo, tea, cup)
    write_as_a_guest(cleo, tea, sold_out)
    work(dina, sam, tea)


def product_page(product: Any) -> str:
    return str(product.get_absolute_url())


def stock() -> tuple[Any, Any, Any]:
    """Three products, one of them sold out, and a voucher."""
    factories.CountryFactory(iso_3166_1_a2="FR", printable_name="France", is_shipping_country=True)
    products = [
        factories.create_product(
            title=title, price=Decimal(price), num_in_stock=number, partner_name="Tea Ltd"
        )
        for title, price, number in (
            ("Green tea", "9.90", 100),
            ("Blue cup", "4.50", 100),
            ("Old pot", "80", 0),
        )
    ]
    factories.create_voucher(code="TEATIME")
    tea, cup, sold_out = products
    return tea, cup, sold_out


def staff(product: Any) -> tuple[User, User]:
    """Dina, who may do everything, and Sam, who works for a supplier."""
    dina = User.objects.create_superuser("dina", DINA, PASSWORD, first_name="Dina", last_name="Roy")
    dina.groups.add(Group.objects.create(name="Service"))
    sam = User.objects.create_user("sam", SAM, PASSWORD, first_name="Sam", last_name="Noor")
    partner = product.stockrecords.get().partner
    partner.users.add(sam)
    partner.addresses.create(
        first_name="Sam", last_name="Noor", line1="1 Wharf", line4="Nantes", postcode="44000", country_id="FR"
    )
    return dina, sam


def sent(client: Client, address: str, fields: dict[str, Any]) -> Any:
    """Send a form; oscar answers with another page where it takes it."""
    answer = client.post(address, fields)
    assert answer.status_code == 302, (address, _errors(answer))
    return answer


def _errors(answer: Any) -> list[Any]:
    values = [value for part in answer.context or () for one in part.dicts for value in one.values()]
    return [found for value in values if (found := getattr(value, "errors", None))][:3]


def register(email: str, first: str, last: str) -> Client:
    """Open an account, and put a name into its profile."""
    client = Client()
    fields = {"email": email, "password1": PASSWORD, "password2": PASSWORD}
    sent(client, reverse("customer:register"), fields)
    profile = {"first_name": first, "last_name": last, "email": email}
    sent(client, reverse("customer:profile-update"), profile)
    return client


def buy(client: Client, product: Any, address: dict[str, str], *, guest: str = "", voucher: str = "") -> None:
    """Put a product into the basket and go through the checkout."""
    assert client.get(product_page(product)).status_code == 200
    sent(client, reverse("basket:add", args=[product.pk]), {"quantity": 1})
    if voucher:
        sent(client, reverse("basket:vouchers-add"), {"code": voucher})
    if guest:
        sent(client, reverse("checkout:index"), {"username": guest, "options": "anonymous"})
    sent(client, reverse("checkout:shipping-address"), {**address, "country": "FR"})
    client.get(reverse("checkout:shipping-method"))
    client.get(reverse("checkout:payment-method"))
    sent(client, reverse("checkout:preview"), {"action": "place_order"})
    assert client.get(reverse("checkout:thank-you")).status_code == 200


def use_the_account(ana: Client, tea: Any, cup: Any, sold_out: Any) -> None:
    """The address book, a search, an alert, a wish list that is shared, a basket that is left, a bank card."""
    sent(ana, reverse("customer:address-create"), {**HOME, "line1": "7 rue du Port", "country": "FR"})
    assert ana.get(reverse("search:search"), {"q": "samovar"}).status_code == 200
    sent(ana, reverse("customer:alert-create", args=[sold_out.pk]), {})
    sent(ana, reverse("customer:wishlists-create"), _wish_list())
    wish_list = get_model("wishlists", "WishList").objects.get()
    sent(ana, reverse("customer:wishlists-add-product", args=[wish_list.key, cup.pk]), {})
    sent(ana, reverse("basket:add", args=[cup.pk]), {"quantity": 2})
    user = User.objects.get(email=ANA)
    card = get_model("payment", "Bankcard")(
        user=user,
        name="Ana Duval",
        number="4111111111111111",
        expiry_date="2030-01-31",
        partner_reference="tok_1",
    )
    card.save()
    Dispatcher().notify_user(user, "Your parcel is on its way", body="Dear Ana, it comes on Monday.")


def _wish_list() -> dict[str, Any]:
    shared = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 9, "0-email": FRIEND}
    return {
        "name": "Birthday",
        "visibility": "Shared",
        **{f"shared_emails-{name}": v for name, v in shared.items()},
    }


def meet(ana: Client, ben: Client, cleo: Client, tea: Any, cup: Any) -> None:
    """Ana and Ben review a product each, and vote for each other's review."""
    review(ana, tea, {"title": "Ana likes it", "score": 5, "body": "I drink it in the rue des Lilas."})
    review(ana, cup, {"title": "Too small", "score": 2, "body": "Ana Duval again."})
    review(ben, tea, {"title": "Ben does not", "score": 1, "body": "Too green for me."})
    for client, title in ((ben, "Ana likes it"), (ana, "Ben does not")):
        one = get_model("reviews", "ProductReview").objects.get(title=title)
        address = reverse("catalogue:reviews-vote", args=[tea.slug, tea.pk, one.pk])
        sent(client, address, {"delta": 1})


def review(client: Client, product: Any, fields: dict[str, Any]) -> None:
    """Write a review."""
    sent(client, reverse("catalogue:reviews-add", args=[product.slug, product.pk]), fields)


def write_as_a_guest(cleo: Client, tea: Any, sold_out: Any) -> None:
    """A review and an alert under an e-mail address alone."""
    who = {"name": "Cleo M.", "email": CLEO}
    review(cleo, tea, {"title": "A guest's word", "score": 4, "body": "Fine.", **who})
    sent(cleo, reverse("customer:alert-create", args=[sold_out.pk]), {"email": CLEO})
    alert = get_model("customer", "ProductAlert").objects.get(email=CLEO)
    cleo.get(reverse("customer:alerts-confirm", args=[alert.key]))


def work(dina: User, sam: User, tea: Any) -> None:
    """Dina notes something on Ana's order and ships it; the till books the payment; the admin's log tells of it."""
    order = get_model("order", "Order").objects.get(user__email=ANA)
    desk = Client()
    desk.force_login(dina)
    detail = reverse("dashboard:order-detail", args=[order.number])
    sent(desk, detail, {"order_action": "save_note", "message": "Ana called: leave it with the neighbour."})
    order.billing_address = factories.BillingAddressFactory(
        first_name="Ana",
        last_name="Duval",
        line1="3 rue des Lilas",
        line4="Lyon",
        postcode="69001",
        country_id="FR",
    )
    order.save()
    source = factories.SourceFactory(order=order, amount_allocated=order.total_incl_tax, label="Visa 1111")
    factories.TransactionFactory(source=source, reference="tx-1")
    kind = get_model("order", "PaymentEventType").objects.create(name="Settled", code="settled")
    paid = order.payment_events.create(event_type=kind, amount=order.total_incl_tax, reference="tx-1")
    paid.line_quantities.create(line=order.lines.get(), quantity=1)
    kind = get_model("order", "ShippingEventType").objects.create(name="Shipped", code="shipped")
    shipped = order.shipping_events.create(event_type=kind, notes="Ana signed at the blue door")
    shipped.line_quantities.create(line=order.lines.get(), quantity=1)
    LogEntry.objects.create(
        user=dina,
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(order.user_id),
        object_repr="Ana Duval",
        action_flag=CHANGE,
        change_message="Changed the name",
    )
    get_model("offer", "Range").objects.create(name="Teas").file_uploads.create(
        filepath="teas.csv", size=10, uploaded_by=sam
    )
