"""The published policies: byte for byte, at addresses that stay, in the reader's language."""

import hashlib
import re
from datetime import timedelta
from pathlib import Path

import pytest

from tests.web.serving import NAME, NOON, PLENTY, Client, Clock, prepared, serving, shop_folder
from troth.publication.model import Approval
from troth.publication.publish import publish
from troth.publication.records import all_publications
from troth.site import Site, open_site
from troth.web.process import server
from troth.web.process.app import Application
from troth.web.process.sites import opened


def changed(site: Site) -> Site:
    """The same site after its people wrote another sentence."""
    path = site.folder / "policy.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("retention: P2Y from received", "retention: P1Y from received"), "utf-8")
    return open_site(site.folder, {})


@pytest.mark.parametrize(
    ("accepted", "address"),
    [("fr", "/troth/policy/fr/"), ("en-GB", "/troth/policy/en/"), ("de", "/troth/policy/fr/")],
)
def test_the_policy_is_found_in_the_readers_language(visitor: Client, accepted: str, address: str) -> None:
    given = visitor.get("/troth/", Accept_Language=accepted)
    assert (given.status, given.headers["Location"]) == (302, address)
    assert "Accept-Language" in given.headers["Vary"]
    page = visitor.get(address)
    assert page.status == 200
    assert f'lang="{address[-3:-1]}"' in page.text


def test_a_choice_of_language_goes_before_the_browsers_and_the_address_before_both(visitor: Client) -> None:
    visitor.get("/troth/language?to=en&return=/troth/choice")
    assert visitor.get("/troth/", Accept_Language="fr").headers["Location"] == "/troth/policy/en/"
    assert '<html lang="fr">' in visitor.get("/troth/choice?lang=fr", Accept_Language="en").text
    assert visitor.get("/troth/language?to=xx").status == 400


def test_a_version_is_served_as_it_was_kept_and_for_ever(shop: tuple[Client, Site]) -> None:
    visitor, site = shop
    with site.database.reading() as tx:
        files = all_publications(tx, site.name)[0].files or {}
    assert "fr/1.html" in files
    for path, hash_ in files.items():
        given = visitor.get(f"/troth/policy/{path}")
        assert hashlib.sha256(given.body).hexdigest() == hash_, path
        assert "immutable" in given.headers["Cache-Control"]
    assert visitor.get("/troth/policy/fr/1").body == visitor.get("/troth/policy/fr/1.html").body


def test_what_is_the_same_is_not_sent_twice(visitor: Client) -> None:
    for path in ("/troth/policy/fr/", "/troth/policy/fr/versions.html", "/troth/feed.xml", "/troth/troth.js"):
        first = visitor.get(path)
        again = visitor.get(path, If_None_Match=first.headers["ETag"])
        assert (again.status, again.body) == (304, b""), path


def test_the_version_in_force_leads_to_the_choices_and_its_links_lead_somewhere(visitor: Client) -> None:
    page = visitor.get("/troth/policy/fr/").text
    links = set(re.findall(r'href="([^"#:]+)"', page))
    assert "/troth/choice?lang=fr" in links
    for link in links - {"/account"}:  # that one is the shop's own
        path = link if link.startswith("/") else _beside("/troth/policy/fr/", link)
        assert visitor.get(path).status == 200, link


def _beside(folder: str, link: str) -> str:
    while link.startswith("../"):
        folder, link = folder.rstrip("/").rpartition("/")[0] + "/", link.removeprefix("../")
    return folder + link


def test_notices_of_forms_are_there_for_pages_to_include(visitor: Client) -> None:
    given = visitor.get("/troth/notices/fr/account.html")
    assert given.status == 200
    assert given.body == visitor.get("/troth/policy/fr/notices/account.html").body
    assert visitor.get("/troth/notices/fr/account.json").json


@pytest.mark.parametrize(
    "path", ["/policy/xx/", "/policy/xx", "/policy/fr/9", "/policy/fr/9.html", "/policy/fr/1...9", "/policy/fr/x", "/x",
             "/policy/fr/99999999999", "/policy/../../troth.key", "/policy/%2e%2e/troth.key", "/notices/fr/none.html"],
)  # fmt: skip
def test_what_was_never_published_is_not_found(visitor: Client, path: str) -> None:
    given = visitor.get(f"/troth{path}")
    assert given.status == 404
    assert "<h1>" in given.text


def test_a_new_version_is_seen_while_the_server_runs_and_told_from_the_old(
    own: tuple[Client, Site], clock: Clock
) -> None:
    visitor, site = own
    assert "/policy/fr/1" not in visitor.get("/troth/policy/fr/2").text
    new = changed(site)
    try:
        publish(new, Approval("Inès Caron", (NOON + timedelta(days=30)).date()), [], NOON)
    finally:
        new.close()
    clock.move(days=1)  # a day begins: the versions are looked up at once
    page = visitor.get("/troth/policy/fr/").text
    assert "2.html" in page  # the notice of what is to come
    told = visitor.get("/troth/policy/en/1...2").text
    assert "<li>" in told
    assert visitor.get("/troth/policy/fr/1...2").text != told
    clock.move(days=30)
    assert "Version 2" in visitor.get("/troth/policy/fr/").text
    assert "Version 1" in visitor.get("/troth/policy/fr/1").text


def test_before_the_first_version_it_is_said_so(tmp_path: Path) -> None:
    home = shop_folder(tmp_path)
    prepared(tmp_path, {})
    with opened([home], {}) as sites:
        listener = server.listening("127.0.0.1", 0)
        with server.running(Application(sites, PLENTY), listener) as address:
            given = Client(address).get("/troth/?lang=en")
            assert (given.status, "not published yet" in given.text) == (404, True)
            assert Client(address).get("/troth/choice").status == 200


def test_gpc_json_is_as_the_draft_says(visitor: Client) -> None:
    for path in ("/.well-known/gpc.json", "/troth/.well-known/gpc.json"):
        given = visitor.get(path)
        assert given.headers["Content-Type"] == "application/json"
        assert given.json == {"gpc": True, "lastUpdate": "2026-11-21"}  # since the version in force holds


def test_several_sites_by_path_and_by_host(tmp_path: Path) -> None:
    one, other = shop_folder(tmp_path), shop_folder(tmp_path, "other")
    text = (other / "policy.yaml").read_text("utf-8")
    text = text.replace("Maison Tilleul", "Atelier Sureau").replace(
        "https://tilleul.example", "https://sureau.example"
    )
    (other / "policy.yaml").write_text(text, "utf-8")
    prepared(tmp_path, {})
    with serving([one, other]) as (client, sites):
        assert [site.name for site in sites] == [NAME, "other"]
        assert sites[0].database is sites[1].database
        for path, host in (
            ("/troth/other/choice", client.host),
            ("/troth/choice", "sureau.example"),
            ("/troth/choice", "sureau.example:8443"),
            ("/troth/nothing", "sureau.example"),  # what is not there is told by whose host it is
            ("/elsewhere", "sureau.example"),
            ("/troth/other/nothing", client.host),
        ):
            page = client.get(path, Host=host).text
            assert ("Atelier Sureau" in page, "Maison Tilleul" in page) == (True, False), (path, host)
        assert client.get("/troth/choice", Host="tilleul.example").text.count("Maison Tilleul") > 0
        assert client.get("/troth/choice", Host="elsewhere.example").status == 404
        assert client.get("/.well-known/gpc.json", Host="sureau.example").status == 200
        # A choice made for one counts for one.
        client.post("/troth/other/choice", {"act": "accept_all"})
        assert set(client.get("/troth/other/choice.json").json["offers"].values()) == {"granted"}
        assert set(client.get(f"/troth/{NAME}/choice.json").json["offers"].values()) == {"not_asked"}
