"""The gate over HTTP: the same question, one or many, with a token of that scope."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

import pytest

from tests.gate.shop import NOON, given, newsletter
from tests.retention.shop import Shop, copied
from tests.web.serving import PLENTY, Client, Clock, Given
from troth.claims.facts import Effect
from troth.site import Site
from troth.subjects.record import record
from troth.web.process import server
from troth.web.process.app import Application
from troth.web.tokens import records as tokens
from troth.web.tokens.model import Scope

ONE = {"purpose": "newsletter", "channel": "email", "subject": {"email": "ana@example.com"}}


class Served(NamedTuple):
    """The shop behind a server, the secret of a token that may ask, and that of one which may not."""

    client: Client
    site: Site
    secret: str
    other: str


@pytest.fixture(scope="module")
def served(made: Shop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    shop = copied(made, tmp_path_factory.mktemp("api") / "own")
    with shop.open() as site:
        with site.database.transaction() as tx:
            until = NOON + timedelta(days=1)
            secret = tokens.add(tx, site.name, "a mailer", [Scope.GATE], until, NOON)[1]
            other = tokens.add(tx, site.name, "a till", [Scope.CONSENTS], until, NOON)[1]
        application = Application([site], PLENTY, Clock(NOON + timedelta(minutes=5)))
        with server.running(application, server.listening("127.0.0.1", 0), proxies="") as address:
            yield Served(Client(address), site, secret, other)


def ask(served: Served, body: object, path: str = "/troth/api/gate") -> Given:
    told = body if isinstance(body, bytes) else json.dumps(body).encode()
    return served.client.ask("POST", path, told, {"Authorization": f"Bearer {served.secret}"})


def test_an_age_is_a_number_of_years(served: Served) -> None:
    told = ask(served, ONE | {"age": 12}).json
    assert told["reason"]["name"] == "parent-not-asked"
    for age in ("12", -1, 151, 12.5, True, [12]):
        assert ask(served, ONE | {"age": age}).status == 400


def test_one_is_asked_about(served: Served) -> None:
    answer = ask(served, ONE)
    assert answer.status == 200
    assert answer.json["may"] is False
    assert answer.json["reason"]["name"] == "not-recorded"
    assert answer.json["reason"]["en"] == "no consent to “Our newsletter (by e-mail)” is recorded"
    record(served.site, [given()])
    assert [one["name"] for one in ask(served, ONE).json["conditions"]] == ["reminder", "way-out"]
    record(served.site, [newsletter(Effect.WITHDRAWN, at=NOON + timedelta(minutes=1))])
    assert ask(served, ONE).json["may"] is False  # recorded in this process: at once


def test_many_are_asked_about_at_once(served: Served) -> None:
    people = [{"email": f"{number}@example.com"} for number in range(100)]
    body = {"purpose": "orders", "subjects": people}
    answer = ask(served, body, "/troth/api/gate/list").json
    assert [one["conditions"][0]["name"] for one in answer["answers"]] == ["first-written"] * 100


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"[" * 50_000,
        [],
        {"purpose": "newsletter"},
        {"purpose": 1, "subject": {"email": "a@b.example"}},
        {"purpose": "newsletter", "subject": {"email": ["a@b.example"]}},
        {"purpose": "newsletter", "subject": {"email": "a\0b"}},
        {"purpose": "newsletter", "subject": {"email": "\ud800"}},
        {"purpose": "newsletter", "subject": {"email": "x" * 2000}},
        {"purpose": "newsletter", "subject": {"email": "a@b.example"}, "items": "email"},
        {"purpose": "newsletter", "subject": {"email": "a@b.example"}, "colour": "red"},
    ],
)
def test_what_is_no_question_is_refused(served: Served, body: Any) -> None:
    answer = ask(served, body)
    assert answer.status in (400, 422)
    assert b"example" not in answer.body


def test_nobody_asks_without_a_token_of_the_scope(served: Served) -> None:
    body = json.dumps(ONE).encode()
    assert served.client.ask("POST", "/troth/api/gate", body).status == 401
    other = {"Authorization": f"Bearer {served.other}"}
    assert served.client.ask("POST", "/troth/api/gate", body, other).status == 403
