"""The choice over HTTP, without script: what an act sets, what nothing sets, and what is refused."""

import re
import time
from datetime import timedelta
from hashlib import sha256
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zipfile import ZipFile

import pytest

from tests.web.serving import NOON, Client, Clock, prepared, serving, shop_folder, token_in
from troth.consent.cookie import COOKIE
from troth.consent.evidence import found, pack
from troth.consent.figures import figures
from troth.consent.notices import manifest_shown
from troth.consent.records import all_records
from troth.consent.verify import verify
from troth.site import Site

ALL = {"audience", "video", "advertising"}


def bodies(site: Site) -> list[Any]:
    """What the ledger holds, in order."""
    with site.database.reading() as tx:
        return [kept.body for kept in all_records(tx, site.name)]


def test_nothing_is_written_before_an_act(visitor: Client) -> None:
    for path in ("/troth/", "/troth/policy/fr/", "/troth/choice", "/troth/banner", "/troth/choice.json"):
        assert "Set-Cookie" not in visitor.get(path).headers, path
    assert visitor.state == dict.fromkeys(ALL, "not_asked")


def test_one_act_accepts_and_one_refuses(own: tuple[Client, Site]) -> None:
    visitor, site = own
    given = visitor.choose("accept_all", **{"return": "/shop?page=2"})
    assert (given.status, given.headers["Location"]) == (303, "/shop?page=2")
    assert visitor.state == dict.fromkeys(ALL, "granted")
    assert visitor.choose("refuse_all").status == 303
    assert visitor.state == dict.fromkeys(ALL, "refused")
    first, second = bodies(site)
    assert {one["event"] for one in first["answers"].values()} == {"given"}
    assert {one["event"] for one in second["answers"].values()} == {"withdrawn"}
    assert (first["act"], second["act"], first["key"]) == ("accept_all", "refuse_all", "browser")


def test_the_cookie_is_for_this_site_alone_and_lives_six_months_from_the_act(visitor: Client) -> None:
    flags = visitor.choose("refuse_all").cookies[COOKIE].split("; ")[1:]
    assert flags == [f"Max-Age={181 * 86_400}", "Path=/", "SameSite=Lax"]


def test_behind_tls_the_cookie_is_secure(visitor: Client) -> None:
    told = {"X-Forwarded-Proto": "https", "Origin": visitor.address.replace("http:", "https:")}
    given = visitor.post("/troth/choice", {"act": "refuse_all"}, **told)
    assert given.cookies[COOKIE].endswith("; SameSite=Lax; Secure")


def test_what_save_leaves_open_is_refused(visitor: Client) -> None:
    given = visitor.choose("save", **{"offer.video": "granted"})
    assert given.status == 303
    assert visitor.state == {"audience": "refused", "video": "granted", "advertising": "refused"}


def test_always_beside_an_embed_answers_for_it_alone(visitor: Client) -> None:
    visitor.choose("always", **{"offer.video": "granted"})
    assert visitor.state == {"audience": "not_asked", "video": "granted", "advertising": "not_asked"}


def test_withdrawal_takes_one_step_and_ends_the_sites_own_cookies_of_it(visitor: Client) -> None:
    visitor.choose("accept_all")
    visitor.cookies |= {"tilleul_visite": "7", "panier": "3"}
    visitor.choose("withdraw")
    assert visitor.state == dict.fromkeys(ALL, "refused")
    assert set(visitor.cookies) == {COOKIE, "panier"}


def test_a_page_that_a_cache_kept_answers_only_what_it_asked(visitor: Client) -> None:
    page = visitor.get("/troth/banner?lang=fr").text
    mark = re.search(r'name="notice" value="([^"]+)"', page)
    assert mark is not None
    layer, language, manifest, prints = mark[1].split(".")
    visitor.choose("accept_all", notice=".".join((layer, language, manifest, prints[:8])))
    assert sorted(visitor.state.values()) == ["granted", "not_asked", "not_asked"]


OLD = "banner.fr.0000000000000000.AAAAAAAA-BBBBBBBB"  # of wordings that nothing in force covers


@pytest.mark.parametrize(
    "fields",
    [
        {"act": "refuse_all"},
        {"act": "accept_all"},
        {"act": "save", "offer.video": "granted"},  # the same purpose under words that its visitor never saw
        {"act": "always", "offer.video": "granted"},
        {"act": "save", "offer.ended": "granted"},
    ],
)
def test_a_page_that_asks_what_is_asked_no_more_leads_to_what_is(
    own: tuple[Client, Site], fields: dict[str, str]
) -> None:
    visitor, site = own
    sent = {**fields, "notice": OLD, "lang": "fr", "return": "/shop"}
    given = visitor.post("/troth/choice", sent)
    assert (given.status, given.headers["Location"]) == (303, "/troth/choice?lang=fr&return=%2Fshop&anew=")
    page = visitor.get(given.headers["Location"]).text
    assert "La question a changé depuis l’affichage de la page." in page
    assert 'name="return" value="/shop"' in page
    program = visitor.post("/troth/choice", sent, Accept="application/json")
    assert (program.status, program.json["error"]) == (410, "outdated")
    assert bodies(site) == []
    assert COOKIE not in visitor.cookies


def test_a_grant_covers_only_what_the_page_showed(own: tuple[Client, Site]) -> None:
    visitor, site = own
    mark = re.search(r'name="notice" value="([^"]+)"', visitor.get("/troth/banner?lang=fr").text)
    assert mark is not None
    seen = mark[1][: mark[1].index("-")]  # it showed the first alone
    assert visitor.choose("save", notice=seen, **{"offer.advertising": "granted"}).status == 303
    assert bodies(site) == []


def test_where_a_browser_keeps_two_the_later_act_counts(own: tuple[Client, Site], clock: Clock) -> None:
    """As after the operator began to share choices over subdomains: the host's own stands beside the domain's."""
    visitor, _ = own
    visitor.choose("accept_all")
    before = visitor.cookies[COOKIE]
    clock.move(days=1)
    visitor.choose("refuse_all")
    now = visitor.cookies.pop(COOKIE)
    for both in (f"{before}; {COOKIE}={now}", f"{now}; {COOKIE}={before}"):
        visitor.cookies = {COOKIE: both}
        assert visitor.state == dict.fromkeys(ALL, "refused")


def test_a_program_gets_state_and_receipt(visitor: Client) -> None:
    given = visitor.post("/troth/choice", {"act": "accept_all"}, Accept="application/json")
    assert given.json["state"] == dict.fromkeys(ALL, "granted")
    assert re.fullmatch(r"[\w-]{22}", given.json["receipt"])


def test_the_answer_speaks_the_language_of_the_question(visitor: Client) -> None:
    french = {"Accept_Language": "fr"}
    done = visitor.post("/troth/choice", {"act": "refuse_all", "lang": "en"}, **french).headers["Location"]
    assert "Your choice" in visitor.get(done, **french).text
    wrong = visitor.post("/troth/choice", {"act": "scroll", "lang": "en"}, **french)
    assert (wrong.status, 'lang="en"' in wrong.text) == (400, True)
    assert 'lang="fr"' in visitor.post("/troth/choice", {"act": "scroll", "lang": "xx"}, **french).text


def test_the_signal_refuses_and_is_told_and_an_explicit_choice_goes_before_it(visitor: Client) -> None:
    page = visitor.get("/troth/banner?lang=en", Sec_GPC="1").text
    assert "Global Privacy Control" in page
    told = visitor.get("/troth/choice.json", Sec_GPC="1").json["offers"]
    assert told == {"audience": "not_asked", "video": "refused", "advertising": "refused"}
    visitor.post("/troth/choice", {"act": "save", "offer.advertising": "granted"}, Sec_GPC="1")
    assert visitor.state["advertising"] == "granted"


def test_a_signal_that_comes_after_a_consent_refuses_while_it_is_there(own: tuple[Client, Site]) -> None:
    visitor, site = own
    signal = {"Sec_GPC": "1"}
    visitor.choose("accept_all")
    told = visitor.get("/troth/choice.json", **signal).json["offers"]
    assert told == {"audience": "granted", "video": "refused", "advertising": "refused"}
    assert visitor.state == dict.fromkeys(ALL, "granted")
    visitor.post("/troth/choice", {"act": "always", "offer.video": "granted"}, **signal)
    told = visitor.get("/troth/choice.json", **signal).json["offers"]
    assert told == {"audience": "granted", "video": "granted", "advertising": "refused"}
    visitor.post("/troth/choice", {"act": "accept_all"}, **signal)  # in the crowd it is never overridden
    assert visitor.get("/troth/choice.json", **signal).json["offers"] == told
    assert [one.get("signal") for one in bodies(site)] == [None, "gpc", "gpc"]


def test_the_signal_grants_nothing(own: tuple[Client, Site]) -> None:
    visitor, site = own
    visitor.get("/troth/banner", Sec_GPC="1")
    assert visitor.state == dict.fromkeys(ALL, "not_asked")
    visitor.post("/troth/choice", {"act": "refuse_all"}, Sec_GPC="1")
    assert bodies(site)[0]["signal"] == "gpc"


@pytest.mark.parametrize(
    "fields",
    [
        {"act": "save", "offer.nothing": "granted"},
        {"act": "save", "offer.newsletter": "granted"},  # no question of the device
        {"act": "save", "offer.video": "perhaps"},
        {"act": "scroll"},
        {"act": ""},
        {"act": "always"},
        {},
    ],
)
def test_what_is_not_asked_cannot_be_answered(visitor: Client, fields: dict[str, str]) -> None:
    given = visitor.post("/troth/choice", fields)
    assert given.status == 400
    assert "Set-Cookie" not in given.headers
    assert visitor.state == dict.fromkeys(ALL, "not_asked")


def test_a_field_that_says_two_things_is_refused(visitor: Client) -> None:
    body = b"act=save&offer.video=refused&offer.video=granted"
    form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": visitor.address}
    assert visitor.ask("POST", "/troth/choice", body, form).status == 400


@pytest.mark.parametrize("damage", ["forged", "truncated", "swapped", "foreign site", "garbage", "late"])
def test_a_cookie_that_the_server_did_not_make_counts_as_none(own: tuple[Client, Site], damage: str) -> None:
    visitor, _ = own
    visitor.choose("refuse_all")
    good = visitor.cookies[COOKIE]
    visitor.cookies[COOKIE] = {
        "forged": re.sub(r"([\w-]{8})r", r"\1g", good, count=1),
        "truncated": good[:-3],
        "swapped": good.replace(good.split(".")[1], "A" * 22),
        "foreign site": good[:-22] + "B" * 22,
        "garbage": "\x7f" * 3000,
        "late": good.replace(good.split(".")[2], str(int(good.split(".")[2]) + 86_400)),
    }[damage]
    assert visitor.state == dict.fromkeys(ALL, "not_asked")
    assert visitor.choose("refuse_all").status == 303  # and a new choice is taken


def test_a_choice_ends_by_its_life_from_the_act_and_no_visit_lengthens_it(
    own: tuple[Client, Site], clock: Clock
) -> None:
    visitor, _ = own
    visitor.choose("accept_all")
    clock.move(days=100)
    assert "Set-Cookie" not in visitor.get("/troth/choice").headers
    assert visitor.state["audience"] == "granted"
    clock.move(days=82)
    assert visitor.state == dict.fromkeys(ALL, "not_asked")


def test_two_tabs_that_decide_both_count_and_the_later_one_holds(own: tuple[Client, Site]) -> None:
    visitor, site = own
    other = Client(visitor.address)
    other.choose("accept_all")
    visitor.cookies = dict(other.cookies)  # one browser, two tabs
    other.choose("refuse_all")
    visitor.choose("save", **{"offer.video": "granted"})
    assert visitor.state == {"audience": "refused", "video": "granted", "advertising": "refused"}
    assert [one["act"] for one in bodies(site)] == ["accept_all", "refuse_all", "save"]


def test_a_clock_that_is_set_back_lets_the_later_act_hold(own: tuple[Client, Site], clock: Clock) -> None:
    visitor, site = own
    visitor.choose("accept_all")
    clock.move(minutes=-4)  # less, and servers' clocks differ by it
    visitor.choose("refuse_all")
    assert visitor.state == dict.fromkeys(ALL, "refused")
    first, second = bodies(site)
    assert second["at"] >= first["at"]
    clock.move(days=-2)  # as if an act of the day after tomorrow were shown
    assert visitor.state == dict.fromkeys(ALL, "not_asked")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"},
        {},
    ],
)
def test_a_form_from_elsewhere_is_refused(visitor: Client, headers: dict[str, str]) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    given = visitor.ask("POST", "/troth/choice", b"act=accept_all", form | headers)
    assert given.status == 403
    assert "Set-Cookie" not in given.headers


def test_two_origins_are_no_origin_of_ours(visitor: Client) -> None:
    connection = HTTPConnection(visitor.host, timeout=60)
    connection.putrequest("POST", "/troth/choice")
    for origin in ("https://evil.example", visitor.address):
        connection.putheader("Origin", origin)
    connection.putheader("Content-Type", "application/x-www-form-urlencoded")
    connection.putheader("Content-Length", "14")
    connection.endheaders(b"act=refuse_all")
    assert connection.getresponse().status == 403
    connection.close()


def test_where_a_browser_says_nothing_the_token_of_the_form_decides(
    own: tuple[Client, Site], clock: Clock
) -> None:
    visitor, _ = own
    token = token_in(visitor.get("/troth/choice").text)
    form = {"Content-Type": "application/x-www-form-urlencoded"}

    def sent(text: str) -> int:
        return visitor.ask("POST", "/troth/choice", f"act=refuse_all&csrf={text}".encode(), form).status

    assert sent(token) == 303
    assert sent(token[:-1] + ("A" if token[-1] != "A" else "B")) == 403
    assert sent(token.replace(token[0], "9", 1)) == 403
    clock.move(hours=13)
    assert sent(token) == 403


@pytest.mark.parametrize(
    "back",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1", "/a\r\nX: y", "/" * 3],
)
def test_nobody_is_sent_to_another_site(visitor: Client, back: str) -> None:
    assert visitor.choose("refuse_all", **{"return": back}).headers["Location"].startswith("/troth/choice?")
    given = visitor.get(f"/troth/language?to=en&return={quote(back)}")
    assert given.headers["Location"] == "/troth/choice"


def test_without_a_return_it_goes_back_to_the_page_of_the_form(visitor: Client) -> None:
    given = visitor.post("/troth/choice", {"act": "refuse_all"}, Referer=f"{visitor.address}/shop/7?x=1")
    assert given.headers["Location"] == "/shop/7?x=1"
    given = visitor.post("/troth/choice", {"act": "refuse_all"}, Referer="https://evil.example/shop")
    assert given.headers["Location"].startswith("/troth/choice?")


def test_too_large_a_form_is_refused_before_it_is_read(visitor: Client) -> None:
    given = visitor.post("/troth/choice", {"act": "accept_all", "x": "y" * 10_000_000})
    assert (given.status, "Set-Cookie" in given.headers) == (413, False)
    many = {f"f{number}": "" for number in range(300)}
    assert visitor.post("/troth/choice", {"act": "accept_all", **many}).status == 400


def test_the_page_shows_what_was_chosen_and_nothing_else_is_ticked(visitor: Client) -> None:
    assert " checked" not in visitor.get("/troth/choice?lang=fr").text
    visitor.choose("save", **{"offer.video": "granted"})
    page = visitor.get("/troth/choice?lang=fr").text
    assert len(re.findall(" checked", page)) == 3
    assert re.search(r'name="offer\.video" value="granted"[^>]* checked', page)


def test_what_became_visible_is_counted_without_anything_about_the_visitor(own: tuple[Client, Site]) -> None:
    visitor, site = own
    mark = re.search(r'name="notice" value="([^"]+)"', visitor.get("/troth/banner").text)
    assert mark is not None
    browser, robot = {"User-Agent": "Mozilla/5.0"}, {"User-Agent": "Examplebot/1.0"}
    for agent in (browser, robot):
        assert visitor.post("/troth/shown", {"notice": mark[1]}, **agent).status == 204
    visitor.post("/troth/shown", {"notice": "made up"}, **browser)
    deadline = 600
    while not (found := figures(site, NOON.date(), (NOON + timedelta(days=1)).date())) and deadline:
        time.sleep(0.05)
        deadline -= 1
    assert {one.served for one in found} == {1}


def test_the_ledger_names_the_version_that_the_page_showed(tmp_path: Path, clock: Clock) -> None:
    """A cache kept a page from before a change of words that asks nobody again."""
    home = shop_folder(tmp_path)
    prepared(tmp_path, {})
    with serving([home], clock=clock) as (visitor, [site]):
        before = site.manifest_hash
        mark = re.search(r'name="notice" value="([^"]+)"', visitor.get("/troth/banner?lang=fr").text)
    assert mark is not None
    policy = home / "policy.yaml"
    policy.write_text(policy.read_text("utf-8").replace("8 rue des Tilleuls", "9 rue des Tilleuls"), "utf-8")
    clock.move(days=1)
    with serving([home], clock=clock) as (visitor, [site]):
        assert site.manifest_hash != before
        for sent in (mark[1], mark[1].replace(before[:16], "0" * 16)):
            assert visitor.choose("accept_all", notice=sent).status == 303
        shown, invented = bodies(site)
        assert (shown["notice"]["manifest"], shown["notice"]["version"]) == (before, 1)
        assert "text" not in shown["notice"]
        assert invented["notice"]["manifest"] == site.manifest_hash
        kept = found(site, shown["id"])
        assert kept is not None
        manifest = manifest_shown(site, kept)
        assert manifest is not None
        assert manifest.policy.controller.address == "8 rue des Tilleuls, 69004 Lyon"
        with ZipFile(BytesIO(pack(site, kept, NOON))) as archive:
            assert sha256(archive.read("manifest.json")).hexdigest() == before
        assert verify(site).flaws == []
