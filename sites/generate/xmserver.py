"""XMserver: a hosting company with services, domain names, tickets, and data that its customers host there."""

from sites.generate.life import Life, cents
from sites.generate.people import Person

SERVICES = (
    "Serveur privé S",
    "Serveur privé L",
    "Hébergement web",
    "Serveur de jeux",
    "Messagerie 10 boîtes",
)
WORDS = {
    "fr": (
        "Mon serveur ne répond plus depuis ce matin.",
        "Comment renouveler mon nom de domaine ?",
        "Je veux résilier.",
    ),
    "en": (
        "My server has not answered since this morning.",
        "How do I renew my domain name?",
        "I want to cancel.",
    ),
}
REPORTS = ("Ce site envoie des courriels non sollicités.", "This shop sells copies of our products.")


def grow(life: Life) -> None:
    """Everybody's dealings with the hosting company."""
    for person in life.people:
        customer = _account(life, person) if person.has_account and not person.is_minor else None
        if life.maybe(0.5) or person.number == 1:
            _ticket(life, person, customer)
        if person.email and life.maybe(0.06):
            _report(life, person)
        _other(life, person, customer)
        for _ in range(life.chance.randint(0, 4)):
            _visit(life, person)


def _account(life: Life, person: Person) -> int:
    is_ended = person.number != 1 and life.maybe(0.3)
    ended = life.chance.randint(0, person.seen) if is_ended else None
    has_age = life.maybe(0.3)
    customer = life.add(
        "customers", last_name=person.last_name, first_name=person.first_name,
        patronymic="Ivanovitch" if life.maybe(0.05) else None, email=person.email, phone=person.phone,
        postal_address=person.address, gender=life.chance.choice(("f", "m", None)),
        date_of_birth=str(person.born) if has_age else None,
        age=(life.today - person.born).days // 365 if has_age else None, client_number=f"XM-{person.number:06}",
        password_hash=f"$argon2id${life.chance.getrandbits(64):016x}", order_history="2 commandes",
        created_at=life.moment(person.since), ended_at=None if ended is None else life.moment(ended),
    )  # fmt: skip
    for _ in range(life.chance.choice((1, 1, 2, 3))):
        _service(life, person, customer, ended)
    if life.maybe(0.5) or person.number == 1:
        ago = life.chance.randint(0, person.since)
        life.add(
            "domains", customer_id=customer, registration=f"{person.last_name.lower()}-{person.number}.example",
            last_name=person.last_name, first_name=person.first_name, postal_address=person.address,
            email=person.email, phone=person.phone, registered_at=life.moment(ago), expires_on=life.day(ago - 365),
        )  # fmt: skip
    for _ in range(life.chance.randint(1, 5)):
        life.add(
            "logins", customer_id=customer, ip_address=f"203.0.113.{life.chance.randint(1, 254)}",
            server="srv-12, ssh", actions="redémarrage", accessed_at=life.moment(life.chance.randint(0, person.since)),
        )  # fmt: skip
    if life.maybe(0.08):
        life.add(
            "identity_checks", customer_id=customer, document="carte d’identité, vue", last_name=person.last_name,
            first_name=person.first_name, checked_at=life.moment(person.since),
        )  # fmt: skip
    if life.maybe(0.2):
        life.add(
            "profiles", customer_id=customer, preferences="davantage de mémoire", consent=int(life.maybe(0.6)),
            computed_at=life.moment(life.chance.randint(0, min(person.since, 700))),
        )  # fmt: skip
    if life.maybe(0.25):
        _hosted(life, person, customer)
    return customer


def _service(life: Life, person: Person, customer: int, ended: int | None) -> None:
    ago = life.chance.randint(person.seen, person.since)
    ordered = life.chance.choice(SERVICES)
    life.add(
        "services", customer_id=customer, ordered=ordered, bought=ordered,
        ip_addresses=f"203.0.113.{life.chance.randint(1, 254)}", use_of_it=f"{life.chance.randint(1, 400)} Go",
        promotional_code="RENTREE" if life.maybe(0.1) else None, status="running" if ended is None else "ended",
        ordered_at=life.moment(ago), ended_at=None if ended is None else life.moment(min(ended, ago)),
    )  # fmt: skip
    for billed in range(ago, ended or 0, -180):
        _invoice(life, person, customer, ordered, billed)


def _invoice(life: Life, person: Person, customer: int, ordered: str, ago: int) -> None:
    amount = cents(life.chance)
    invoice = life.add(
        "invoices", customer_id=customer, first_name=person.first_name, last_name=person.last_name,
        email=person.email, invoice_address=person.address, content=f"{ordered}, six mois, {amount / 100:.2f} €",
        issued_on=life.day(ago),
    )  # fmt: skip
    is_by_card = life.maybe(0.7)
    life.add(
        "payments", customer_id=customer, invoice_id=invoice,
        card=f"**** {life.chance.randint(0, 9999):04}" if is_by_card else None,
        bank_account=None if is_by_card else f"EE38 2200 2210 {invoice:04} 5685", processor="accepté, pays EE",
        charged_cents=amount, status="unpaid" if life.maybe(0.03) else "paid",
        paid_at=life.moment(ago),
    )  # fmt: skip
    if life.maybe(0.002) or (person.number == 1 and not life.disputes):
        life.dispute("invoices", invoice, "maksekäsk, Harju Maakohus")


def _ticket(life: Life, person: Person, customer: int | None) -> None:
    ago = life.chance.randint(0, person.since)
    closed = life.after(ago, 0, 12)
    body = life.chance.choice(WORDS[person.language])
    channel = life.chance.choice(("chat", "mail", "letter")) if person.email else "call_note"
    texts = {name: body if name == channel else None for name in ("chat", "mail", "letter", "call_note")}
    ticket = life.add(
        "tickets", customer_id=customer, last_name=person.last_name, first_name=person.first_name,
        email=person.email, phone=person.phone, **texts, status="open" if closed is None else "closed",
        opened_at=life.moment(ago), closed_at=None if closed is None else life.moment(closed),
    )  # fmt: skip
    if channel == "call_note" or life.maybe(0.1):
        life.add("call_recordings", ticket_id=ticket, transcript=f"— {body}", recorded_at=life.moment(ago))


def _report(life: Life, person: Person) -> None:
    ago = life.chance.randint(0, person.since)
    settled = life.after(ago, 1, 30)
    customers = len(life.tables["customers"])
    is_named = life.maybe(0.7)
    life.add(
        "abuse_reports", customer_id=life.chance.randint(1, customers),
        last_name=person.last_name if is_named else None, first_name=person.first_name if is_named else None,
        email=person.email, report=life.chance.choice(REPORTS), status="open" if settled is None else "settled",
        received_at=life.moment(ago), settled_at=None if settled is None else life.moment(settled),
    )  # fmt: skip


def _other(life: Life, person: Person, customer: int | None) -> None:
    """Surveys, and subscriptions to news by mail or in the browser."""
    ago = life.chance.randint(0, person.since)
    if person.email and life.maybe(0.1):
        life.add("surveys", email=person.email, answers="8 sur 10", consent=1, answered_at=life.moment(ago))
    if person.email and (life.maybe(0.35) or person.number == 1):
        contact = life.moment(life.chance.randint(0, ago)) if life.maybe(0.5) else None
        life.add(
            "subscriptions", email=person.email, phone=person.phone, opt_in=int(life.maybe(0.8)),
            created_at=life.moment(ago), last_contact_at=contact,
        )  # fmt: skip
    if customer and life.maybe(0.1):
        life.add(
            "push_subscriptions", visitor=f"v-{person.number:06}", device=f"push-{person.number:06}",
            created_at=life.moment(ago), last_contact_at=None,
        )  # fmt: skip


def _visit(life: Life, person: Person) -> None:
    ago = life.chance.randint(0, min(person.since, 900))
    life.add(
        "visits", visitor=f"v-{person.number:06}", ip_address=f"203.0.113.{life.chance.randint(1, 254)}",
        device=f"d-{person.number:06}", region="UE", language=person.language, network="fibre",
        operating_system="Linux", browser="Firefox 128", software="aucun", visit_time=life.moment(ago),
        visit_count=life.chance.randint(1, 30), referrer="https://moteur.example", features_used="panier",
        pages_viewed="accueil, serveurs, tarifs", time_on_page="40 s", search_terms="serveur de jeux",
        visited_at=life.moment(ago),
    )  # fmt: skip


def _hosted(life: Life, person: Person, customer: int) -> None:
    """What this customer keeps here for people of its own: nothing that the company decides on."""
    space = f"space-{customer:05}"
    ago = life.chance.randint(0, person.since)
    life.add(
        "hosted_mailboxes", space=space, address=f"contact@{person.last_name.lower()}.example",
        content="message d’un tiers", changed_at=life.moment(ago),
    )  # fmt: skip
    buyer = life.chance.choice(life.people)
    life.add(
        "hosted_shop_orders", space=space, buyer_name=buyer.name, buyer_email=buyer.email,
        placed_at=life.moment(ago),
    )  # fmt: skip
