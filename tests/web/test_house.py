"""What holds for every address: headers, methods, health, metrics, tokens, and what is said when all goes wrong."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from tests.web.serving import NAME, NOON, Client, Clock, Given, prepared, serving, shop_folder
from troth.claims.keys import Key
from troth.consent.records import record_of
from troth.gate import Gate, Question
from troth.site import Site
from troth.texts.pages import SENTENCES
from troth.web.preferences.links import sealer_of
from troth.web.process.deployment import Deployment
from troth.web.reference import reference
from troth.web.routes import ROUTES
from troth.web.tokens import records
from troth.web.tokens.model import Scope
from troth.web.tokens.passes import Pass
from troth.web.tokens.passes import Scope as Ways

ROOT = Path(__file__).parents[2]
PLAIN = [way.path for way in ROUTES if way.method == "GET" and "{" not in way.path]
WITH_LANGUAGE = ["/policy/fr/", "/policy/en/1.html", "/policy/fr/1...1", "/nothing/here"]


def test_the_reference_page_is_the_list_of_routes() -> None:
    assert (ROOT / "docs" / "reference" / "addresses.md").read_text("utf-8") == reference()


@pytest.mark.parametrize("path", [*PLAIN, *WITH_LANGUAGE])
def test_every_answer_lets_a_browser_do_little(visitor: Client, path: str) -> None:
    given = visitor.get(f"/troth{path}")
    policy = given.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    if given.body and given.headers["Content-Type"].startswith("text/html"):
        assert "require-trusted-types-for 'script'" in policy
        assert (
            re.findall(
                r"<script|<style|style=|\son\w+=|https?://(?!tilleul|www\.cnil|lucarne|regie)", given.text
            )
            == []
        )
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert given.headers["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert "server" not in {name.lower() for name in given.headers}


def test_head_and_other_methods(visitor: Client) -> None:
    head = visitor.ask("HEAD", "/troth/choice")
    assert (head.status, head.body) == (200, b"")
    wrong = visitor.ask("DELETE", "/troth/choice")
    assert (wrong.status, set(wrong.headers["Allow"].split(", "))) == (405, {"GET", "HEAD", "POST"})
    assert "Method not allowed" in visitor.ask("PUT", "/troth/choice?lang=en").text


def test_pages_speak_both_languages() -> None:
    for name, (french, english) in SENTENCES.items():
        assert french != english, name
        assert set(re.findall(r"\{\w+\}", french)) == set(re.findall(r"\{\w+\}", english)), name
        assert "'" not in french, name


def test_health_readiness_and_metrics(own: tuple[Client, Site]) -> None:
    client, site = own
    assert client.get("/healthz").body == b"ok\n"
    assert client.get("/readyz").json == {"ready": True}
    client.choose("accept_all")
    text = client.get("/metrics").text
    assert f'troth_requests_total{{method="POST",route="/choice",site="{NAME}",status="303"}} 1.0' in text
    assert f'troth_decisions_total{{site="{NAME}"}} 1.0' in text
    assert "127.0.0.1" not in text
    site.database.close()
    for path in site.folder.parent.glob("troth.db*"):
        path.unlink()
    Path(site.settings.database.removeprefix("sqlite:///")).mkdir()
    given = client.get("/readyz")
    assert (given.status, given.json["because"]) == (503, [f"database of {NAME}"])
    refused = client.choose("accept_all", **{"offer.video": "granted"})
    assert (refused.status, "Set-Cookie" in refused.headers) == (503, False)
    assert refused.headers["Retry-After"]


def test_metrics_and_health_do_not_stand_below_the_base(visitor: Client) -> None:
    for path in ("/troth/metrics", "/troth/readyz", "/troth/healthz"):
        assert visitor.get(path).status == 404


def test_the_log_names_route_and_failure_and_nobody(
    visitor: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "troth.web")
    visitor.get("/troth/policy/fr/1.html?ana=ana@example.com", User_Agent="Firefox of Ana")
    visitor.choose("nonsense of ana@example.com")
    told = [record.troth_fields for record in caplog.records if hasattr(record, "troth_fields")]
    requests = [one for one in told if one["event"] == "request"]
    assert [one["route"] for one in requests] == ["/policy/{file:path}", "/choice"]
    assert requests[1]["refused"] == "malformed"
    assert "ana" not in str(told).lower()
    assert "127.0.0.1" not in str(told)
    assert set(requests[0]) == {"event", "site", "method", "route", "status", "ms", "request"}


def test_pages_of_declared_origins_alone_may_ask_across_origins(tmp_path: Path) -> None:
    home = shop_folder(tmp_path)
    prepared(tmp_path, {})
    shop, evil = "https://www.tilleul.example", "https://evil.tilleul.example"
    deployment = Deployment(
        rate=1e6,
        burst=1e6,
        origins={NAME: frozenset({shop})},
        cookie_domains={"": frozenset({"tilleul.example"})},
    )
    with serving([home], deployment=deployment) as (client, _):
        for origin, allowed in ((shop, shop), (evil, None)):
            given = client.get("/troth/banner?lang=fr", Origin=origin)
            assert given.headers["Access-Control-Allow-Origin"] == allowed
            assert "Origin" in " ".join(given.headers.get_all("Vary") or ())
        page = client.get("/troth/banner?lang=fr", Origin=shop).text
        assert f'action="{client.address}/troth/choice"' in page
        assert client.get("/troth/policy/fr/", Origin=shop).headers["Access-Control-Allow-Origin"] is None
        accepted = client.post("/troth/choice", {"act": "accept_all", "return": "/goods"}, Origin=shop)
        assert accepted.headers["Location"] == f"{shop}/goods"
        assert "; Domain=tilleul.example;" in accepted.cookies["troth_choice"]
        assert client.post("/troth/choice", {"act": "accept_all"}, Origin=evil).status == 403


def test_behind_another_base_every_address_follows(tmp_path: Path) -> None:
    home = shop_folder(tmp_path)
    prepared(tmp_path, {})
    with serving([home], deployment=Deployment("/vie-privee", 1e6, 1e6)) as (client, _):
        page = client.get("/vie-privee/choice?lang=fr")
        assert page.status == 200
        assert "/troth/" not in page.text
        assert client.get("/troth/choice").status == 404
    with serving([home], deployment=Deployment("", 1e6, 1e6)) as (client, _):
        assert client.get("/choice?lang=fr").status == 200
        assert client.get("/").headers["Location"] == "/policy/fr/"


def test_whoever_asks_too_much_is_told_to_wait_and_others_are_not(tmp_path: Path) -> None:
    home = shop_folder(tmp_path)
    prepared(tmp_path, {})
    with serving([home], deployment=Deployment(rate=0.01, burst=10)) as (client, _):
        statuses = [client.get("/troth/troth.css").status for _ in range(12)]
        assert statuses == [200] * 10 + [429] * 2
        refused = client.get("/troth/choice")
        assert 0 < int(refused.headers["Retry-After"]) <= 100
        assert "Réessayez" in refused.text
        assert client.choose("accept_all").status == 429
        assert client.get("/healthz").status == 200
        other = Client(client.address, source="127.0.0.2")
        assert other.get("/troth/choice").status == 200
        # Through the proxy of this machine each visitor counts for himself.
        assert client.get("/troth/choice", X_Forwarded_For="192.0.2.8").status == 200
        assert "troth_limited_total 4.0" in client.get("/metrics").text


# --- tokens -------------------------------------------------------------------------------------------------


@pytest.fixture
def tokens(own: tuple[Client, Site]) -> dict[str, str]:
    """One that is good, one that has ended, one that was revoked, and one of another scope."""
    _, site = own
    year = timedelta(days=365)
    with site.database.transaction() as tx:
        made = {
            "good": records.add(tx, site.name, "good", [Scope.CONSENTS], NOON + year, NOON),
            "expired": records.add(tx, site.name, "expired", [Scope.CONSENTS], NOON, NOON - year),
            "revoked": records.add(tx, site.name, "revoked", [Scope.CONSENTS], NOON + year, NOON),
            "elsewhere": records.add(tx, "another", "elsewhere", [Scope.CONSENTS], NOON + year, NOON),
            "other": records.add(tx, site.name, "other", [Scope.GATE], NOON + year, NOON),
        }
        records.revoke(tx, site.name, made["revoked"][0].id, NOON - timedelta(hours=1))
        kept = str(records.all_tokens(tx, site.name))
    assert all(secret not in kept for _, secret in made.values())
    return {name: secret for name, (_, secret) in made.items()}


def test_only_a_token_that_is_good_and_for_this_opens_the_api(
    own: tuple[Client, Site], tokens: dict[str, str]
) -> None:
    client, _ = own
    statuses = {}
    for name, secret in {
        **tokens,
        "none": "",
        "cut": tokens["good"][:-1],
        "long": "troth_" + "x" * 5000,
    }.items():
        headers = {"Content-Type": "application/json"}
        if secret:
            headers["Authorization"] = f"Bearer {secret}"
        statuses[name] = client.ask("POST", "/troth/api/consents", b"no json", headers).status
    assert statuses.pop("good") == 400
    assert statuses.pop("other") == 403
    assert set(statuses.values()) == {401}


def test_a_wrong_token_cannot_be_tried_out_and_a_good_one_is_not_limited(
    tmp_path: Path, clock: Clock
) -> None:
    home = shop_folder(tmp_path)
    prepared(tmp_path, {})
    with serving([home], deployment=Deployment(rate=1, burst=100), clock=clock) as (client, sites):
        with sites[0].database.transaction() as tx:
            _, secret = records.add(tx, NAME, "x", [Scope.CONSENTS], NOON + timedelta(days=1), NOON)
        right = {"Authorization": f"Bearer {secret}"}
        wrong = {"Authorization": "Bearer troth_guess"}
        assert {client.ask("POST", "/troth/api/consents", b"", right).status for _ in range(150)} == {400}
        statuses = [client.ask("POST", "/troth/api/consents", b"", wrong).status for _ in range(8)]
        assert statuses == [401] * 5 + [429] * 3


def test_a_mail_provider_s_address_may_unsubscribe_many_people_and_forges_nothing(
    tmp_path: Path, clock: Clock
) -> None:
    home = shop_folder(tmp_path)
    prepared(tmp_path, {})
    with serving([home], deployment=Deployment(rate=0.01, burst=100), clock=clock) as (client, [site]):
        sealer = sealer_of(site)

        def one_click(token: str) -> int:
            return client.ask("POST", f"/troth/unsubscribe/{token}", b"List-Unsubscribe=One-Click").status

        def link_of(number: int) -> str:
            person = Key.of("email", f"reader{number}@example.com")
            return sealer.sealed(Pass(Ways.LEAVE, frozenset({person}), None))

        assert {one_click(link_of(number)) for number in range(40)} == {200}  # 4 each: more than it has
        again = [one_click(link_of(0)) for _ in range(30)]
        assert (again.count(200), again.count(429)) == (24, 6)  # one link has a bucket of its own
        assert one_click(link_of(41)) == 200
        forged = [one_click(f"{link_of(42)[:-4]}AAA{number}") for number in range(8)]
        assert forged == [403] * 5 + [429] * 3
        assert one_click(link_of(43)) == 429  # from that address; from another it is done at once
        client.source = "127.0.0.3"
        assert one_click(link_of(43)) == 200
        nowhere = [client.get(f"/troth/api/{number}").status for number in range(110)]
        assert 429 in nowhere  # an address that leads nowhere is not free


def test_consent_from_elsewhere_is_recorded_with_its_proof_or_not_at_all(
    own: tuple[Client, Site], tokens: dict[str, str]
) -> None:
    client, _ = own

    def ask(path: str, told: object) -> Given:
        headers = {"Authorization": f"Bearer {tokens['good']}", "Content-Type": "application/json"}
        return client.ask("POST", f"/troth/api/consents{path}", json.dumps(told).encode(), headers)

    ana = {
        "key": {"email": "ana@example.com"},
        "answers": {"newsletter": "granted"},
        "act": "signature",
        "channel": "counter",
        "at": "2026-11-20T10:00:00+01:00",
    }
    assert ask("", ana).status == 422  # no proof
    shown = {**ana, "proof": {"form": "Lyon 2026-117"}}
    assert ask("", {"decisions": [shown, {**shown, "answers": {"nothing": "granted"}}]}).status == 422
    state = {"keys": {"email": "ana@example.com"}}
    assert ask("/state", state).json["state"]["newsletter"]["answer"] == "not_asked"
    given = ask("", {"decisions": [shown]})
    assert (given.status, given.json["recorded"][0]["events"]) == (201, {"newsletter": "given"})
    assert ask("/state", state).json["state"]["newsletter"]["answer"] == "granted"


def test_a_child_s_consent_comes_with_a_parent_s(own: tuple[Client, Site], tokens: dict[str, str]) -> None:
    client, site = own
    told: dict[str, object] = {
        "key": {"email": "theo@example.com"},
        "answers": {"newsletter": "granted"},
        "act": "save",
        "channel": "web",
    }
    headers = {"Authorization": f"Bearer {tokens['good']}"}

    def ask(minor: object) -> Given:
        body = json.dumps({**told, "minor": minor}).encode()
        return client.ask("POST", "/troth/api/consents", body, headers)

    both = {"child_agrees": True, "parent": "his father", "proof": "confirmed by a link to his address"}
    assert ask({**both, "child_agrees": "yes"}).status == 400
    assert ask("his father").status == 400
    assert ask({**both, "child_agrees": False}).status == 422
    assert ask({**both, "proof": ""}).status == 422
    assert ask({**both, "parent": ""}).status == 422
    given = ask(both)
    assert given.status == 201
    with site.database.reading() as tx:
        kept = record_of(tx, site.name, given.json["recorded"][0]["id"])
    assert kept is not None
    assert kept.body["minor"] == "with parent"
    question = Question("newsletter", channel="email", age=12)
    answer = Gate(site).may(question, {"email": "theo@example.com"}, NOON + timedelta(minutes=1))
    assert answer


@pytest.mark.parametrize(
    "told",
    [
        None,
        [],
        {"decisions": []},
        {"decisions": [{}] * 1001},
        {"key": {}, "answers": {}},
        {"key": {"email": ""}, "answers": {"newsletter": "granted"}},
        {"key": {"email": "not an address"}, "answers": {"newsletter": "refused"}},
        {"key": {"email": "a", "phone": "b"}, "answers": {}},
        {"key": {"email": "a@b.example"}, "answers": {"newsletter": ["granted"]}},
        {"key": {"email": "a@b.example"}, "answers": {"newsletter": "granted"}, "at": "2027-01-01T00:00:00Z"},
        {"key": {"email": "a@b.example"}, "answers": {"newsletter": "granted"}, "at": "yesterday"},
        {"key": {"email": "a@b.example"}, "answers": {"newsletter": "granted"}, "proof": {"a": {"b": 1}}},
        {"key": {"email": "a@b.example"}, "answers": {"newsletter": "granted"}, "minro": {"parent": "x"}},
        {
            "key": {"email": "a@b.example"},
            "answers": {"newsletter": "granted"},
            "text_hash": "of no text of ours",
        },
        {"decisions": [{"key": {"email": "a@b.example"}, "answers": {}}], "site": "another"},
        {"key": {"email": "a@b.example"}, "answers": {"newsletter": "granted"}, "act": "save\0"},
        {"key": {"email": "a\ud800@b.example"}, "answers": {"newsletter": "granted"}},
        {"key": {"\ud800": "x"}, "answers": {"newsletter": "granted"}},
        {"key": {"email": "a@b.example"}, "answers": {"\udfff": "granted"}},
    ],
)
def test_what_the_api_cannot_read_is_refused(
    own: tuple[Client, Site], tokens: dict[str, str], told: object
) -> None:
    headers = {"Authorization": f"Bearer {tokens['good']}"}
    given = own[0].ask("POST", "/troth/api/consents", json.dumps(told).encode(), headers)
    assert (given.status, given.json["error"]) == (400, "malformed")


def test_json_is_utf_8(own: tuple[Client, Site], tokens: dict[str, str]) -> None:
    headers = {"Authorization": f"Bearer {tokens['good']}"}
    for body in (
        '{"keys": {"email": "a@b.example"}}'.encode("utf-16"),
        b'{"keys": {"email": "\xed\xa0\x80"}}',
    ):
        assert own[0].ask("POST", "/troth/api/consents/state", body, headers).status == 400
