"""Crosscall: a shop of rugged phones, each registered by its serial number, with customer service and repairs."""

from sites.generate.life import Life, cents
from sites.generate.people import Person

PHONES = ("CORE-X5", "STELLAR-M6", "ACTION-X5", "CORE-Z5", "CORE-T5", "TREKKER-X4", "SPIDER-X5")
EXTRAS = ("X-CHAIN", "X-DOCK", "X-POWER 2", "coque de protection", "verre trempé", "câble magnétique")
WORDS = {
    "fr": (
        "Mon téléphone ne se charge plus depuis la mise à jour.",
        "Où en est la réparation ? Je l’ai envoyé il y a dix jours.",
        "L’écran est fendu, est-ce pris en charge par la garantie ?",
        "Je n’ai pas reçu la facture de ma commande.",
    ),
    "en": (
        "My phone no longer charges since the update.",
        "Where is the repair? I sent it ten days ago.",
        "The screen is cracked, does the guarantee cover it?",
        "I have not received the invoice for my order.",
    ),
}
REVIEWS = {
    "fr": ("Très solide, autonomie correcte.", "Décevant par grand froid."),
    "en": ("Very sturdy.", "Poor in the cold."),
}


def grow(life: Life) -> None:
    """Everybody's dealings with the shop and its customer service."""
    for person in life.people:
        customer = _account(life, person) if person.has_account else None
        for _ in range(_orders(life, person)):
            _order(life, person, customer)
        if life.maybe(0.45) or person.number == 1:
            _registration(life, person, customer)
        if life.maybe(0.35) or person.number == 1:
            _request(life, person, customer)
        _other(life, person)
        for _ in range(life.chance.randint(0, 4)):
            _visit(life, person, customer)


def _account(life: Life, person: Person) -> int:
    seen = None if life.maybe(0.05) else life.moment(person.seen)
    customer = life.add(
        "customers", name=person.name, username=f"{person.first_name.lower()}{person.number}",
        password_hash=f"$argon2id${life.chance.getrandbits(64):016x}", email=person.email, phone=person.phone,
        postal_address=person.address, date_of_birth=str(person.born) if life.maybe(0.4) or person.is_minor else None,
        title=life.chance.choice(("Mme", "M.", None)), preferences=life.chance.choice(("chantier", "randonnée", None)),
        created_at=life.moment(person.since), last_contact_at=seen,
    )  # fmt: skip
    for ago in (person.seen, life.chance.randint(person.seen, person.since)):
        life.add(
            "logins", customer_id=customer, ip_address=f"198.51.100.{life.chance.randint(1, 254)}",
            login=life.chance.choice(("réussie", "réussie", "mot de passe erroné")), location=person.town,
            signed_in_at=life.moment(ago),
        )  # fmt: skip
    if life.maybe(0.2) or person.number == 1:
        ago = life.chance.randint(0, person.since)
        life.add(
            "saved_cards", customer_id=customer, card=f"tok_{customer:05}, **** {life.chance.randint(0, 9999):04}",
            keep=int(life.maybe(0.8)), kept_at=life.moment(ago), expires_on=life.day(ago - 900),
        )  # fmt: skip
    if life.maybe(0.12) or person.number == 1:
        is_published = life.maybe(0.8)
        ago = life.chance.randint(30, person.since)
        life.add(
            "reviews", customer_id=customer, username=f"{person.first_name.lower()}{person.number}",
            body=life.chance.choice(REVIEWS[person.language]), is_published=int(is_published),
            posted_at=life.moment(ago), removed_at=None if is_published else life.moment(ago - 20),
        )  # fmt: skip
    return customer


def _orders(life: Life, person: Person) -> int:
    if person.number == 1:
        return 3
    return life.chance.choice((0, 1, 1, 2, 3) if person.has_account else (1, 1, 2))


def _order(life: Life, person: Person, customer: int | None) -> None:
    ago = life.chance.randint(0, person.since)
    delivered = life.after(ago, 2, 9)
    products = [life.chance.choice(PHONES), *life.chance.sample(EXTRAS, life.chance.choice((0, 0, 1, 2)))]
    total = sum(cents(life.chance) for _ in products)
    problem = "colis laissé devant la porte" if life.maybe(0.05) else None
    order = life.add(
        "orders", customer_id=customer, name=person.name, email=person.email, phone=person.phone,
        postal_address=person.address, delivery_problem=problem, total_cents=total,
        status="open" if delivered is None else "delivered", placed_at=life.moment(ago),
        delivered_at=None if delivered is None else life.moment(delivered),
    )  # fmt: skip
    for product in products:
        history = life.chance.choice(("expédié", "expédié", "échangé"))
        life.add("order_lines", order_id=order, product=product, history=history, added_at=life.moment(ago))
    is_by_card = life.maybe(0.85)
    life.add(
        "payments", order_id=order, card=f"**** {life.chance.randint(0, 9999):04}" if is_by_card else None,
        iban=None if is_by_card else f"FR76 3000 4000 {order:04} 0000 0000 000", amount_cents=total,
        paid_at=life.moment(ago), executed_at=None if delivered is None else life.moment(delivered),
    )  # fmt: skip
    if delivered is not None:
        life.add(
            "invoices", order_id=order, customer_id=customer, name=person.name, email=person.email,
            postal_address=person.address, amount_cents=total, issued_on=life.day(delivered),
        )  # fmt: skip
    if life.maybe(0.005) or (person.number == 1 and not life.disputes):
        life.dispute("orders", order, "litige devant le tribunal de commerce d’Aix-en-Provence")


def _registration(life: Life, person: Person, customer: int | None) -> None:
    ago = life.chance.randint(5, person.since)
    life.add(
        "registrations", customer_id=customer, name=person.name, email=person.email, phone=person.phone,
        imei=_imei(person), product=life.chance.choice(PHONES), bought_on=life.day(ago),
        registered_at=life.moment(ago - 3),
    )  # fmt: skip


def _imei(person: Person) -> str:
    return f"35000000{person.number:07}"


def _request(life: Life, person: Person, customer: int | None) -> None:
    ago = life.chance.randint(0, person.since)
    closed = life.after(ago, 1, 25)
    channel = life.chance.choice(("email", "chat", "form")) if person.email else "phone"
    life.add(
        "requests", customer_id=customer, name=person.name, email=person.email, phone=person.phone,
        imei=_imei(person) if life.maybe(0.5) else None, channel=channel,
        body=life.chance.choice(WORDS[person.language]), status="open" if closed is None else "closed",
        received_at=life.moment(ago), closed_at=None if closed is None else life.moment(closed),
    )  # fmt: skip


def _other(life: Life, person: Person) -> None:
    """Contests, applications, events, marketing choices and numbers that are not to be called."""
    ago = life.chance.randint(0, person.since)
    named = {"name": person.name, "email": person.email}
    if person.email and life.maybe(0.08):
        life.add(
            "contest_entries",
            **named,
            answer="réponse B",
            entered_at=life.moment(ago),
            ends_on=life.day(ago - 30),
        )
    if person.email and not person.is_minor and life.maybe(0.04):
        body = "Candidature : technicien de réparation. Cinq ans d’expérience."
        exchange = life.moment(max(0, ago - 40))
        life.add(
            "applications",
            **named,
            phone=person.phone,
            body=body,
            received_at=life.moment(ago),
            last_exchange_at=exchange,
        )
    if person.email and life.maybe(0.06):
        life.add(
            "event_registrations",
            **named,
            event="X-TRAIL 2026",
            registered_at=life.moment(ago),
            held_on=life.day(ago - 20),
        )
    if person.email and (life.maybe(0.4) or person.number == 1):
        life.add(
            "subscriptions", email=person.email, phone=person.phone, postal_address=person.address,
            opt_in=int(life.maybe(0.8)), partners=int(life.maybe(0.1)), created_at=life.moment(ago),
            last_contact_at=life.moment(life.chance.randint(0, ago)) if life.maybe(0.5) else None,
        )  # fmt: skip
    if person.phone and life.maybe(0.08):
        life.add(
            "phone_opt_outs",
            phone=person.phone,
            email=person.email,
            received_at=life.moment(ago),
            effective_at=life.moment(ago),
        )


def _visit(life: Life, person: Person, customer: int | None) -> None:
    ago = life.chance.randint(0, min(person.since, 900))
    viewed = life.chance.sample(PHONES, 2)
    visitor = f"v-{person.number:06}"
    if life.maybe(0.2):
        life.add(
            "baskets", visitor=visitor, customer_id=customer, products=viewed[0], created_at=life.moment(ago),
            changed_at=life.moment(max(0, ago - 1)),
        )  # fmt: skip
    life.add(
        "visits", visitor=visitor, browsing="accueil, téléphones, assistance", products_viewed=", ".join(viewed),
        searches=viewed[1].lower(), interests="résistance à l’eau", pages_viewed=life.chance.randint(1, 20),
        city=person.town, frequency="3 visites par mois", duration="4 min", browser="Firefox 128",
        network_operator="Orange", device_type="téléphone", visited_at=life.moment(ago),
    )  # fmt: skip
