"""
What happens around every handler: who may come in, reading, a thread, failures in words, the log, the metrics.

The only place of the server that catches every exception: what is not one of ours is a bug, told to nobody but
the log, and there without a value.
"""

import logging
import secrets
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus

from anyio import CapacityLimiter, fail_after, to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from troth.consent import cookie
from troth.errors import Forbidden, ManifestError, Surprise, TrothError, Unavailable
from troth.texts import html
from troth.texts.pages import say
from troth.web.hosted import logs
from troth.web.hosted.hosting import Hosted
from troth.web.pages import language
from troth.web.pages.frame import page
from troth.web.process.limits import Limiter
from troth.web.request import answers, csrf
from troth.web.request.answers import Answer
from troth.web.request.asked import Asked, query_of
from troth.web.request.failures import (
    Foreign,
    Malformed,
    OutOfScope,
    Refused,
    TooLarge,
    TooSlow,
    Unauthorised,
)
from troth.web.request.headers import headers
from troth.web.request.ways import Guard, Way

RETRY_SECONDS = 30
DRAINED_BYTES = 16_000_000  # read and thrown away, so that whoever sends too much hears why; then cut off
_CHOICE = f"{cookie.COOKIE}="
THREADS = 32  # handlers that run at once; further requests wait for one of them


class Door:
    """Lets requests in to the handlers of one process."""

    def __init__(self, clock: Callable[[], datetime], body_seconds: float, limiter: Limiter) -> None:
        """
        Args:
            clock: the instant of each request.
            body_seconds: in which the whole body of a request must come.
            limiter: knows who must take turns.
        """
        self._clock, self._body_seconds, self._limiter = clock, body_seconds, limiter
        self._threads = CapacityLimiter(THREADS)

    async def answer(self, request: Request, way: Way, hosted: Hosted) -> Response:
        """What the way's handler answers to the request, or why it does not."""
        begin, number = time.perf_counter(), secrets.token_hex(4)
        asked = self._asked(request, hosted)
        failure: BaseException | None = None
        try:
            asked = await self._read(request, asked, way)
            async with self._limiter.turn(request.client.host if request.client else ""):
                given = await to_thread.run_sync(_carried_out, way, asked, limiter=self._threads)
        except Refused as refused:
            given, failure = _refusal(asked, way, refused), refused
        except TrothError as error:
            given, failure = _failed(asked, way, error), error
        except ClientDisconnect:
            given = Answer(HTTPStatus.BAD_REQUEST)  # nobody is there to read it
        except Exception as error:  # noqa: BLE001  # the outermost door
            given, failure = _told(asked, way, "surprise", HTTPStatus.INTERNAL_SERVER_ERROR), error
            hosted.metrics.bugs.inc()
        seconds = time.perf_counter() - begin
        _note(hosted, way, given, seconds, number, failure)
        return _response(given, way, asked)

    def _asked(self, request: Request, hosted: Hosted) -> Asked:
        found = _as_one(request.scope["headers"])
        query = query_of(request.scope["query_string"])
        spoken = language.language_for(
            hosted.languages,
            request.path_params.get("lang") or query.get("lang"),
            request.cookies.get(language.COOKIE),
            found.get("accept-language", ""),
        )
        return Asked(
            hosted,
            self._clock(),
            request.method,
            request.path_params,
            query,
            found,
            _cookies(request, hosted, found.get("cookie", "")),
            b"",
            f"{request.url.scheme}://{found.get('host', '')}",
            spoken,
            request.scope["path"],
        )

    async def _read(self, request: Request, asked: Asked, way: Way) -> Asked:
        """The same with its body, as long as that is no longer than this way takes and comes in time."""
        if way.method == "GET":
            return asked
        body, size = bytearray(), 0
        try:
            with fail_after(self._body_seconds):
                async for part in request.stream():
                    size += len(part)
                    if size <= way.most_bytes:
                        body += part
                    elif size > DRAINED_BYTES:
                        break
        except TimeoutError:
            raise TooSlow from None
        if size > way.most_bytes:
            raise TooLarge
        return _as_its_form_says(replace(asked, body=bytes(body)), way)


def _as_one(headers: Iterable[tuple[bytes, bytes]]) -> Mapping[str, str]:
    """Each header once; where it came twice, what it then means (RFC 9110 5.3), which is no origin and no host."""
    found: dict[str, str] = {}
    for raw_name, raw_value in headers:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        between = "; " if name == "cookie" else ", "
        found[name] = f"{found[name]}{between}{value}" if name in found else value
    return found


def _cookies(request: Request, hosted: Hosted, sent: str) -> Mapping[str, str]:
    """The cookies of a request; of two choices the one that counts."""
    choices = [
        one.strip().removeprefix(_CHOICE) for one in sent.split(";") if one.strip().startswith(_CHOICE)
    ]
    if len(choices) < 2:
        return request.cookies
    return {**request.cookies, cookie.COOKIE: cookie.latest(choices, hosted.secrets.choice)}


def _as_its_form_says(asked: Asked, way: Way) -> Asked:
    """In the language of the page on which the form stood: a field says it where the form's address does not."""
    if way.guard is not Guard.FORM or "lang" in asked.query:
        return asked
    try:
        wanted = asked.form.get("lang")
    except Malformed:
        return asked  # whoever needs the form will say so
    spoken = next((known for known in asked.hosted.languages if known == wanted), asked.language)
    return asked if spoken == asked.language else replace(asked, language=spoken)


def _carried_out(way: Way, asked: Asked) -> Answer:
    """In a thread: who may, then the handler."""
    if way.guard is Guard.FORM:
        _check_form(asked)
    elif way.guard is Guard.TOKEN:
        _check_token(asked, way)
    return way.show(asked)


def _check_form(asked: Asked) -> None:
    hosted = asked.hosted
    sent = asked.form.get(csrf.FIELD)
    if not csrf.is_ours(asked.headers, asked.origin, hosted.origins, sent, hosted.secrets.form, asked.at):
        raise Foreign


def _check_token(asked: Asked, way: Way) -> None:
    scheme, _, secret = asked.headers.get("authorization", "").partition(" ")
    token = asked.hosted.tokens.token_of(secret.strip(), asked.at) if scheme.lower() == "bearer" else None
    if token is None:
        raise Unauthorised
    if way.scope not in token.scopes:
        raise OutOfScope


# --- in words -----------------------------------------------------------------------------------------------


def _refusal(asked: Asked, way: Way, refused: Refused) -> Answer:
    told = _told(asked, way, refused.name, refused.status, refused.why)
    if isinstance(refused, Unauthorised):
        return told.with_header("WWW-Authenticate", 'Bearer realm="troth"')
    if isinstance(refused, TooLarge | TooSlow):
        return told.with_header(
            "Connection", "close"
        )  # what was not read would be taken for the next request
    return told


def _failed(asked: Asked, way: Way, error: TrothError) -> Answer:
    """Each of the four kinds has its status (style.md section 4)."""
    match error:
        case ManifestError():
            why = "; ".join(problem.what for problem in error.problems)
            return _told(asked, way, "problem", HTTPStatus.UNPROCESSABLE_ENTITY, why)
        case Forbidden():
            return _told(asked, way, "forbidden", HTTPStatus.CONFLICT, str(error))
        case Unavailable():
            told = _told(asked, way, "unavailable", HTTPStatus.SERVICE_UNAVAILABLE)
            return told.with_header("Retry-After", str(RETRY_SECONDS))
        case Surprise() | _:
            return _told(asked, way, "surprise", HTTPStatus.INTERNAL_SERVER_ERROR)


def _told(asked: Asked, way: Way, name: str, status: int, why: str = "") -> Answer:
    """A failure for a program, which may hear why, or for a person, in words."""
    words = say(name, asked.language)
    if way.guard is Guard.TOKEN or asked.wants_json:
        return answers.as_json({"error": name, "message": why or words}, status)
    return page(asked, say(f"{name}.title", asked.language), [f"<p>{html.text(words)}</p>"], status)


def _response(given: Answer, way: Way, asked: Asked) -> Response:
    response = Response(given.body, given.status)
    for name, value in [*headers(given), *_across(way, asked)]:
        response.headers.append(name, value)
    return response


def _across(way: Way, asked: Asked) -> Sequence[tuple[str, str]]:
    """Leave for the declared origins to read the answer, cookies included."""
    origin = asked.headers.get("origin", "")
    if not way.across or not asked.hosted.origins:
        return []
    if origin not in asked.hosted.origins:
        return [("Vary", "Origin")]
    return [
        ("Access-Control-Allow-Origin", origin),
        ("Access-Control-Allow-Credentials", "true"),
        ("Vary", "Origin"),
    ]


def _note(
    hosted: Hosted, way: Way, given: Answer, seconds: float, number: str, failure: BaseException | None
) -> None:
    """Count the request and write it down, without a word about who sent it."""
    name, status = hosted.site.name, str(int(given.status))
    hosted.metrics.requests.labels(name, way.method, way.path, status).inc()
    hosted.metrics.seconds.labels(name, way.path).observe(seconds)
    fields: dict[str, str | float | None] = {
        "site": name,
        "method": way.method,
        "route": way.path,
        "status": int(given.status),
        "ms": round(seconds * 1000, 1),
        "request": number,
    }
    if isinstance(failure, Refused):
        fields["refused"] = failure.name
    elif isinstance(failure, TrothError):
        fields["failure"] = type(failure).__name__
    elif failure is not None:
        fields["failure"] = logs.as_bug(failure)
    is_failure = failure is not None and not isinstance(failure, Refused | ManifestError | Forbidden)
    logs.tell("request", logging.ERROR if is_failure else logging.INFO, **fields)
