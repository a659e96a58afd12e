"""The local address: it shows the pages and nothing else, to this machine only, and gives its port back."""

import socket
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from threading import Thread

import pytest

from troth.demo.serving import HOST, PortTaken, address_of, serving


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    (tmp_path / "index.html").write_text("<p>here</p>", "utf-8")
    (tmp_path / "before").mkdir()
    with serving(tmp_path) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        assert address_of(server) == f"http://{HOST}:{server.server_address[1]}/"
        yield int(server.server_address[1])
        server.shutdown()
        thread.join()


def got(port: int, path: str, host: str | None = None) -> HTTPResponse:
    connection = HTTPConnection(HOST, port, timeout=5)
    connection.request("GET", path, headers={"Host": host or f"{HOST}:{port}"})
    return connection.getresponse()


def test_it_shows_the_pages_under_a_strict_policy(port: int) -> None:
    answer = got(port, "/")
    assert (answer.status, answer.read()) == (200, b"<p>here</p>")
    assert "default-src 'none'" in (answer.getheader("Content-Security-Policy") or "")


@pytest.mark.parametrize("path", ["/before/", "/../troth.key", "/%2e%2e/troth.key", "/nothing"])
def test_it_shows_nothing_else(port: int, path: str) -> None:
    assert got(port, path).status == 404


def test_it_answers_no_other_name(port: int) -> None:
    assert got(port, "/", host=f"evil.example:{port}").status == 403


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    with socket.create_server((HOST, 0)) as taken:
        number = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=f"port {number} "), serving(tmp_path, number):
            pass


def test_the_port_is_given_back(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        number = int(server.server_address[1])
    with serving(tmp_path, number):
        pass
