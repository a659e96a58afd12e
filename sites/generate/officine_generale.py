"""Officine Générale: an online shop with stores, where clerks fill in cards at the counter."""

from sites.generate.life import Life, cents
from sites.generate.people import Person

SHOPS = (
    ("Paris", "rue de Poitou"),
    ("Paris", "rue Guynemer"),
    ("Lyon", "rue Auguste-Comte"),
    ("London", "Mount Street"),
)
PRODUCTS = (
    "Pantalon en flanelle grise", "Chemise oxford bleue", "Manteau croisé marine", "Pull en cachemire", "Veste en lin",
    "Écharpe en laine", "Jean brut", "Polo en piqué", "Ceinture en cuir", "Costume deux pièces",
)  # fmt: skip
WORDS = {
    "fr": (
        "La manche est trop longue, pouvez-vous la reprendre ?",
        "Je souhaite renvoyer le pull, la taille ne va pas.",
        "Ma commande n’est pas arrivée, pouvez-vous vérifier ?",
    ),
    "en": (
        "The sleeve is too long, could you alter it?",
        "I would like to return the jumper, the size is wrong.",
        "My order has not arrived, could you look into it?",
    ),
}


def grow(life: Life) -> None:
    """Everybody's dealings with the shop and its stores."""
    for town, name in SHOPS:
        life.add("shops", town=town, name=name)
    for person in life.people:
        customer = _account(life, person) if person.has_account else None
        for _ in range(_orders(life, person)):
            _order(life, person, customer)
        if life.maybe(0.3) or person.email is None:
            _at_the_counter(life, person)
        if life.maybe(0.3) or person.number == 1:
            _case(life, person, customer)
        if person.email and (life.maybe(0.4) or person.number == 1):
            _subscription(life, person)
        for _ in range(life.chance.randint(0, 4)):
            _visit(life, person)
    for _ in range(len(life.people) // 20):
        _incident(life)


def _account(life: Life, person: Person) -> int:
    return life.add(
        "customers", title=life.chance.choice(("Mme", "M.", None)), last_name=person.last_name,
        first_name=person.first_name, email=person.email, phone=person.phone, postal_address=person.address,
        date_of_birth=str(person.born) if life.maybe(0.6) or person.is_minor else None,
        password_hash=f"$argon2id${life.chance.getrandbits(64):016x}", history=f"{life.chance.randint(0, 4)} commandes",
        created_at=life.moment(person.since), last_contact_at=None if life.maybe(0.05) else life.moment(person.seen),
    )  # fmt: skip


def _orders(life: Life, person: Person) -> int:
    if person.number == 1:
        return 3
    return life.chance.choice((0, 1, 1, 2, 3) if person.has_account else (1, 1, 2))


def _order(life: Life, person: Person, customer: int | None) -> None:
    ago = life.chance.randint(0, person.since)
    delivered = life.after(ago, 2, 9)
    prices = [cents(life.chance) for _ in range(life.chance.choice((1, 1, 2)))]
    named = {"last_name": person.last_name, "first_name": person.first_name, "email": person.email}
    order = life.add(
        "orders", customer_id=customer, title=life.chance.choice(("Mme", "M.", None)), **named, phone=person.phone,
        delivery_address=person.address, billing_address=person.address,
        information="paquet cadeau" if life.maybe(0.1) else "taille 48", placed_at=life.moment(ago),
        status="open" if delivered is None else "delivered",
        delivered_at=None if delivered is None else life.moment(delivered),
    )  # fmt: skip
    for price in prices:
        product = life.chance.choice(PRODUCTS)
        life.add("order_lines", order_id=order, product=product, price_cents=price, added_at=life.moment(ago))
    means = f"carte **** {life.chance.randint(0, 9999):04}"
    status = "unpaid" if life.maybe(0.02) else "paid"
    life.add(
        "payments", order_id=order, means=means, amount_cents=sum(prices), status=status, paid_at=life.moment(ago)
    )  # fmt: skip
    if delivered is not None:
        life.add(
            "invoices", order_id=order, customer_id=customer, **named, billing_address=person.address,
            amount_cents=sum(prices), issued_on=life.day(delivered),
        )  # fmt: skip
    if life.maybe(0.06):
        document = "justificatif de domicile, vu" if life.maybe(0.3) else None
        life.add(
            "fraud_checks", order_id=order, **named, phone=person.phone, order_said="montant inhabituel",
            alert="carte signalée" if life.maybe(0.2) else "rien", document=document, checked_at=life.moment(ago),
        )  # fmt: skip
    if life.maybe(0.005) or (person.number == 1 and not life.disputes):
        life.dispute("orders", order, "litige devant le tribunal judiciaire de Paris")


def _at_the_counter(life: Life, person: Person) -> None:
    ago = life.chance.randint(0, person.since)
    shop = life.chance.randint(1, len(SHOPS))
    card = life.add(
        "counter_cards", shop_id=shop, last_name=person.last_name, first_name=person.first_name,
        email=person.email if life.maybe(0.5) else None, phone=person.phone,
        date_of_birth=str(person.born) if life.maybe(0.1) else None, notice_read=1, created_at=life.moment(ago),
        last_contact_at=life.moment(life.chance.randint(0, ago)) if life.maybe(0.4) else None,
    )  # fmt: skip
    life.add(
        "counter_sales", shop_id=shop, counter_card_id=card, information=life.chance.choice(PRODUCTS),
        amount_cents=cents(life.chance), sold_at=life.moment(ago),
    )  # fmt: skip


def _case(life: Life, person: Person, customer: int | None) -> None:
    ago = life.chance.randint(0, person.since)
    closed = life.after(ago, 1, 20)
    life.add(
        "cases", customer_id=customer, last_name=person.last_name, first_name=person.first_name, email=person.email,
        phone=person.phone, postal_address=person.address, about_order="commande récente",
        body=life.chance.choice(WORDS[person.language]), status="open" if closed is None else "closed",
        channel=life.chance.choice(("email", "store", "post")) if person.email else "phone",
        received_at=life.moment(ago), closed_at=None if closed is None else life.moment(closed),
    )  # fmt: skip


def _subscription(life: Life, person: Person) -> None:
    ago = life.chance.randint(0, person.since)
    contact = life.moment(life.chance.randint(0, ago)) if life.maybe(0.5) else None
    life.add(
        "subscriptions", email=person.email, phone=person.phone, postal_address=person.address,
        gender=life.chance.choice(("f", "m", None)), history="2 commandes", items_clicked="manteaux",
        offers_clicked="ventes privées", opt_in=int(life.maybe(0.8)), created_at=life.moment(ago),
        last_contact_at=contact,
    )  # fmt: skip


def _visit(life: Life, person: Person) -> None:
    ago = life.chance.randint(0, min(person.since, 900))
    life.add(
        "visits", visitor=f"v-{person.number:06}", url="https://moteur.example",
        ip_address=f"192.0.2.{life.chance.randint(1, 254)}", browser="Safari 17", pages_viewed="nouveautés, manteaux",
        ads_clicked="campagne d’automne", search_terms="manteau marine", username=person.first_name.lower(),
        language=person.language, country="FR", visited_at=life.moment(ago),
    )  # fmt: skip


def _incident(life: Life) -> None:
    customers = len(life.tables["customers"])
    ago = life.chance.randint(0, 300)
    life.add(
        "store_incidents", shop_id=life.chance.randint(1, len(SHOPS)), customer_id=life.chance.randint(1, customers),
        description="article emporté sans paiement", images=f"caméra 2, extrait {ago:03}", recorded_at=life.moment(ago),
    )  # fmt: skip
