"""Sites, limits and routes put together: what a server runs."""

import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus
from math import ceil

from anyio import sleep, to_thread
from starlette.applications import Starlette
from starlette.convertors import StringConvertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Host, Mount, Route
from starlette.types import Message, Receive, Scope, Send

from troth.consent.model import NewDecision, Recorded
from troth.consent.record import record
from troth.gate import Gate
from troth.site import Site
from troth.texts.language import LANGUAGES
from troth.texts.pages import say
from troth.web.hosted import logs
from troth.web.hosted.hosting import Hosted, Secrets
from troth.web.hosted.kept import KeptPolicies
from troth.web.hosted.metrics import MEDIA_TYPE, Metrics
from troth.web.hosted.rhythm import Rhythm, Shown
from troth.web.hosted.writer import Writer
from troth.web.process import health
from troth.web.process.deployment import Deployment
from troth.web.process.door import Door
from troth.web.process.limits import Limiter, Toll, toll_of
from troth.web.request import answers
from troth.web.request.answers import Answer
from troth.web.request.failures import NotFound, Refused
from troth.web.request.headers import headers
from troth.web.request.ways import Way
from troth.web.routes import ROUTES
from troth.web.tokens.known import KnownTokens


class _Language(StringConvertor):
    regex = "|".join(LANGUAGES)


class _Version(StringConvertor):
    regex = r"[0-9]+(?:\.\.\.[0-9]+)?"


register_url_convertor("language", _Language())
register_url_convertor("version", _Version())


class MethodRefused(Refused):
    """The address exists, for another method."""

    status, name = HTTPStatus.METHOD_NOT_ALLOWED, "not_allowed"


class Application:
    """One process of the server, as ASGI."""

    def __init__(
        self,
        sites: Sequence[Site],
        deployment: Deployment,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        besides: Sequence[Way] = (),
    ) -> None:
        """
        Args:
            sites: to serve; they stay the caller's to close.
            deployment: where and how.
            clock: the instant of each request.
            besides: further pages at the root of the same host (the demonstration's shop).
        """
        self.sites, self.deployment, self.metrics = sites, deployment, Metrics()
        self.hosted = [_hosted(site, deployment, self.metrics, len(sites) > 1) for site in sites]
        self.is_stopping = False
        self._limiter = Limiter(deployment.rate, deployment.burst)
        self._door = Door(clock, deployment.body_seconds, self._limiter)
        self._rhythm = Rhythm([(one.site, one.shown) for one in self.hosted], clock)
        self._starlette = Starlette(
            routes=[
                *self._services(),
                *self._routes(),
                *(self._route(self.hosted[0], way) for way in besides),
            ],
            lifespan=self._lifespan,
            exception_handlers={HTTPException: self._not_routed},
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, unless its address asked too much."""
        if scope["type"] != "http" or scope["path"] in _SERVICES:
            await self._starlette(scope, receive, send)
            return
        address = scope["client"][0] if scope.get("client") else ""
        toll = toll_of(scope["method"], self._below_base(scope["path"]))
        if wait := self._wait(address, toll):
            self.metrics.limited.inc()
            await sleep(self._limiter.hold(address, time.monotonic()))
            await _busy(wait, send)
            return

        async def watching(message: Message) -> None:
            if message["type"] == "http.response.start" and (cost := toll.after(message["status"])):
                self._limiter.wait(address, time.monotonic(), cost)
            await send(message)

        await self._starlette(scope, receive, watching if toll.by_token else send)

    def _wait(self, address: str, toll: Toll) -> float:
        """The seconds after which this request may come again; 0 where it may come in."""
        now = time.monotonic()
        wait = self._limiter.wait(address, now, toll.deposit, is_spent=not toll.by_token)
        return wait or (self._limiter.wait(toll.link, now, toll.cost) if toll.link else 0)

    def _below_base(self, path: str) -> str:
        """The path as a site's routes see it."""
        bases = (one.base for one in self.hosted if path.startswith(f"{one.base}/"))
        base = max(bases, key=len, default=self.deployment.base)
        return path.removeprefix(base).lstrip("/")

    def _services(self) -> Iterator[BaseRoute]:
        async def alive(_request: Request) -> Response:
            return _plain(health.alive())

        async def ready(_request: Request) -> Response:
            def look() -> Answer:
                return health.ready(self.sites, is_stopping=self.is_stopping)

            return _plain(await to_thread.run_sync(look))

        async def metrics(_request: Request) -> Response:
            return _plain(Answer(body=self.metrics.text(), media_type=MEDIA_TYPE))

        yield from (Route(path, show) for path, show in zip(_SERVICES, (alive, ready, metrics), strict=True))

    def _routes(self) -> Iterator[BaseRoute]:
        base = self.deployment.base
        if len(self.hosted) == 1:
            only = self.hosted[0]
            yield Mount(only.base, routes=self._ways(only))
            yield self._at_root(only)
            return
        for one in self.hosted:
            yield Mount(one.base, routes=self._ways(one))
        for one in self.hosted:
            at_host = one.at_base(base)
            for name in self.deployment.hosts_of(one.site):
                routes = [Mount(base, routes=self._ways(at_host)), self._at_root(at_host)]
                lost = partial(self._not_routed, here=at_host)
                yield Host(name, Starlette(routes=routes, exception_handlers={HTTPException: lost}))

    def _ways(self, hosted: Hosted) -> list[BaseRoute]:
        paths = dict.fromkeys(way.path for way in ROUTES)
        return [self._route(hosted, *(way for way in ROUTES if way.path == path)) for path in paths]

    def _at_root(self, hosted: Hosted) -> BaseRoute:
        way = next(way for way in ROUTES if way.path == GPC)
        return self._route(hosted, way)

    def _route(self, hosted: Hosted, *ways: Way) -> Route:
        """The ways of one path, each under its method: so that a method refused names all that are not."""
        by_method = {way.method: way for way in ways}

        async def answer(request: Request) -> Response:
            way = by_method["GET" if request.method == "HEAD" else request.method]
            return await self._door.answer(request, way, hosted)

        return Route(ways[0].path, answer, methods=[*by_method])

    async def _not_routed(self, request: Request, error: Exception, here: Hosted | None = None) -> Response:
        """No route, or none for this method: told in the words of the host's own site, or of the nearest."""
        status = error.status_code if isinstance(error, HTTPException) else HTTPStatus.NOT_FOUND
        refused = MethodRefused if status == HTTPStatus.METHOD_NOT_ALLOWED else NotFound

        def refuse(_asked: object) -> Answer:
            raise refused

        path = f"{request.scope['path']}/"
        nearest = next((one for one in self.hosted if path.startswith(f"{one.base}/")), self.hosted[0])
        response = await self._door.answer(request, Way("GET", "(none)", refuse), here or nearest)
        if isinstance(error, HTTPException) and error.headers:
            response.headers.update(error.headers)
        return response

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        self._rhythm.start()
        logs.tell("started", sites=len(self.sites))
        try:
            yield
        finally:
            self.is_stopping = True
            await to_thread.run_sync(self._rhythm.stop)
            logs.tell("stopped")


GPC = "/.well-known/gpc.json"
_SERVICES = ("/healthz", "/readyz", "/metrics")


def _hosted(site: Site, deployment: Deployment, metrics: Metrics, is_one_of_many: bool) -> Hosted:
    def save(decisions: Sequence[NewDecision]) -> Sequence[Recorded]:
        return record(site, decisions)

    base = f"{deployment.base}/{site.name}" if is_one_of_many else deployment.base
    return Hosted(
        site,
        base,
        Secrets.of(site),
        Writer(save, metrics.commits.labels(site.name).observe),
        KeptPolicies(site),
        KnownTokens(site.database, site.name),
        metrics,
        Shown(),
        Gate(site),
        deployment.origins_of(site),
        deployment.cookie_domain_of(site),
    )


async def _busy(wait: float, send: Send) -> None:
    words = f"{say('busy', 'fr')}\n{say('busy', 'en')}\n"
    given = Answer(HTTPStatus.TOO_MANY_REQUESTS, words.encode(), answers.TEXT)
    given = given.with_header("Retry-After", str(max(1, ceil(wait))))
    told = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers(given)]
    told.append((b"content-length", str(len(given.body)).encode()))
    await send({"type": "http.response.start", "status": int(given.status), "headers": told})
    await send({"type": "http.response.body", "body": given.body})


def _plain(given: Answer) -> Response:
    return Response(given.body, given.status, dict(headers(given)))
