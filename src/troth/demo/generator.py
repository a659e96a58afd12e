"""
Ten years of an embedded shop, made from a seed: the same people and rows for the same day.

It never deleted anything, as shops do: years of expired rows wait there. There are guests without account,
customers whom only a telephone number identifies, households that share an address, gifts from one person
to another; and Claire Fontaine, whose data the story follows, written out row by row.
"""

import random
import sqlite3
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

from troth.claims.facts import Effect, Instant
from troth.claims.keys import Key, RecordRef
from troth.demo import names
from troth.manifest.names import PurposeName, StoreName, TableName
from troth.subjects.model import NewFact

SHOP = files("troth.demo") / "shop"
FILES = ("policy.yaml", "stores.yaml")
ZONE = ZoneInfo("Europe/Paris")
SEED = 20240301
CUSTOMERS = 5_000
YEARS = 10

CLAIRE = "claire.fontaine@poste.example"
CLAIRE_ID = 1
DISPUTE = "dispute-2417"
DISPUTED_ORDER = 3
_FIRST_FREE_ID = 10
_CLAIRES_SECOND_ORDER = 2250  # days ago

Row = tuple[object, ...]


@dataclass(slots=True)
class Shop:
    """The rows of every table, and what Troth is told about the people beside them."""

    today: date
    chance: random.Random
    homes: list[Row] = field(default_factory=list)
    customers: list[Row] = field(default_factory=list)
    orders: list[Row] = field(default_factory=list)
    order_lines: list[Row] = field(default_factory=list)
    invoices: list[Row] = field(default_factory=list)
    messages: list[Row] = field(default_factory=list)
    fraud_scores: list[Row] = field(default_factory=list)
    logins: list[Row] = field(default_factory=list)
    subscribers: list[Row] = field(default_factory=list)
    consents: list[tuple[str, datetime, str]] = field(default_factory=list)  # address, when, wording
    holds: list[tuple[int, str, int]] = field(default_factory=list)  # order, matter, days ago


@dataclass(frozen=True, slots=True)
class Buyer:
    """Somebody who orders; a guest has no number."""

    number: int | None
    name: str
    email: str | None
    address: str
    since: int  # days ago


def make(folder: Path, today: date, seed: int = SEED, customers: int = CUSTOMERS) -> Shop:
    """
    Write the shop's two files and its two databases into a folder.

    Raises:
        OSError: the folder cannot be written, or something of that name stands there.
    """
    shop = grown(today, seed, customers)
    for name in FILES:
        with (folder / name).open("x", encoding="utf-8") as stream:
            stream.write((SHOP / name).read_text("utf-8"))
    tables = ("homes", "customers", "orders", "order_lines", "invoices", "messages", "fraud_scores", "logins")
    _fill(folder / "shop.db", "shop.sql", {table: getattr(shop, table) for table in tables})
    _fill(folder / "mailing.db", "mailing.sql", {"subscribers": shop.subscribers})
    return shop


def grown(today: date, seed: int = SEED, customers: int = CUSTOMERS) -> Shop:
    """Every row of the shop, as it stands on that day."""
    shop = Shop(today, random.Random(seed))
    _add_claire(shop)
    people = list(_people(shop, customers - 2))
    for buyer in people:
        _add_life(shop, buyer, people)
    for _ in range(customers // 12):
        _add_guest(shop)
    return shop


def facts(shop: Shop, at: Instant) -> list[NewFact]:
    """What the shop knew before Troth came: consents, each with its wording, and disputes in court."""
    newsletter = frozenset({PurposeName("newsletter")})
    told = [
        NewFact(
            Effect.GIVEN, _instant(when), at, key=Key.of("email", email), purposes=newsletter,
            name=wording, by="import",
        )
        for email, when, wording in shop.consents
    ]  # fmt: skip
    told.append(NewFact(Effect.COMPLETE, at, at, purposes=newsletter, by="import"))
    lines: dict[object, list[object]] = {}
    for line in shop.order_lines:
        lines.setdefault(line[1], []).append(line[0])
    for order, matter, ago in shop.holds:
        since = _instant(_moment(shop, ago))
        records = [_record("orders", order), *(_record("order_lines", line) for line in lines[order])]
        told.extend(
            NewFact(
                Effect.HELD, since, at, record=record, name=matter, ground="chargeback in court", by="legal"
            )
            for record in records
        )
    return told


def _record(table: str, key: object) -> RecordRef:
    return RecordRef(StoreName("shop"), TableName(table), (str(key),))


def claires_invoice(today: date) -> str:
    """The number of the invoice that the story explains."""
    return _invoice_number(_day(today, _CLAIRES_SECOND_ORDER - 5), 2)


# --- Claire Fontaine ----------------------------------------------------------------------------------------


def _add_claire(shop: Shop) -> None:
    """Claire, who lives with Hugo; a row for each thing that the story shows."""
    home = "14 rue des Lilas, 69004 Lyon"
    claire = Buyer(CLAIRE_ID, "Claire Fontaine", CLAIRE, home, 3300)
    guest = Buyer(None, "Claire Fontaine", CLAIRE, home, 3400)
    hugo = Buyer(2, "Hugo Fontaine", "hugo.fontaine@poste.example", home, 2900)
    shop.homes.append((1, "14 rue des Lilas", "69004", "Lyon", _moment(shop, 3300)))
    for one, seen in ((claire, 20), (hugo, 45)):
        made = _moment(shop, one.since)
        shop.customers.append((one.number, one.name, one.email, None, "fr", 1, made, _moment(shop, seen)))
    _add_order(shop, guest, 3400, (0, 5), number=1)
    _add_order(shop, claire, _CLAIRES_SECOND_ORDER, (2,), number=2)
    _add_order(shop, claire, 950, (6, 3), number=DISPUTED_ORDER)
    emily = ("Emily Carter", "emily.carter@post.example", "3 Mill Road, BS1 4QA Bristol")
    _add_order(shop, claire, 420, (8, 9), number=4, gift=emily)
    _add_order(shop, hugo, 1100, (7,), number=5, gift=("Claire Fontaine", CLAIRE, home))
    shop.holds.append((DISPUTED_ORDER, DISPUTE, 900))
    body = "Bonjour, la nappe est arrivée tachée. Je conteste le paiement."
    shop.messages.append((1, CLAIRE_ID, CLAIRE, body, _moment(shop, 940)))
    shop.messages.append((2, CLAIRE_ID, CLAIRE, "Le cadeau est-il bien parti\u202f?", _moment(shop, 415)))
    shop.messages.append((3, None, CLAIRE, "Avez-vous encore du tilleul\u202f?", _moment(shop, 130)))
    shop.fraud_scores.append((1, CLAIRE_ID, 12, _moment(shop, 200)))
    for number, ago in enumerate((400, 95, 20), 1):
        shop.logins.append((number, CLAIRE_ID, f"192.0.2.{number}", names.BROWSERS[0], _moment(shop, ago)))
    for number, (email, ago) in enumerate(((CLAIRE, 600), (hugo.email, 2000)), 1):
        _subscribe(shop, number, str(email), ago)


# --- everybody else -----------------------------------------------------------------------------------------


def _people(shop: Shop, count: int) -> Iterator[Buyer]:
    """The other customers: a third of them write English, a fifth live with the one before, some only phone."""
    chance, home, address, family = shop.chance, 0, "", ""
    for number in range(3, 3 + count):
        is_french = chance.random() < 0.68
        since = chance.randrange(30, 365 * YEARS)
        if not address or chance.random() > 0.2:
            home, family = len(shop.homes) + 1, _last(shop, is_french)
            street, postcode, town = _place(shop, is_french)
            address = f"{street}, {postcode} {town}"
            shop.homes.append((home, street, postcode, town, _moment(shop, since)))
        name = f"{chance.choice(names.FRENCH_FIRST if is_french else names.ENGLISH_FIRST)} {family}"
        is_by_phone = chance.random() < 0.06
        email = None if is_by_phone else f"{_ascii(name)}.{number}@poste.example"
        phone = f"+336{number:08}" if is_by_phone or chance.random() < 0.3 else None
        seen = chance.randrange(1, since) if chance.random() < 0.9 else since - 1
        language = "fr" if is_french else "en"
        made = _moment(shop, since)
        shop.customers.append((number, name, email, phone, language, home, made, _moment(shop, seen)))
        yield Buyer(number, name, email, address, since)


def _add_life(shop: Shop, buyer: Buyer, people: Sequence[Buyer]) -> None:
    """What one customer did: orders, messages, logins, perhaps a subscription."""
    chance = shop.chance
    for _ in range(chance.choice((0, 0, 1, 1, 1, 1, 2, 3))):
        ago = chance.randrange(1, buyer.since)
        other = chance.choice(people)
        gift = (other.name, other.email, other.address) if chance.random() < 0.05 and other.email else None
        products = [chance.randrange(len(names.PRODUCTS)) for _ in range(chance.choice((1, 1, 2)))]
        number = _add_order(shop, buyer, ago, products, gift=gift)
        if 800 < ago < 1500 and chance.random() < 0.01:
            shop.holds.append((number, f"dispute-{number}", ago - 30))
    if chance.random() < 0.25:
        _write(shop, buyer, chance.randrange(1, buyer.since))
    if chance.random() < 0.3:
        scored = _moment(shop, chance.randrange(1, buyer.since))
        row = (len(shop.fraud_scores) + _FIRST_FREE_ID, buyer.number, chance.randrange(100), scored)
        shop.fraud_scores.append(row)
    for _ in range(chance.choice((0, 0, 0, 1))):
        ip = f"198.51.100.{chance.randrange(1, 255)}"
        when = _moment(shop, chance.randrange(1, min(buyer.since, 900)))
        number = len(shop.logins) + _FIRST_FREE_ID
        shop.logins.append((number, buyer.number, ip, chance.choice(names.BROWSERS), when))
    if buyer.email and chance.random() < 0.35:
        number = len(shop.subscribers) + _FIRST_FREE_ID
        _subscribe(shop, number, buyer.email, chance.randrange(1, buyer.since))


def _add_guest(shop: Shop) -> None:
    """Somebody who ordered without an account: only the address of the confirmation says who it was."""
    chance = shop.chance
    is_french = chance.random() < 0.6
    first = chance.choice(names.FRENCH_FIRST if is_french else names.ENGLISH_FIRST)
    name = f"{first} {_last(shop, is_french)}"
    street, postcode, town = _place(shop, is_french)
    email = f"{_ascii(name)}.guest{len(shop.orders)}@post.example"
    buyer = Buyer(None, name, email, f"{street}, {postcode} {town}", 365 * YEARS)
    for _ in range(chance.choice((1, 1, 2))):
        _add_order(shop, buyer, chance.randrange(1, buyer.since), [chance.randrange(len(names.PRODUCTS))])


def _add_order(
    shop: Shop,
    buyer: Buyer,
    ago: int,
    products: Sequence[int],
    *,
    number: int | None = None,
    gift: tuple[str, str | None, str] | None = None,
) -> int:
    """An order with its lines and, once it is delivered, its invoice."""
    number = number or len(shop.orders) + _FIRST_FREE_ID
    placed, closed = _moment(shop, ago), _moment(shop, ago - 5) if ago > 6 else None
    is_archived = ago > 365 * 2 + 10
    address = None if gift else buyer.address
    to = gift or (None, None, None)
    status = "closed" if closed else "open"
    shop.orders.append(
        (number, buyer.number, buyer.name, buyer.email, address, *to, status, placed, closed, is_archived)
    )
    total = 0
    for product in products:
        title, cents = names.PRODUCTS[product]
        total += cents
        line = len(shop.order_lines) + 1
        shop.order_lines.append((line, number, title, 1, cents, placed, is_archived))
    if closed:
        billed = closed.date()
        in_archive = billed.year < shop.today.year - 2  # last January's were not marked yet
        shop.invoices.append(
            (
                _invoice_number(billed, number), number, buyer.number, buyer.email, buyer.name, buyer.address,
                total, billed, in_archive,
            )
        )  # fmt: skip
    return number


def _write(shop: Shop, buyer: Buyer, ago: int) -> None:
    body = shop.chance.choice(shop.chance.choice((names.FRENCH_MESSAGES, names.ENGLISH_MESSAGES)))
    number = len(shop.messages) + _FIRST_FREE_ID
    shop.messages.append((number, buyer.number, buyer.email, body, _moment(shop, ago)))


def _subscribe(shop: Shop, number: int, email: str, ago: int) -> None:
    """A subscription, and the consent behind it to the wording that was shown then."""
    when = _moment(shop, ago)
    shop.subscribers.append((number, email, when))
    shop.consents.append((email, when, "2024" if when.date() >= date(2024, 3, 1) else "2019"))


# --- small things -------------------------------------------------------------------------------------------


def _last(shop: Shop, is_french: bool) -> str:
    return shop.chance.choice(names.FRENCH_LAST if is_french else names.ENGLISH_LAST)


def _place(shop: Shop, is_french: bool) -> tuple[str, str, str]:
    streets = names.FRENCH_STREETS if is_french else names.ENGLISH_STREETS
    towns = names.FRENCH_TOWNS if is_french else names.ENGLISH_TOWNS
    street = f"{shop.chance.randrange(1, 99)} {shop.chance.choice(streets)}"
    return (street, *shop.chance.choice(towns))


def _ascii(name: str) -> str:
    """A name as it stands in an address."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return ".".join(plain.lower().split())


def _invoice_number(billed: date, order: int) -> str:
    return f"{billed.year}-{order:06}"


def _day(today: date, ago: int) -> date:
    return today - timedelta(days=ago)


def _moment(shop: Shop, ago: int) -> datetime:
    """Some minute of opening hours, that many days ago, by the shop's clock."""
    return datetime.combine(_day(shop.today, ago), time(9 + ago % 9, ago * 7 % 60))


def _instant(moment: datetime) -> Instant:
    return moment.replace(tzinfo=ZONE).astimezone(UTC)


def _fill(path: Path, schema: str, tables: dict[str, list[Row]]) -> None:
    with path.open("x"):  # never one that stands there already
        pass
    with closing(sqlite3.connect(path)) as database:
        database.executescript((SHOP / schema).read_text("utf-8"))
        for table, rows in tables.items():
            marks = ", ".join("?" * len(rows[0]))
            database.executemany(f"INSERT INTO {table} VALUES ({marks})", [_stored(row) for row in rows])
        database.commit()


def _stored(row: Row) -> Row:
    """As SQLite holds it: instants and dates as text."""
    return tuple(
        value.isoformat(" ")
        if isinstance(value, datetime)
        else value.isoformat()
        if isinstance(value, date)
        else value
        for value in row
    )
