"""One server for the tests of the preference centre: a shop, and a site that reaches people by eight channels."""

import http.client
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from tests.sites.shop import shop_in
from troth.claims.keys import Key
from troth.database.keyring import Keyring
from troth.site import Site, open_site
from troth.web.preferences import records
from troth.web.process import server
from troth.web.process.app import Application
from troth.web.process.deployment import Deployment
from troth.web.tokens.passes import Pass, Sealer

SITES = Path(__file__).parents[3] / "sites"
SITE, BASE = "crosscall", "/troth/crosscall"  # the one where choices go with accounts
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@dataclass
class Clock:
    """The instant of every request."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True)
class Answered:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    text: str

    @property
    def location(self) -> str:
        return self.headers.get("location", "")

    def plain(self) -> str:
        """What people read, on one line."""
        return " ".join(re.sub("<[^>]*>", " ", self.text).split())


@dataclass
class Visitor:
    """A browser without script: it remembers cookies and follows nothing by itself."""

    origin: str
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> Answered:
        return self.ask("GET", path, None, headers)

    def post(self, path: str, fields: Mapping[str, str] | None = None, **headers: str) -> Answered:
        own = {"Sec-Fetch-Site": "same-origin", "Origin": self.origin}
        return self.ask("POST", path, urlencode(fields or {}), own | headers)

    def ask(self, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> Answered:
        parts = urlsplit(self.origin)
        with closing(http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)) as connection:
            sent = {"Accept-Language": "en", **headers}
            if self.cookies:
                sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            if body is not None:
                sent.setdefault("Content-Type", "application/x-www-form-urlencoded")
            connection.request(method, path, body, sent)
            response = connection.getresponse()
            sent_back = response.headers.get_all("Set-Cookie", [])
            set_ = dict(one.partition(";")[0].split("=", 1) for one in sent_back if "Max-Age=0;" not in one)
            for one in sent_back:
                self.cookies.pop(one.partition("=")[0], None)
            self.cookies |= set_
            found = {name.lower(): value for name, value in response.headers.items()}
            return Answered(response.status, found, set_, response.read().decode())


@dataclass(frozen=True)
class Served:
    """The server, its sites, and what makes their links."""

    origin: str
    sites: Mapping[str, Site]
    clock: Clock

    def visitor(self) -> Visitor:
        return Visitor(self.origin)

    def ring(self, site: str) -> Keyring:
        with self.sites[site].database.reading() as tx:
            return tx.keyring

    def sealed(self, site: str, holder: Pass) -> str:
        return Sealer.of(self.ring(site), site).sealed(holder)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("preferences")
    shop = shop_in(folder)
    shutil.copytree(SITES / "crosscall", folder / "crosscall")
    policy = folder / "crosscall" / "policy.yaml"
    policy.write_text(policy.read_text().replace("\nbanner:\n", "\nbanner:\n  account: last\n", 1))
    clock = Clock()
    with closing(shop.open()) as one, closing(open_site(folder / "crosscall", {})) as other:
        application = Application([one, other], Deployment(rate=1e6, burst=1e6), clock)
        with server.running(application, server.listening("127.0.0.1", 0)) as origin:
            yield Served(origin, {"shop": one, "crosscall": other}, clock)


@pytest.fixture(scope="session")
def secret(served: Served) -> bytes:
    """By which the application of the second site vouches for who is signed in."""
    with served.sites[SITE].database.transaction() as tx:
        number, text = records.make_key(tx, SITE, served.clock.now)
    assert number == 1
    return text.encode()


@pytest.fixture
def visitor(served: Served) -> Visitor:
    served.clock.now += timedelta(seconds=1)
    return served.visitor()


@pytest.fixture
def ana(request: pytest.FixtureRequest) -> Key:
    """A person whom nobody knows yet."""
    return Key.of("email", f"{re.sub('[^a-z0-9]', '-', request.node.name.lower())}@example.com")
