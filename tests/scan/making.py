"""Plausible values for made-up schemas, in French and English. Many of the names stand in no list of Troth's."""

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta

Maker = Callable[[random.Random, int], object]

FIRST = [
    "Ana",
    "Benoît",
    "Chloé",
    "Didier",
    "Éloïse",
    "Farid",
    "Gisèle",
    "Hervé",
    "Inès",
    "Jérôme",
    "Kévin",
    "Lucie",
    "Mathéo",
    "Nadège",
    "Ornella",
    "Perrine",
    "Quentin",
    "Rayane",
    "Solveig",
    "Tiphaine",
    "Ugo",
    "Virginie",
    "Wassim",
    "Yaëlle",
    "Zacharie",
    "Oliver",
    "Amelia",
    "Jaxon",
    "Saoirse",
    "Priyanka",
    "Tom",
    "Emily",
    "Harriet",
    "Callum",
    "Blessing",
    "Dmitry",
    "Ewa",
    "Fatoumata",
    "Giuseppe",
    "Hiroko",
    "Marie-Claude",
    "Jean-Pierre",
    "Sophie",
    "Paul",
    "Julie",
    "Marc",
]
LAST = (
    (
        "Duval Lefèvre Petitjean Khelifi Le Goff|Martin|O'Brien|Dubois|N'Diaye|Garcia|Oyelaran|Smith|Kowalczyk|Moreau"
        "|Vandenbroucke|Bernard|Castaing|Robert|Haddou|Fontanel|Jones|Tran|Quéméner|Rousseau|Winterbottom|Petit|Zielinski"
    )
    .replace(" Le Goff", "|Le Goff")
    .replace(" ", "|")
    .replace("Le|Goff", "Le Goff")
    .split("|")
)
TOWN = [
    "Lyon",
    "Villeurbanne",
    "Saint-Étienne",
    "Pontarlier",
    "Guingamp",
    "Marseille",
    "Arles",
    "Bourg-en-Bresse",
    "Nantes",
    "Lille",
    "Cambrai",
    "Bath",
]
STREET = [
    "des Lilas",
    "Victor Hugo",
    "du Général Leclerc",
    "de la République",
    "Jean Jaurès",
    "des Écoles",
    "du Moulin",
    "Pasteur",
]
ROAD = ["Church", "Station", "Mill", "Victoria", "Park", "Elm", "Harbour", "King's"]
FREE = [
    "gmail.com",
    "orange.fr",
    "free.fr",
    "outlook.com",
    "yahoo.fr",
    "proton.me",
    "icloud.com",
    "example.org",
]
FIRMS = [
    "Colis du Rhône",
    "Tissages Morel",
    "Fromages Belleval",
    "Nordic Wool",
    "Acier Sud",
    "Brick & Sons",
    "Papeteries Vial",
]
GOODS = [
    "Théière en fonte",
    "Tasse bleue",
    "Rose trémière",
    "Chaise Florence",
    "Lampe Oslo",
    "Vase Lyon",
    "Pull Martin",
    "Nappe Victoria",
    "Sac Emma",
    "Savon noir",
]
WORDS = [
    "bonjour",
    "merci",
    "de",
    "me",
    "rappeler",
    "demain",
    "la",
    "commande",
    "est",
    "arrivée",
    "cassée",
    "je",
    "voudrais",
    "un",
    "échange",
    "please",
    "call",
    "me",
    "back",
    "the",
    "parcel",
    "never",
    "came",
    "can",
    "you",
    "help",
    "with",
    "this",
    "order",
    "as",
    "soon",
    "as",
    "possible",
]
AGENTS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148",
    "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 Safari/605.1.15",
)


def _plain(text: str) -> str:
    import unicodedata

    kept = "".join(c for c in unicodedata.normalize("NFKD", text) if c.isascii() and c.isalnum())
    return kept.lower()


def luhn(digits: str) -> str:
    """The digits with the last one that makes them pass."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return digits + str(-total % 10)


def _number(r: random.Random, length: int) -> str:
    return "".join(str(r.randrange(10)) for _ in range(length))


def _full(r: random.Random, _: int) -> str:
    return f"{r.choice(FIRST)} {r.choice(LAST)}"


def _email(r: random.Random, row: int) -> str:
    return f"{_plain(r.choice(FIRST))}.{_plain(r.choice(LAST))}{row}@{r.choice(FREE)}"


def _role_email(r: random.Random, row: int) -> str:
    return (
        f"{r.choice(['contact', 'info', 'commercial', 'sales', 'compta'])}@{_plain(r.choice(FIRMS))}{row}.fr"
    )


def _phone(r: random.Random, _: int) -> str:
    digits = f"0{r.choice('1234567')}{_number(r, 8)}"
    spaced = " ".join(digits[i : i + 2] for i in range(0, 10, 2))
    return r.choice([digits, spaced, "+33" + digits[1:], spaced.replace(" ", ".")])


def _phone_uk(r: random.Random, _: int) -> str:
    return r.choice(
        [f"+44 7{r.choice('4578')}{_number(r, 2)} {_number(r, 6)}", f"020 7{_number(r, 3)} {_number(r, 4)}"]
    )


def _iban(r: random.Random, _: int) -> str:
    account = f"3000{r.randrange(1, 9)}{_number(r, 18)}"
    check = 98 - int(account + "152700") % 97
    return f"FR{check:02d}{account}"


def _nir(r: random.Random, _: int) -> str:
    place = r.choice(["69123", "75056", "2A004", "13055", "2B033"])
    body = f"{r.choice('12')}{r.randrange(40, 99)}{r.randrange(1, 13):02d}{place}{r.randrange(1, 999):03d}"
    number = int(body.replace("2A", "19").replace("2B", "18"))
    return f"{body}{97 - number % 97:02d}"


def _card(r: random.Random, _: int) -> str:
    return luhn(r.choice(["497010", "513270", "411111", "222300", "535910"]) + _number(r, 9))


def _ean(r: random.Random, _: int) -> str:
    body = "3" + _number(r, 11)
    total = sum(int(c) * (3 if i % 2 else 1) for i, c in enumerate(body))
    return body + str(-total % 10)


def _day(r: random.Random, first: int, last: int) -> date:
    return date(first, 1, 1) + timedelta(days=r.randrange((last - first + 1) * 365))


def _instant(r: random.Random, _: int) -> datetime:
    day = _day(r, 2021, 2025)
    return datetime(day.year, day.month, day.day, r.randrange(24), r.randrange(60))  # noqa: DTZ001  a column's, without zone


def _text(r: random.Random, _: int) -> str:
    said = " ".join(r.choice(WORDS) for _ in range(r.randrange(8, 25)))
    return f"{said} {_phone(r, 0)}" if r.random() < 0.15 else said


MAKERS: dict[str, Maker] = {
    "serial": lambda r, row: row,
    "first": lambda r, _: r.choice(FIRST),
    "last": lambda r, _: r.choice(LAST).upper() if r.random() < 0.3 else r.choice(LAST),
    "full": _full,
    "email": _email,
    "role_email": _role_email,
    "phone": _phone,
    "phone_uk": _phone_uk,
    "street": lambda r, _: (
        f"{r.randrange(1, 120)} {r.choice(['rue', 'avenue', 'bd', 'impasse'])} {r.choice(STREET)}"
    ),
    "road": lambda r, _: f"{r.randrange(1, 120)} {r.choice(ROAD)} {r.choice(['Road', 'Street', 'Lane'])}",
    "town": lambda r, _: r.choice(TOWN),
    "postcode": lambda r, _: f"{r.choice(['69', '13', '75', '44', '01'])}{_number(r, 3)}",
    "postcode_uk": lambda r, _: (
        f"{r.choice(['SW', 'M', 'BS', 'EH'])}{r.randrange(1, 19)} {r.randrange(1, 9)}AB"
    ),
    "country": lambda r, _: r.choice(["FR", "GB", "BE", "CH"]),
    "iban": _iban,
    "bic": lambda r, _: r.choice(["BNPAFRPP", "CRLYFRPP", "SOGEFRPP", "BARCGB22"]),
    "nir": _nir,
    "card": _card,
    "last4": lambda r, _: _number(r, 4),
    "ip": lambda r, _: (
        f"{r.choice([82, 90, 176, 193, 212])}.{r.randrange(256)}.{r.randrange(256)}.{r.randrange(1, 255)}"
    ),
    "agent": lambda r, _: r.choice(AGENTS),
    "mac": lambda r, _: ":".join(f"{r.randrange(256):02x}" for _ in range(6)),
    "imei": lambda r, _: luhn("35" + _number(r, 12)),
    "uuid": lambda r, _: "-".join(f"{r.getrandbits(n * 4):0{n}x}" for n in (8, 4, 4, 4, 12)),
    "birth": lambda r, _: _day(r, 1940, 2005),
    "birth_fr": lambda r, _: f"{_day(r, 1940, 2005):%d/%m/%Y}",
    "day": lambda r, _: _day(r, 2021, 2025),
    "instant": _instant,
    "text": _text,
    "sentence": lambda r, _: " ".join(r.choice(WORDS) for _ in range(9)),
    "gender": lambda r, _: r.choice(["M", "F"]),
    "title": lambda r, _: r.choice(["M.", "Mme"]),
    "money": lambda r, _: round(r.random() * 300, 2),
    "small": lambda r, _: r.randrange(1, 9),
    "flag": lambda r, _: r.randrange(2),
    "ean": _ean,
    "siret": lambda r, _: luhn(_number(r, 13)),
    "siren": lambda r, _: luhn(_number(r, 8)),
    "order16": lambda r, row: luhn(f"20{24 + row % 2}{r.randrange(10, 99)}{row:09d}"),
    "code": lambda r, row: f"{r.choice('ABCDE')}{r.choice('XYZ')}-{r.randrange(1000, 9999)}",
    "document": lambda r, row: (
        f'{{"email": "{_email(r, row)}", "ip": "82.12.{row % 250}.7", "count": {row}}}'
    ),
    "mat": lambda r, row: f"M{row:04d}",
    "a_mat": lambda r, _: f"M{r.randrange(1, 30):04d}",
    "good": lambda r, _: r.choice(GOODS),
    "firm": lambda r, _: r.choice(FIRMS),
    "version": lambda r, _: f"{r.randrange(1, 5)}.{r.randrange(20)}.{r.randrange(9)}.{r.randrange(40)}",
    "file": lambda r, row: f"doc_{row:05d}.{r.choice(['pdf', 'jpg', 'png'])}",
    "url": lambda r, row: f"https://example.com/p/{row}",
    "hash": lambda r, _: f"{r.getrandbits(256):064x}",
    "bcrypt": lambda r, _: "$2y$10$" + f"{r.getrandbits(200):053x}"[:53],
    "plate": lambda r, _: (
        f"{r.choice('ABCD')}{r.choice('EFGH')}-{_number(r, 3)}-{r.choice('WXYZ')}{r.choice('JKLM')}"
    ),
    "login": lambda r, row: f"{_plain(r.choice(FIRST))}{row}",
    "lat": lambda r, _: round(43 + r.random() * 7, 6),
    "lon": lambda r, _: round(-1 + r.random() * 7, 6),
    "none": lambda r, _: None,
}


def maker(words: str) -> Maker:
    """`email`, or one of given words: `a|b_c`; `?` before it leaves every third row empty."""
    if words.startswith("?"):
        inner = maker(words[1:])
        return lambda r, row: inner(r, row) if row % 3 else None
    if words in MAKERS:
        return MAKERS[words]
    given = [word if "{" in word else word.replace("_", " ") for word in words.split("|")]
    return lambda r, row: r.choice(given)
