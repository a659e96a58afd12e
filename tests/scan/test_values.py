"""Values are counted by what they pass, and nothing of them stays."""

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.scan.making import MAKERS, luhn
from troth.manifest.draft.byvalue import by_value
from troth.manifest.draft.evidence import SeenColumn
from troth.manifest.draft.values import tallies_inside, tally
from troth.manifest.names import Column


def many(maker: str, count: int = 60) -> list[object]:
    chosen = random.Random(maker)
    return [MAKERS[maker](chosen, row) for row in range(1, count + 1)]


def concept(values: list[object], family: str = "text") -> str:
    found = by_value(SeenColumn(Column("x"), family, values=tally(values)), True)
    return found.concept if found else ""


@pytest.mark.parametrize(
    ("maker", "said"),
    [
        ("email", "email"),
        ("phone", "phone"),
        ("phone_uk", "phone"),
        ("iban", "iban"),
        ("nir", "nir"),
        ("card", "card"),
        ("imei", "device"),
        ("mac", "device"),
        ("ip", "ip"),
        ("agent", "useragent"),
        ("street", "address"),
        ("road", "address"),
        ("full", "fullname"),
        ("birth", "birthdate"),
        ("birth_fr", "birthdate"),
        ("bcrypt", "password"),
        ("plate", "plate"),
        ("title", "gender"),
        ("gender", "gender"),
    ],
)
def test_values_alone_say_what_they_are(maker: str, said: str) -> None:
    assert concept(many(maker)) == said


def test_goods_and_companies_that_are_called_after_people_are_no_people() -> None:
    assert concept(many("good")) == ""
    assert tally(["Dupont SARL", "Martin & Sons", "Jones Ltd", "Vidal SA"]).share("company") == 1.0
    assert tally(["Rose trémière", "Chaise Florence"]).share("full_name") == 0.0
    assert tally(["LE GOFF Anne", "Mme Marie Curie", "Jean-Pierre Moreau"]).share("full_name") == 1.0


@pytest.mark.parametrize(
    "maker",
    [
        "order16",
        "ean",
        "siret",
        "siren",
        "version",
        "hash",
        "uuid",
        "file",
        "url",
        "money",
        "code",
        "day",
        "serial",
        "good",
    ],
)
def test_what_only_looks_like_it_is_nothing(maker: str) -> None:
    assert concept(many(maker)) == ""


def test_references_that_pass_as_cards_begin_alike_or_with_a_date() -> None:
    chosen = random.Random(1)
    assert concept([luhn(f"4532{row:011d}") for row in range(60)]) == ""
    assert concept([luhn(f"24{chosen.randrange(1, 13):02d}{row:011d}") for row in range(60)]) == ""


def test_nobody_owns_a_mailbox_of_a_firm() -> None:
    found = tally(many("role_email"))
    assert (found.share("role_email"), found.share("email")) == (1, 0)


def test_corsica_is_part_of_france() -> None:
    assert tally(["1850512A00412327", "2 69 05 49 588 157 80"]).hits["nir"] >= 1
    corsican = [value for value in many("nir", 200) if "2A" in str(value) or "2B" in str(value)]
    assert tally(corsican).share("nir") == 1


@given(st.lists(st.text("0123456789", min_size=16, max_size=16), min_size=20, max_size=40))
def test_one_number_in_ten_passes_by_chance_and_proves_nothing(numbers: list[str]) -> None:
    assert concept(list(numbers)) == "" or tally(numbers).share("card", "card_2") >= 0.9


@given(
    st.lists(
        st.one_of(st.text(), st.integers(), st.dates(), st.floats(), st.none(), st.binary()), max_size=30
    )
)
def test_whatever_a_column_holds_is_counted(values: list[object]) -> None:
    found = tally(values)
    assert (
        sum(times for test, times in found.hits.items() if test not in _BESIDES) <= found.count <= len(values)
    )
    assert tallies_inside(values) is not None


_BESIDES = frozenset({"free_mail", "inside", "json", "gender_word", "birth_date", "issuers"})


def test_dates_of_business_are_no_birthdays() -> None:
    assert concept([date(2020 + year % 5, 1, 1 + year) for year in range(20)], "date") == ""


def test_a_key_of_json_that_stands_once_is_not_shown() -> None:
    documents = ['{"to": {"ana@example.com": "x"}, "ip": "82.1.2.3"}'] + ['{"to": {}, "ip": "82.1.2.4"}'] * 5
    assert set(tallies_inside(documents)) == {"to.*", "ip"}
