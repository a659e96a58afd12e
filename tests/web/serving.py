"""A server over real HTTP, on a database of its own, with a clock that a test sets; and a client without a browser."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from troth.database import create_key_file, prepare_database
from troth.demo.generator import SHOP
from troth.publication.model import Approval
from troth.publication.publish import publish
from troth.settings import Settings
from troth.site import Site
from troth.web.process import server
from troth.web.process.app import Application
from troth.web.process.deployment import Deployment
from troth.web.process.sites import opened
from troth.web.request.ways import Way

NAME = "maison-tilleul"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
PLENTY = Deployment(rate=1e6, burst=1e6)


class Clock:
    """The instant of each request, until a test moves it."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def move(self, **length: float) -> None:
        self.at += timedelta(**length)


@dataclass(frozen=True, slots=True)
class Given:
    """An answer."""

    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def cookies(self) -> dict[str, str]:
        """Name → value with its flags."""
        lines = self.headers.get_all("Set-Cookie") or []
        return dict(line.split("=", 1) for line in lines)


@dataclass
class Client:
    """Asks as a browser without script does: keeps cookies, says where a form comes from, follows nothing."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    source: str = "127.0.0.1"

    @property
    def host(self) -> str:
        return self.address.removeprefix("http://")

    def get(self, path: str, **headers: str) -> Given:
        return self.ask("GET", path, headers=headers)

    def post(self, path: str, fields: Mapping[str, str], **headers: str) -> Given:
        form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.address}
        return self.ask("POST", path, urlencode(fields).encode(), {**form, **headers})

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Given:
        told = {name.replace("_", "-"): value for name, value in (headers or {}).items()}
        if self.cookies:
            told["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection = HTTPConnection(self.host, timeout=60, source_address=(self.source, 0))
        try:
            connection.request(method, path, body, told)
            answer = connection.getresponse()
            given = Given(answer.status, answer.headers, answer.read())
        finally:
            connection.close()
        for name, told_ in given.cookies.items():
            value = told_.partition(";")[0]
            if "Max-Age=0" in told_:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        return given

    def choose(self, act: str, **fields: str) -> Given:
        """Send the choice as the page's form does."""
        return self.post("/troth/choice", {"act": act, **fields})

    @property
    def state(self) -> dict[str, str]:
        found: dict[str, str] = self.get("/troth/choice.json").json["offers"]
        return found


def shop_folder(folder: Path, name: str = NAME) -> Path:
    """The embedded shop's policy as a site without stores, with key and database."""
    home = folder / name
    home.mkdir()
    (home / "policy.yaml").write_bytes((SHOP / "policy.yaml").read_bytes())
    return home


def prepared(folder: Path, environ: Mapping[str, str]) -> None:
    """A key where none is, and the database of the sites in this folder."""
    settings = Settings.from_environment(environ, folder / "any")
    prepare_database(settings.database, create_key_file(settings.key_file))


@contextmanager
def serving(
    folders: Sequence[Path],
    environ: Mapping[str, str] | None = None,
    deployment: Deployment = PLENTY,
    clock: Clock | None = None,
    besides: Sequence[Way] = (),
    head_seconds: float = server.HEAD_SECONDS,
) -> Iterator[tuple[Client, list[Site]]]:
    """These sites, each published, behind a server in a thread."""
    with opened(folders, environ or {}) as sites:
        for site in sites:
            publish(site, Approval("Inès Caron"), [], NOON - timedelta(days=1))
        application = Application(sites, deployment, clock or Clock(), besides)
        listener = server.listening("127.0.0.1", 0)
        with server.running(application, listener, "127.0.0.1", head_seconds) as address:
            yield Client(address), sites


def token_in(page: str) -> str:
    """The token of a page's form."""
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found is not None
    return found[1]
