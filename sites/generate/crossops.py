"""Crossops: an online shop that checks transactions for fraud, and locates those who agree."""

from sites.generate.life import Life, cents
from sites.generate.people import Person

PRODUCTS = (
    "Casque de réalité virtuelle", "Manette sans fil", "Carte cadeau 50 €", "Figurine articulée", "Jeu de plateau",
    "Clavier mécanique", "Tapis de souris", "Coffret collector", "Poster encadré", "Sac à dos", "Lampe d’ambiance",
)  # fmt: skip
QUESTIONS = {
    "fr": ("Bonjour, où en est ma commande ?", "Pouvez-vous changer l’adresse de livraison ?"),
    "en": ("Hello, where is my order?", "Could you change the delivery address?"),
}
COMPLAINTS = {
    "fr": (
        "Le colis est arrivé ouvert, je souhaite être remboursé.",
        "Pourquoi ma commande a-t-elle été refusée ? Ma carte fonctionne partout ailleurs.",
    ),
    "en": (
        "The parcel came open, I would like a refund.",
        "Why was my order declined? My card works everywhere else.",
    ),
}
REMARKS = {
    "fr": ("Livraison rapide, rien à redire.", "Le moteur de recherche ne trouve pas les accessoires."),
    "en": ("Quick delivery, nothing to add.", "The search does not find accessories."),
}
DEVICES = (
    ("Firefox 128", "Linux", "ThinkPad X1", "gen 9", "desktop"),
    ("Safari 17", "iOS 17", "iPhone 13", "A2633", "mobile"),
    ("Chrome 126", "Windows 11", "Surface Pro", "9", "desktop"),
    ("Chrome 126", "Android 14", "Pixel 7", "GVU6C", "mobile"),
)
CHECKS = ("adresse vérifiée", "numéro inconnu", "carte et pays différents", "rien à signaler")


def grow(life: Life) -> None:
    """Everybody's dealings with the shop."""
    for person in life.people:
        customer = _account(life, person) if person.has_account else None
        for _ in range(_orders(life, person)):
            _order(life, person, customer)
        if life.maybe(0.3) or person.number == 1:
            _message(life, person, customer)
        if person.email and life.maybe(0.4):
            _subscription(life, person)
        if person.email and life.maybe(0.1):
            body = life.chance.choice(REMARKS[person.language])
            nature = life.chance.choice(("remark", "survey"))
            ago = life.chance.randint(0, person.since)
            life.add(
                "remarks", email=person.email, nature=nature, body=body, consent=1, given_at=life.moment(ago)
            )
        for _ in range(life.chance.randint(0, 5)):
            _visit(life, person, customer)


def _account(life: Life, person: Person) -> int:
    is_closed = person.number != 1 and life.maybe(0.15)
    closed = life.chance.randint(0, person.seen) if is_closed else None
    customer = life.add(
        "customers", name=person.name, email=person.email, phone=person.phone, postal_address=person.address,
        date_of_birth=str(person.born) if life.maybe(0.5) or person.is_minor else None,
        email_check=life.chance.choice(("délivrable", "délivrable", "douteuse")),
        created_at=life.moment(person.since), closed_at=None if closed is None else life.moment(closed),
    )  # fmt: skip
    if life.maybe(0.15) or person.number == 1:
        for _ in range(life.chance.randint(1, 4)):
            _position(life, customer, life.chance.randint(0, min(person.since, 120)))
    if life.maybe(0.3) or person.number == 1:
        interests = ", ".join(life.chance.sample(PRODUCTS, 2))
        ago = life.chance.randint(0, min(person.since, 600))
        life.add(
            "profiles", customer_id=customer, interests=interests, consent=int(life.maybe(0.7)),
            computed_at=life.moment(ago),
        )  # fmt: skip
    return customer


def _position(life: Life, customer: int, ago: int) -> None:
    life.add(
        "positions", customer_id=customer, longitude=round(life.chance.uniform(-1.5, 7.2), 6),
        latitude=round(life.chance.uniform(43.2, 50.3), 6), located=life.moment(ago), consent=int(life.maybe(0.85)),
        located_at=life.moment(ago),
    )  # fmt: skip


def _orders(life: Life, person: Person) -> int:
    if person.number == 1:
        return 3
    return life.chance.choice((0, 1, 1, 2, 4) if person.has_account else (1, 1, 1, 2, 3))


def _order(life: Life, person: Person, customer: int | None) -> None:
    ago = life.chance.randint(0, person.since)
    is_declined = life.maybe(0.04)
    delivered = None if is_declined else life.after(ago, 2, 9)
    status = "declined" if is_declined else "open" if delivered is None else "delivered"
    prices = [cents(life.chance) for _ in range(life.chance.choice((1, 1, 2, 3)))]
    order = life.add(
        "orders", customer_id=customer, name=person.name, email=person.email, phone=person.phone,
        postal_address=person.address, total_cents=sum(prices), status=status, placed_at=life.moment(ago),
        delivered_at=None if delivered is None else life.moment(delivered),
    )  # fmt: skip
    for price in prices:
        product = life.chance.choice(PRODUCTS)
        life.add(
            "order_lines",
            order_id=order,
            product=product,
            quantity=1,
            price_cents=price,
            added_at=life.moment(ago),
        )
    life.add(
        "fraud_checks", order_id=order, provider_result=life.chance.choice(CHECKS),
        decision="refusée : carte et pays différents" if is_declined else "acceptée",
        amount_cents=sum(prices), reviewed=int(is_declined and life.maybe(0.3)), decided_at=life.moment(ago),
    )  # fmt: skip
    if delivered is None:
        return
    debited = life.moment(delivered)
    card = f"tok_{order:06}, **** {life.chance.randint(0, 9999):04}"
    life.add(
        "payments",
        order_id=order,
        card=card,
        amount_cents=sum(prices),
        paid_at=life.moment(ago),
        debited_at=debited,
    )
    number = len(life.tables.get("invoices", ())) + 1
    life.tables.setdefault("invoices", []).append({
        "number": number, "order_id": order, "customer_id": customer, "name": person.name, "email": person.email,
        "postal_address": person.address, "amount_cents": sum(prices), "issued_on": life.day(delivered),
    })  # fmt: skip
    if life.maybe(0.005) or (person.number == 1 and not life.disputes):
        life.dispute("orders", order, "litige devant le tribunal judiciaire de Paris")


def _message(life: Life, person: Person, customer: int | None) -> None:
    ago = life.chance.randint(0, person.since)
    answered = life.after(ago, 0, 6)
    nature = "complaint" if life.maybe(0.3) else "question"
    message = life.add(
        "messages", customer_id=customer, name=person.name, email=person.email, phone=person.phone, nature=nature,
        channel=life.chance.choice(("email", "contact_page", "sms")) if person.email else "sms",
        body=life.chance.choice((COMPLAINTS if nature == "complaint" else QUESTIONS)[person.language]),
        status="open" if answered is None else "answered", received_at=life.moment(ago),
        answered_at=None if answered is None else life.moment(answered),
    )  # fmt: skip
    if life.maybe(0.4):
        transcript = "Transcription : " + life.chance.choice(QUESTIONS[person.language])
        life.add("recordings", message_id=message, transcript=transcript, recorded_at=life.moment(ago))


def _subscription(life: Life, person: Person) -> None:
    ago = life.chance.randint(0, person.since)
    contact = life.moment(life.chance.randint(0, ago)) if life.maybe(0.6) else None
    life.add(
        "subscriptions", email=person.email, phone=person.phone, opt_in=int(life.maybe(0.8)),
        created_at=life.moment(ago), last_contact_at=contact,
    )  # fmt: skip


def _visit(life: Life, person: Person, customer: int | None) -> None:
    ago = life.chance.randint(0, min(person.since, 900))
    browser, system, model, version, platform = DEVICES[person.number % len(DEVICES)]
    viewed = life.chance.sample(PRODUCTS, 3)
    life.add(
        "visits", visitor=f"v-{person.number:06}", customer_id=customer if life.maybe(0.5) else None,
        ip_address=f"192.0.2.{life.chance.randint(1, 254)}", connection="HTTP/2, TLS 1.3", browser=browser,
        timezone="Europe/Paris", operating_system=system, device_model=model, device_version=version,
        platform=platform, products_viewed=", ".join(viewed), search_terms=viewed[0].lower(),
        page_response_times="120 ms, 340 ms", loading_errors=None, time_on_page="12 s, 48 s", scrolling="80 %",
        clicks="panier, fiche produit", mouse_movements="non relevés", exit_method="fermeture de l’onglet",
        visited_at=life.moment(ago),
    )  # fmt: skip
