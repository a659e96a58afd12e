"""Passes: opaque, of one site, whole or nothing."""

import base64
import os
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from troth.claims.keys import Key
from troth.database.keyring import Keyring
from troth.database.keys import MasterKey
from troth.manifest.names import ChoiceName, PurposeName
from troth.web.tokens.passes import LONGEST, Pass, Refusal, Scope, Sealer, Subscription

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
RING = Keyring.made(MasterKey.made())
SEALER = Sealer.of(RING, "shop")
ANA = Pass(Scope.CHOICES, frozenset({Key.of("email", "ana@example.com")}), NOON + timedelta(days=90))

names = st.text(st.characters(codec="utf-8"), max_size=40)
keys = st.builds(Key.of, st.sampled_from(["email", "phone", "account"]), names)
passes = st.builds(
    Pass,
    st.sampled_from(Scope),
    st.frozensets(keys, max_size=3),
    st.none()
    | st.datetimes(datetime(2027, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001  # aware below
        lambda at: at.replace(microsecond=0, tzinfo=UTC)
    ),
    st.builds(
        Subscription, st.none() | st.just(PurposeName("letter")), st.none() | st.just(ChoiceName("sms"))
    ),
    st.lists(names, max_size=3).map(tuple),
    st.booleans(),
)


@given(passes)
def test_a_pass_opens_as_it_was_sealed(holder: Pass) -> None:
    assert SEALER.opened(SEALER.sealed(holder), NOON) == holder


def test_a_token_shows_nothing_of_whose_it_is() -> None:
    token = SEALER.sealed(ANA)
    raw = base64.urlsafe_b64decode(token + "==")
    assert b"ana" not in raw
    assert b"example" not in raw
    assert token.replace("-", "").replace("_", "").isalnum()
    lengths = {
        len(SEALER.sealed(Pass(Scope.LEAVE, frozenset({Key.of("email", "a" * n)})))) for n in range(1, 10)
    }
    assert len(lengths) == 1


@pytest.mark.parametrize("at", [NOON + timedelta(days=90), NOON + timedelta(days=3650)])
def test_a_pass_ends_when_it_says(at: datetime) -> None:
    assert SEALER.opened(SEALER.sealed(ANA), at) is Refusal.EXPIRED
    assert SEALER.opened(SEALER.sealed(ANA), NOON + timedelta(days=90, seconds=-1)) == ANA


def test_a_pass_without_end_opens_for_ever() -> None:
    leave = Pass(Scope.LEAVE, ANA.keys, None, Subscription(PurposeName("letter")))
    assert SEALER.opened(SEALER.sealed(leave), NOON + timedelta(days=36500)) == leave


def test_every_altered_or_shortened_token_is_refused() -> None:
    token = SEALER.sealed(ANA)
    for place in range(len(token)):
        for other in {"A", "B", "-", "/", "é", "="} - {token[place]}:
            assert SEALER.opened(token[:place] + other + token[place + 1 :], NOON) is Refusal.FORGED
        assert SEALER.opened(token[:place], NOON) is Refusal.FORGED
    assert SEALER.opened(f"{token}A", NOON) is Refusal.FORGED
    assert SEALER.opened(f"{token}=", NOON) is Refusal.FORGED


@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda b: base64.urlsafe_b64encode(b).decode()))
def test_no_text_made_by_chance_opens(token: str) -> None:
    assert SEALER.opened(token, NOON) is Refusal.FORGED


def test_another_site_and_another_installation_refuse_it() -> None:
    token = SEALER.sealed(ANA)
    assert Sealer.of(RING, "other").opened(token, NOON) is Refusal.FORGED
    assert Sealer.of(Keyring.made(MasterKey.made()), "shop").opened(token, NOON) is Refusal.FORGED


def test_links_outlive_a_change_of_the_master_key() -> None:
    assert Sealer.of(RING.under(MasterKey.made()), "shop").opened(SEALER.sealed(ANA), NOON) == ANA


def test_a_token_of_ten_megabytes_is_not_looked_at() -> None:
    assert SEALER.opened("A" * 10_000_000, NOON) is Refusal.FORGED
    assert len(SEALER.sealed(ANA)) < LONGEST


def test_what_another_cipher_of_the_same_key_made_is_refused() -> None:
    blob = os.urandom(12) + AESGCM(RING.hash_of("shop", "secret", "link")).encrypt(bytes(12), b"{}", b"")
    assert SEALER.opened(base64.urlsafe_b64encode(blob).decode().rstrip("="), NOON) is Refusal.FORGED
