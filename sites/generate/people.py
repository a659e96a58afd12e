"""
People as businesses have them: families that share an address and sometimes a telephone, minors, customers
whom only a telephone identifies, people who never made an account. Nobody here exists; addresses end in
`.example` and numbers are of the range that ARCEP keeps for fiction.
"""

import random
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from troth.demo import names

PHONE_ONLY = 0.06
WITHOUT_ACCOUNT = 0.18
MINOR = 0.05
SAME_HOME = 0.25
FRENCH = 0.7
YEARS = 9


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who deals with the business."""

    number: int
    first_name: str
    last_name: str
    email: str | None  # None: only a telephone is known
    phone: str | None
    street: str
    postcode: str
    town: str
    born: date
    language: str
    since: int  # days ago
    seen: int  # days ago, never before `since`
    has_account: bool
    parent: int | None  # the number of the parent, for a minor

    @property
    def name(self) -> str:
        """First name and last name."""
        return f"{self.first_name} {self.last_name}"

    @property
    def address(self) -> str:
        """In one line."""
        return f"{self.street}, {self.postcode} {self.town}"

    @property
    def is_minor(self) -> bool:
        """Whether somebody answers for this person."""
        return self.parent is not None


def population(chance: random.Random, today: date, count: int) -> list[Person]:
    """That many people, the first of whom has an account, an e-mail address and a telephone."""
    people: list[Person] = []
    for number in range(1, count + 1):
        before = people[-1] if people and chance.random() < SAME_HOME else None
        people.append(_person(chance, today, number, before))
    return people


def _person(chance: random.Random, today: date, number: int, before: Person | None) -> Person:
    is_first = number == 1
    is_french = before.language == "fr" if before else is_first or chance.random() < FRENCH
    first = chance.choice(names.FRENCH_FIRST if is_french else names.ENGLISH_FIRST)
    last = before.last_name if before else chance.choice(_last_names(is_french))
    street, postcode, town = (
        (before.street, before.postcode, before.town) if before else _home(chance, is_french)
    )
    parent = before.number if before and not before.is_minor and chance.random() < MINOR / SAME_HOME else None
    age = chance.randint(11, 14) if parent else chance.randint(18, 84)
    is_by_phone = not is_first and not parent and chance.random() < PHONE_ONLY
    phone = before.phone if before and chance.random() < 0.3 else None
    if phone is None and (is_first or is_by_phone or chance.random() < 0.45):
        phone = f"+336391{number % 100_000:05}"
    since = chance.randint(900 if parent else 40, 1400 if parent else 365 * YEARS)
    return Person(
        number=number,
        first_name=first,
        last_name=last,
        email=None if is_by_phone else f"{_ascii(first)}.{_ascii(last)}.{number}@poste.example",
        phone=phone,
        street=street,
        postcode=postcode,
        town=town,
        born=today - timedelta(days=age * 365 + chance.randint(10, 350)),
        language="fr" if is_french else "en",
        since=since,
        seen=chance.randint(0, 400 if chance.random() < 0.6 else since) % (since + 1),
        has_account=is_first or (not is_by_phone and chance.random() >= WITHOUT_ACCOUNT),
        parent=parent,
    )


def _last_names(is_french: bool) -> tuple[str, ...]:
    return names.FRENCH_LAST if is_french else names.ENGLISH_LAST


def _home(chance: random.Random, is_french: bool) -> tuple[str, str, str]:
    streets, towns = (
        (names.FRENCH_STREETS, names.FRENCH_TOWNS)
        if is_french
        else (names.ENGLISH_STREETS, names.ENGLISH_TOWNS)
    )
    number = chance.randint(1, 180)
    postcode, town = chance.choice(towns)
    street = chance.choice(streets)
    return f"{number} {street}", postcode, town


def _ascii(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "".join(letter for letter in plain.lower() if letter.isalnum())
