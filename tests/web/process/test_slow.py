"""Who sends a byte at a time is ended, head or body, while everybody else is served."""

import socket
import time
from collections.abc import Iterator
from itertools import count

import pytest

from tests.web.serving import Client, prepared, serving, shop_folder
from troth.web.process.deployment import Deployment

SECONDS = 0.8  # that a head, and a body, may take here
PAUSE = 0.05
LATE = 10.0  # nothing here takes as long, on however busy a machine


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("slow")
    home = shop_folder(folder)
    prepared(folder, {})
    deployment = Deployment(rate=1e6, burst=1e6, body_seconds=SECONDS)
    with serving([home], deployment=deployment, head_seconds=SECONDS) as (client, _):
        yield client


def dribbled(server: Client, whole: bytes, forever: bytes) -> tuple[float, bytes]:
    """Send this at once, then that a byte at a time: the seconds after which it was ended, and what was said."""
    host, _, port = server.host.partition(":")
    with socket.create_connection((host, int(port)), timeout=PAUSE) as connection:
        connection.sendall(whole)
        begin, said = time.monotonic(), b""
        for place in count():
            try:
                if forever:
                    connection.sendall(forever[place % len(forever) :][:1])
                more = connection.recv(1 << 16)
                said += more
                if not more:
                    break
            except TimeoutError:
                pass  # nothing was said meanwhile
            except OSError:
                break
            assert time.monotonic() - begin < LATE, "it goes on for ever"
        return time.monotonic() - begin, said


@pytest.mark.parametrize(
    ("whole", "forever"),
    [
        (b"", b""),
        (b"", b"X"),
        (b"GET /troth/choice HTTP/1.1\r\nHost: a\r\nX-Long: ", b"x"),
        (b"GET /troth/choice HTTP/1.1\r\nHost: a\r\n", b"X: y\r\n"),
    ],
)
def test_a_head_that_does_not_come_is_not_waited_for(server: Client, whole: bytes, forever: bytes) -> None:
    seconds, _ = dribbled(server, whole, forever)
    assert seconds >= SECONDS - PAUSE
    assert server.get("/troth/choice").status == 200


def test_nor_is_the_next_one_of_the_same_connection(server: Client) -> None:
    first = b"GET /troth/troth.css HTTP/1.1\r\nHost: a\r\n\r\n"
    seconds, said = dribbled(server, first, b"G")
    assert said.startswith(b"HTTP/1.1 200")
    assert seconds >= SECONDS - PAUSE


@pytest.mark.parametrize("length", [b"Content-Length: 50000", b"Transfer-Encoding: chunked"])
def test_a_body_that_trickles_is_told_so_and_ended(server: Client, length: bytes) -> None:
    head = (
        b"POST /troth/choice HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        + length
        + b"\r\n\r\n"
    )
    forever = b"1\r\na\r\n" if b"chunked" in length else b"a"
    seconds, said = dribbled(server, head, forever)
    assert said.startswith(b"HTTP/1.1 408")
    assert "n’est pas arrivé à temps".encode() in said
    assert b"connection: close" in said.lower()
    assert seconds >= SECONDS - PAUSE
    assert server.choose("refuse_all").status == 303


def test_who_takes_their_time_within_it_is_served(server: Client) -> None:
    form = b"act=refuse_all"
    host, _, port = server.host.partition(":")
    with socket.create_connection((host, int(port)), timeout=LATE) as connection:
        head = f"POST /troth/choice HTTP/1.1\r\nHost: {server.host}\r\nOrigin: {server.address}\r\n"
        parts = [
            head,
            "Content-Type: application/x-www-form-urlencoded\r\n",
            f"Content-Length: {len(form)}\r\n\r\n",
        ]
        for part in [*(one.encode() for one in parts), form[:5], form[5:]]:
            connection.sendall(part)
            time.sleep(PAUSE)
        assert connection.recv(1 << 16).startswith(b"HTTP/1.1 303")
