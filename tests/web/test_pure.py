"""The parts that need no server: tokens of forms, buckets, languages, settings, forms, the log."""

import contextlib
import io
import json
import logging
import threading
from collections.abc import Sequence
from datetime import timedelta
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.serving import NOON
from troth.consent.model import NewDecision, Recorded
from troth.errors import Forbidden
from troth.web.hosted import logs
from troth.web.hosted.hosting import Hosted
from troth.web.hosted.writer import NotCommitted, Writer
from troth.web.pages.choice import safe_path
from troth.web.pages.language import language_for
from troth.web.process.deployment import Deployment, _by_site
from troth.web.process.limits import LONGEST_HOLD_SECONDS, Limiter, Toll, household, toll_of
from troth.web.request import csrf
from troth.web.request.asked import Asked, query_of
from troth.web.request.failures import Malformed

SECRET = b"s" * 32
OWN = "https://www.acme.example"


def test_a_forms_token_is_good_for_half_a_day_and_nowhere_else() -> None:
    token = csrf.token(SECRET, NOON)
    assert csrf.is_token(token, SECRET, NOON + timedelta(hours=12))
    assert not csrf.is_token(token, SECRET, NOON + timedelta(hours=12, seconds=1))
    assert not csrf.is_token(token, SECRET, NOON - timedelta(minutes=6))
    assert not csrf.is_token(token, b"t" * 32, NOON)
    assert csrf.token(SECRET, NOON) != token


@given(st.text(max_size=80))
def test_no_text_is_a_token_by_chance(text: str) -> None:
    assert not csrf.is_token(text, SECRET, NOON)


@pytest.mark.parametrize(
    ("headers", "is_ours"),
    [
        ({"sec-fetch-site": "same-origin", "origin": OWN}, True),
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "same-site", "origin": "https://shop.acme.example"}, True),
        ({"sec-fetch-site": "same-site", "origin": "https://evil.acme.example"}, False),
        ({"sec-fetch-site": "cross-site", "origin": OWN}, False),
        ({"origin": OWN}, True),
        ({"origin": OWN + ".evil.example"}, False),
        ({"origin": "null"}, False),
        ({}, False),
    ],
)
def test_browsers_own_headers_say_where_a_form_comes_from(headers: dict[str, str], is_ours: bool) -> None:
    others = {"https://shop.acme.example"}
    assert csrf.is_ours(headers, OWN, others, None, SECRET, NOON) is is_ours


def test_a_good_token_does_not_help_a_form_that_a_browser_says_is_foreign() -> None:
    token = csrf.token(SECRET, NOON)
    assert csrf.is_ours({}, OWN, (), token, SECRET, NOON)
    assert not csrf.is_ours({"sec-fetch-site": "cross-site"}, OWN, (), token, SECRET, NOON)


@given(st.lists(st.tuples(st.floats(0, 5), st.integers(1, 5)), max_size=60))
def test_no_address_gets_more_than_burst_and_rate(asks: list[tuple[float, int]]) -> None:
    limiter, now, spent = Limiter(rate=10, burst=20), 0.0, 0
    for pause, cost in asks:
        now += pause
        spent += cost if limiter.wait("192.0.2.1", now, cost) == 0 else 0
    assert spent <= 20 + 10 * now + 1e-6


def test_whoever_waits_as_long_as_told_is_let_in() -> None:
    limiter = Limiter(rate=2, burst=3)
    assert [limiter.wait("192.0.2.1", 0) for _ in range(3)] == [0, 0, 0]
    wait = limiter.wait("192.0.2.1", 0)
    assert wait == pytest.approx(0.5)
    assert limiter.wait("192.0.2.2", 0) == 0
    assert limiter.wait("192.0.2.1", wait) == 0
    assert limiter.wait("192.0.2.1", wait - 100) > 0  # a clock that runs backwards gives nothing


def test_only_what_stands_where_tokens_do_pays_afterwards() -> None:
    assert toll_of("GET", "") == Toll(1)
    assert toll_of("POST", "choice") == Toll(4)
    assert toll_of("GET", "policy/fr/api/x") == Toll(1)
    assert toll_of("POST", "api/gate") == Toll(4, by_token=True)
    assert toll_of("POST", "unsubscribe/abc") == Toll(4, by_token=True, link="abc")
    assert toll_of("GET", "preferences/abc/receipts.json") == Toll(1, by_token=True, link="abc")
    assert toll_of("GET", "preferences") == toll_of("GET", "preferences/") == Toll(1)
    assert [toll_of("POST", "api/gate").after(status) for status in (200, 422, 404, 401, 403)] == [
        0,
        0,
        4,
        20,
        20,
    ]


def test_a_flood_is_refused_at_a_pace_and_nobody_else_waits_for_it() -> None:
    limiter = Limiter(rate=1, burst=1)
    for address in ("192.0.2.1", "192.0.2.2"):
        limiter.wait(address, 0)
    holds = [limiter.hold("192.0.2.1", 0) for _ in range(5_000)]
    assert holds[:3] == pytest.approx([0.002, 0.004, 0.006])
    assert max(holds) == LONGEST_HOLD_SECONDS
    assert limiter.hold("192.0.2.2", 1) == 0


def test_calm_addresses_are_forgotten_and_there_is_room_for_so_many_only() -> None:
    limiter = Limiter(rate=1, burst=10, most=50)
    for number in range(500):
        limiter.wait(f"192.0.2.{number}", 0)
    assert len(limiter) == 50
    limiter.forget_the_calm(11)
    assert len(limiter) == 0


def test_one_line_of_ipv6_is_one_address() -> None:
    assert household("2001:db8:1:2:3::1") == household("2001:db8:1:2::9")
    assert household("2001:db8:1:2::1") != household("2001:db8:1:3::1")
    assert household("fe80::1%eth0") == household("fe80::2")


@pytest.mark.parametrize(
    ("in_address", "chosen", "accepted", "spoken"),
    [
        ("en", "fr", "fr", "en"),
        (None, "en", "fr", "en"),
        (None, None, "en-GB,en;q=0.9,fr;q=0.8", "en"),
        (None, None, "de, fr;q=0.2, en;q=0.7", "en"),
        (None, None, "en;q=0, fr;q=0.1", "fr"),
        ("xx", "yy", "de", "fr"),
        (None, None, ";;;q=,\x00" * 500, "fr"),
    ],
)
def test_the_language_is_by_address_then_choice_then_browser(
    in_address: str | None, chosen: str | None, accepted: str, spoken: str
) -> None:
    assert language_for(("fr", "en"), in_address, chosen, accepted) == spoken


def test_a_setting_speaks_of_one_site_or_of_all() -> None:
    told = _by_site("acme=www.acme.example, acme=acme.example  https://all.example")
    assert told == {
        "acme": frozenset({"www.acme.example", "acme.example"}),
        "": frozenset({"https://all.example"}),
    }
    assert Deployment().base == "/troth"


@given(st.text())
def test_a_path_that_is_safe_stays_on_this_host(text: str) -> None:
    found = safe_path(text)
    assert found in ("", text)
    assert not found.startswith(("//", "/\\"))
    assert not set(found) & {"\n", "\r"}


@given(st.binary(max_size=300))
def test_any_query_can_be_read(text: bytes) -> None:
    assert all(isinstance(value, str) for value in query_of(text).values())


def form(body: bytes, media_type: str) -> dict[str, str]:
    hosted = cast(Hosted, None)
    asked = Asked(hosted, NOON, "POST", {}, {}, {"content-type": media_type}, {}, body, "", "fr")
    return dict(asked.form)


def test_forms_come_in_two_forms() -> None:
    parts = b'--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n'
    assert form(parts, "multipart/form-data; boundary=b") == {"List-Unsubscribe": "One-Click"}
    assert form(b"a=1&b=%C3%A9", "application/x-www-form-urlencoded; charset=utf-8") == {"a": "1", "b": "é"}
    assert form(b"", "") == {}
    with pytest.raises(Malformed):
        form(b"{}", "application/json")


@given(st.binary(max_size=400), st.text(max_size=30))
def test_no_body_breaks_the_reading_of_forms(body: bytes, boundary: str) -> None:
    for media_type in (f"multipart/form-data; boundary={boundary}", "application/x-www-form-urlencoded"):
        with contextlib.suppress(Malformed):
            form(body, media_type)


# --- many decisions in one commit ---------------------------------------------------------------------------


def decision(name: str) -> NewDecision:
    return cast(NewDecision, name)


def saved(decisions: Sequence[NewDecision]) -> list[Recorded]:
    return [cast(Recorded, f"recorded {one}") for one in decisions]


def test_each_gets_what_became_of_its_own() -> None:
    sizes: list[int] = []
    gate = threading.Event()

    def save(decisions: Sequence[NewDecision]) -> list[Recorded]:
        gate.wait(10)
        return saved(decisions)

    writer = Writer(save, sizes.append)
    results: dict[str, list[object]] = {}

    def write(name: str) -> None:
        results[name] = list(writer.write([decision(name), decision(f"{name}'")]))

    threads = [threading.Thread(target=write, args=(f"d{n}",)) for n in range(20)]
    for thread in threads:
        thread.start()
    gate.set()
    for thread in threads:
        thread.join()
    assert results == {f"d{n}": [f"recorded d{n}", f"recorded d{n}'"] for n in range(20)}
    assert sum(sizes) == 20
    assert len(sizes) < 20  # those that waited were committed together


def together(save: object, names: Sequence[str]) -> dict[str, object]:
    """What becomes of decisions that wait while the first one is being committed."""
    begun, go = threading.Event(), threading.Event()
    found: dict[str, object] = {}

    def slow(decisions: Sequence[NewDecision]) -> Sequence[Recorded]:
        begun.set()
        go.wait(10)
        return cast(list[Recorded], save(decisions))  # type: ignore[operator]

    writer = Writer(slow)

    def write(name: str) -> None:
        try:
            found[name] = writer.write([decision(name)])
        except Exception as error:  # noqa: BLE001  # what is raised is what is asked
            found[name] = type(error)

    threads = [threading.Thread(target=write, args=(name,)) for name in names]
    threads[0].start()
    begun.wait(10)
    for thread in threads[1:]:
        thread.start()
    while len(writer._pending) < len(names) - 1:
        pass
    go.set()
    for thread in threads:
        thread.join()
    return found


def test_one_that_is_refused_takes_no_other_with_it() -> None:
    def save(decisions: Sequence[NewDecision]) -> list[Recorded]:
        if decision("bad") in decisions:
            raise Forbidden("no")
        return saved(decisions)

    found = together(save, ["first", "good", "bad", "fine"])
    assert found.pop("bad") is Forbidden
    assert found == {name: [f"recorded {name}"] for name in ("first", "good", "fine")}


def test_a_bug_leaves_nobody_waiting() -> None:
    def save(decisions: Sequence[NewDecision]) -> list[Recorded]:
        if len(decisions) > 1:
            raise ZeroDivisionError
        return saved(decisions)

    found = together(save, ["first", "a", "b", "c"])
    assert found.pop("first") == ["recorded first"]
    assert sorted(str(one) for one in found.values()) == sorted(
        str(one) for one in (ZeroDivisionError, NotCommitted, NotCommitted)
    )


# --- the log ------------------------------------------------------------------------------------------------


def test_the_log_is_json_and_tells_no_value() -> None:
    stream = io.StringIO()
    logs.prepare(stream)
    logs.tell("request", logging.ERROR, route="/preferences/{token}", failure=logs.as_bug(_raised()))
    logging.getLogger("uvicorn.error").warning("from %s", "192.0.2.7")
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line["level"] for line in lines] == ["error", "warning"]
    assert "ana@example.com" not in stream.getvalue()
    assert "192.0.2.7" not in stream.getvalue()
    assert "ValueError in _raised" in lines[0]["failure"]


def _raised() -> ValueError:
    try:
        raise ValueError("ana@example.com")
    except ValueError as error:
        return error
