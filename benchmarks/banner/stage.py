"""
A small server on which every banner plays: pages and files from memory, all of them gzip -9, and Troth's choice.

It answers `/troth/` as the product does, without a database, so that all banners are measured on the same
server; that the product behaves is shown by tests/banner.
"""

import gzip
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

from troth.banner import Addresses, answered, assets, first_layer, notice, panel, whole_script
from troth.consent import Answer, Offer, cookie, device_offers
from troth.manifest.model import Manifest

SECRET = b"the stage's own"
INCLUDED = b"<!-- troth -->"  # in a page: where the server includes the first layer
ADDRESSES = Addresses("/troth/choice", "/troth/", "/troth/#recipients", "/troth/shown")


@dataclass(frozen=True, slots=True)
class File:
    """What an address gives."""

    content: bytes
    media_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Stage:
    """What is served, and what was asked for. `files` may grow while it runs."""

    manifest: Manifest
    offers: tuple[Offer, ...]
    files: dict[str, File] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)  # paths with their query, in order

    @classmethod
    def of(cls, manifest: Manifest) -> "Stage":
        """With the offers that the manifest makes on a device today."""
        return cls(manifest, device_offers(manifest, datetime.now(UTC).date()))

    def layer(self, choice: cookie.Choice | None = None, *, signal: bool = False) -> str:
        """The first layer in French, as the server includes it."""
        answers = {} if choice is None else choice.answers
        return first_layer(self.manifest, "fr", self.offers, ADDRESSES, answers, signal=signal)

    def choice(self, cookies: str) -> cookie.Choice | None:
        """What the browser decided."""
        sent = SimpleCookie(cookies).get(cookie.COOKIE)
        return None if sent is None else cookie.read(sent.value, SECRET, datetime.now(UTC), self.offers)

    def decided(self, before: cookie.Choice | None, fields: Mapping[str, str]) -> cookie.Choice:
        """What the browser has decided after an act."""
        mark = notice.read(fields.get("notice", ""))
        shown = [one for one in self.offers if mark is not None and one.print in mark.prints]
        if fields["act"] == "withdraw":
            shown = [one for one in self.offers if before is not None and answered(one, before.answers)]
        all_alike = {"accept_all": Answer.GRANTED, "refuse_all": Answer.REFUSED, "withdraw": Answer.REFUSED}
        if fields["act"] == "always":
            return cookie.decided(
                before, {one.id: Answer.GRANTED for one in shown}, datetime.now(UTC), self.offers
            )
        said = {
            one.id: all_alike.get(fields["act"]) or Answer(fields.get(f"offer.{one.name}", "refused"))
            for one in shown
        }
        return cookie.decided(before, said, datetime.now(UTC), self.offers)


@contextmanager
def playing(stage: Stage, port: int = 0) -> Iterator[str]:
    """The stage on a free port of this machine, while the block lasts."""

    class Handler(_Handler):
        of = stage

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    of: Stage
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.of.asked.append(self.path)
        path = urlsplit(self.path).path
        if path in self.of.files:
            self._give(self.of.files[path])
        elif path.startswith("/troth/"):
            self._troth(path.removeprefix("/troth/"))
        else:
            self._give(File(b"", "text/plain"), 404)

    def do_POST(self) -> None:
        self.of.asked.append(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        if not self.path.startswith("/troth/choice"):
            self._give(File(b"", "text/plain"), 204)
            return
        fields = {name: values[0] for name, values in parse_qs(body, keep_blank_values=True).items()}
        choice = self.of.decided(self.of.choice(self.headers.get("Cookie", "")), fields)
        life = cookie.seconds_left(choice, self.of.offers, datetime.now(UTC))
        sent = f"{cookie.COOKIE}={cookie.written(choice, SECRET)}; Path=/; SameSite=Lax; Max-Age={life}"
        if "json" in self.headers.get("Accept", ""):
            self._give(File(json.dumps({"state": {}}).encode(), "application/json", {"Set-Cookie": sent}))
        else:
            back = urlsplit(self.headers.get("Referer", "/")).path
            self._give(File(b"", headers={"Set-Cookie": sent, "Location": back}), 303)

    def _troth(self, name: str) -> None:
        built, choice = assets(), self.of.choice(self.headers.get("Cookie", ""))
        answers, signal = {} if choice is None else choice.answers, self.headers.get("Sec-GPC") == "1"
        match name:
            case "troth.js":
                self._give(File(built.script, "text/javascript"))
            case "banner.js":
                script = whole_script(self.of.manifest, "fr", self.of.offers, ADDRESSES)
                self._give(File(script, "text/javascript"))
            case "troth.css":
                self._give(File(built.style, "text/css"))
            case "banner":
                self._give(File(self.of.layer(choice, signal=signal).encode()))
            case "choice":
                form = panel(self.of.manifest, "fr", self.of.offers, ADDRESSES, answers, signal=signal)
                whole = f'<!doctype html><html lang="fr"><title>Choix</title><main>{form}</main></html>'
                self._give(File(whole.encode()))
            case _:
                self._give(File(b"", "text/plain"), 404)

    def _give(self, file: File, status: int = 200) -> None:
        content = file.content
        if INCLUDED in content:
            choice, signal = (
                self.of.choice(self.headers.get("Cookie", "")),
                self.headers.get("Sec-GPC") == "1",
            )
            content = content.replace(INCLUDED, self.of.layer(choice, signal=signal).encode())
        self.send_response(status)
        if "gzip" in self.headers.get("Accept-Encoding", "") and content:
            content = gzip.compress(content, 9)
            self.send_header("Content-Encoding", "gzip")
        for name, value in file.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", file.media_type)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as the standard library names it
        """Nobody reads along."""
