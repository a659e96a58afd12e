"""Ages below which somebody else consents too, and the authorities to complain to."""

from dataclasses import dataclass

from troth.law.dated import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Age(Entry):
    """Below this age a child does not consent alone to an online service (GDPR Art. 8(1))."""

    under: int
    is_with_parent: bool  # whether the child consents together with the parent, not the parent alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority(Entry):
    """A supervisory authority (GDPR Art. 51, 77); `words` is a pattern by which a text names it."""

    name: str
    country: str
    address: str
    phone: str
    url: str
    complaint_url: str
    words: str


FRENCH_AGES = (Age(under=15, is_with_parent=True, source="GDPR Art. 8(1); loi 78-17 Art. 45"),)
ESTONIAN_AGES = (
    Age(under=13, is_with_parent=False, source="GDPR Art. 8(1); Isikuandmete kaitse seadus § 8"),
)

CNIL = Authority(
    name="Commission nationale de l’informatique et des libertés (CNIL)",
    country="FR",
    address="3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07",
    phone="+33 1 53 73 22 22",
    url="https://www.cnil.fr/",
    complaint_url="https://www.cnil.fr/fr/plaintes",
    words=r"cnil|commission nationale (de l.)?informatique|french data protection authority",
    source="GDPR Art. 13(2)(d), 77; loi 78-17 Art. 8",
)
AKI = Authority(
    name="Andmekaitse Inspektsioon (AKI)",
    country="EE",
    address="Tatari 39, 10134 Tallinn",
    phone="+372 627 4135",
    url="https://www.aki.ee/",
    complaint_url="https://www.aki.ee/en",
    words=r"aki|andmekaitse inspektsioon|estonian data protection inspectorate",
    source="GDPR Art. 13(2)(d), 77; Isikuandmete kaitse seadus § 56",
)
