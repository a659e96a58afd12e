"""Knowing whether a mail is opened is a consent of its own, which a link in each mail withdraws (CNIL 2026-042)."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.consent.asked import POLICY
from tests.web.serving import NOON, Client, Clock, Given, prepared, serving
from troth.claims.keys import Key
from troth.consent import Answer, NewDecision, Notice
from troth.consent.model import id_of
from troth.consent.record import record
from troth.consent.state import standing
from troth.gate import Gate, No, Question
from troth.gate.model import Because
from troth.manifest.names import ChoiceName, PurposeName
from troth.site import Site
from troth.web.preferences import links
from troth.web.tokens.passes import Subscription

ANA = Key.of("email", "ana@example.com")
OPENED, LETTER = "newsletter.opened", "newsletter.by_email"
PIXEL = Subscription(PurposeName("newsletter"), ChoiceName("opened"))


@pytest.fixture
def post(tmp_path: Path) -> Iterator[tuple[Client, Site]]:
    """A newsletter that Ana reads, and whose opening she lets be known."""
    home = tmp_path / "tilleul"
    home.mkdir()
    (home / "policy.yaml").write_text(POLICY, "utf-8")
    prepared(tmp_path, {})
    with serving([home], clock=Clock(NOON + timedelta(minutes=1))) as (client, [site]):
        answers = {id_of(OPENED): Answer.GRANTED, id_of(LETTER): Answer.GRANTED}
        record(site, [NewDecision(ANA, answers, Notice("en", "form"), "save", NOON)])
        yield client, site


def left(post: tuple[Client, Site], method: str, language: str = "en") -> Given:
    client, site = post
    path = links.unsubscribe_link(links.sealer_of(site), "/troth", ANA, PIXEL)
    body = b"List-Unsubscribe=One-Click" if method == "POST" else None
    return client.ask(method, path, body, {"Accept-Language": language})


def held(site: Site) -> dict[str, Answer]:
    found = standing(site, {ANA}, NOON + timedelta(minutes=5))
    return {name: found[id_of(name)].answer for name in (OPENED, LETTER)}


def test_the_link_in_a_mail_withdraws_the_pixel_and_leaves_the_letter(post: tuple[Client, Site]) -> None:
    asked = left(post, "GET")
    assert "whether you open" in asked.text
    assert held(post[1])[OPENED] is Answer.GRANTED  # to look changes nothing
    assert left(post, "POST").status == 200
    assert held(post[1]) == {OPENED: Answer.REFUSED, LETTER: Answer.GRANTED}
    assert "It was done before" in left(post, "POST").text


def test_the_gate_then_lets_no_mail_tell_that_it_was_opened_also_one_sent_before(
    post: tuple[Client, Site],
) -> None:
    gate, at = Gate(post[1]), NOON + timedelta(minutes=5)
    opened = Question("newsletter", choice="opened", channel="open_pixel")
    letter = Question("newsletter", channel="email")
    assert gate.may(opened, {"email": ANA.value}, at)
    left(post, "POST")
    told = gate.may(opened, {"email": ANA.value}, at)
    assert isinstance(told, No)
    assert told.reason.because is Because.WITHDRAWN
    assert gate.may(letter, {"email": ANA.value}, at)


def test_it_is_said_in_french(post: tuple[Client, Site]) -> None:
    assert "si vous ouvrez" in left(post, "GET", "fr").text
