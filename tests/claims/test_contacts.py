"""What is an address is told in one place, alike for whoever writes one."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.claims.contacts import Contacts
from troth.claims.keys import Key
from troth.manifest.names import KeyType
from troth.site import declared

TODAY = date(2026, 11, 22)
SITES = Path(__file__).parents[2] / "sites"
CONTACTS = Contacts.of(declared(SITES / "crosscall").manifest, TODAY)


@pytest.mark.parametrize(
    ("key", "is_one"),
    [
        ("email=ana@example.com", True),
        ("email=  ANA@Example.COM ", True),
        ("email=ana+letters@mail.example.co.uk", True),
        ("email=zoé@château.example", True),
        ("email=not an address", False),
        ("email=ana", False),
        ("email=ana@localhost", False),
        ("email=ana@example..com", False),
        ("email=@example.com", False),
        ("email=ana@b@example.com", False),
        ("email=Ana <ana@example.com>", False),
        (f"email={'a' * 65}@example.com", False),
        (f"email=a@{'b' * 250}.com", False),
        ("phone=06 12 34 56 78", True),
        ("phone=+33 6 12 34 56 78", True),
        ("phone=0033612345678", True),
        ("phone=+44 20 7946 0958", True),
        ("phone=12", False),
        ("phone=none", False),
        ("phone=", False),
        (f"phone=0612345678{'0' * 40}", False),
        ("account=not an address", True),
        ("browser=x", True),
    ],
)
def test_each_type_of_key_has_its_own_form(key: str, is_one: bool) -> None:
    kind, _, value = key.partition("=")
    wrong = CONTACTS.wrong(Key.of(kind, value))
    assert (wrong is None) == is_one
    assert value.strip() == "" or wrong is None or value.strip() not in wrong


@pytest.mark.parametrize(
    ("country", "written", "meant"),
    [
        ("FR", "0612345678", "+33612345678"),
        ("GB", "07911 123456", "+447911123456"),
        ("GB", "+33612345678", "+33612345678"),
    ],
)
def test_a_number_without_country_is_one_of_the_site_s_country(
    country: str, written: str, meant: str
) -> None:
    found = replace(CONTACTS, country=country).read(KeyType("phone"), written)
    assert found is not None
    assert found[0].value == meant


@given(st.text(max_size=50))
def test_every_spelling_of_a_number_means_the_same(text: str) -> None:
    found = CONTACTS.read(KeyType("phone"), text) or ()
    for key in found:
        again = CONTACTS.read(key.type, key.value)
        assert again is not None
        assert again[0] == found[0]
