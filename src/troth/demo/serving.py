"""The pages at a local address: this machine only, nothing but reading, no script, nothing from elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

from troth.errors import Unavailable

HOST = "127.0.0.1"
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class PortTaken(Unavailable):
    """The port cannot be opened."""

    def __init__(self, port: int, reason: str) -> None:
        self.port, self.reason = port, reason
        super().__init__(f"port {port} of {HOST} cannot be opened: {reason}")


@contextmanager
def serving(pages: Path, port: int = 0) -> Iterator[ThreadingHTTPServer]:
    """
    A server that is ready to show these pages; the port is given back at the end.

    Args:
        port: 0 for any that is free.

    Raises:
        PortTaken: the port is in use, or may not be opened.
    """
    try:
        server = ThreadingHTTPServer((HOST, port), partial(_Pages, directory=str(pages)))
    except (OSError, OverflowError) as error:
        raise PortTaken(port, getattr(error, "strerror", None) or str(error)) from None
    server.daemon_threads = True
    with server:
        yield server


def address_of(server: ThreadingHTTPServer) -> str:
    """Where the pages are shown."""
    return f"http://{HOST}:{server.server_address[1]}/"


class _Pages(SimpleHTTPRequestHandler):
    """Shows files, lists no folder, and answers only to the local name: no other site may read along."""

    def send_head(self) -> Any:  # as the standard library declares it
        if self.headers.get("Host", "").rpartition(":")[0] not in {HOST, "localhost"}:
            self.send_error(HTTPStatus.FORBIDDEN)
            return None
        return super().send_head()

    def list_directory(self, path: Any) -> BytesIO | None:
        self.send_error(HTTPStatus.NOT_FOUND)
        return None

    def end_headers(self) -> None:
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # as the standard library names it
        """Who looks at which page is not printed."""
