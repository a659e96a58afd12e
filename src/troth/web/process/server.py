"""
Runs an application until it is told to stop: requests that have begun are answered, new ones are not taken.

Who sends the head of a request a byte at a time is cut off here, and who does so with its body in `door.py`:
each would hold a connection for as long as it likes.
"""

import asyncio
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from troth.errors import Unavailable

GRACE_SECONDS = 20  # what a request may still take once the process is told to stop
KEEP_ALIVE_SECONDS = 15
HEAD_SECONDS = 20.0  # in which a connection must bring the whole head of a request
START_SECONDS = 60


class PortTaken(Unavailable):
    """The port cannot be opened."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        self.host, self.port, self.reason = host, port, reason
        super().__init__(f"port {port} of {host} cannot be opened: {reason}")


def listening(host: str, port: int) -> socket.socket:
    """
    A socket that waits for connections; port 0 is any that is free.

    Raises:
        PortTaken: the port is in use, or may not be opened.
    """
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family, backlog=1024)
    except (OSError, OverflowError) as error:
        raise PortTaken(host, port, getattr(error, "strerror", None) or str(error)) from None
    # Named TCP, which asyncio asks of a connection before it sends at once what is written. Else the end of each
    # answer waits until its beginning is acknowledged: 40 ms on a connection that is kept alive.
    return socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP, fileno=listener.detach())


def address_of(listener: socket.socket) -> str:
    """Where it is reached: `http://127.0.0.1:8080`."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def run(
    application: ASGIApp, listener: socket.socket, proxies: str = "", ready: Callable[[], None] = lambda: None
) -> None:
    """
    Serve until SIGTERM or Ctrl-C; back once every request that had begun is answered.

    Args:
        application: what to serve.
        listener: from `listening`; closed at the end.
        proxies: the addresses whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
        ready: is called once requests are answered and a signal stops the server as it should.
    """
    before = signal.signal(signal.SIGTERM, lambda _number, _frame: None)  # uvicorn raises it again at its end
    try:
        _server(application, proxies, ready).run(sockets=[listener])
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, before)
        listener.close()


@contextmanager
def running(
    application: ASGIApp, listener: socket.socket, proxies: str = "", head_seconds: float = HEAD_SECONDS
) -> Iterator[str]:
    """The same in a thread, while the block lasts; gives the address."""
    server = _server(application, proxies, lambda: None, head_seconds)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + START_SECONDS
    while not server.started and thread.is_alive() and time.monotonic() < deadline:
        time.sleep(0.005)
    try:
        yield address_of(listener)
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


class _Server(uvicorn.Server):
    """Says when it has begun."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


class _Patient(H11Protocol):
    """A connection that is closed where the head of a request does not come in time, however steadily it trickles."""

    head_seconds = HEAD_SECONDS
    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        cycle: RequestResponseCycle | None = self.cycle
        if cycle is not None and not cycle.response_complete:  # the head is there: the door goes on
            self._end_waiting()
        elif self._waiting is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(self.head_seconds, self.transport.close)

    def _end_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None


def _server(
    application: ASGIApp, proxies: str, ready: Callable[[], None], seconds: float = HEAD_SECONDS
) -> uvicorn.Server:
    class Connection(_Patient):
        head_seconds = seconds

    return _Server(
        uvicorn.Config(
            application,
            http=Connection,
            log_config=None,
            access_log=False,
            ws="none",
            lifespan="on",
            server_header=False,
            proxy_headers=bool(proxies),
            forwarded_allow_ips=proxies or None,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=GRACE_SECONDS,
        ),
        ready,
    )
