"""One request as a handler sees it: read, bounded and checked; who sent it is not in it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from email.parser import BytesParser
from email.policy import HTTP
from functools import cached_property
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from troth.claims.facts import Instant
from troth.consent import cookie
from troth.consent.model import Offer
from troth.consent.questions import asked as put_at
from troth.site import Site
from troth.texts.language import Language
from troth.web.hosted.hosting import Hosted
from troth.web.request.answers import JSON, Json
from troth.web.request.failures import Malformed

MOST_FIELDS = 200
_FORM, _PARTS = "application/x-www-form-urlencoded", "multipart/form-data"


@dataclass(frozen=True)
class Asked:
    """What came. Names of headers are in lower case."""

    hosted: Hosted
    at: Instant
    method: str
    path: Mapping[str, str]  # what stands in the braces of its route
    query: Mapping[str, str]
    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    body: bytes
    origin: str  # as the visitor sees the site: `https://www.acme.example`
    language: Language
    here: str = ""  # its address on this host, without query

    @property
    def site(self) -> Site:
        """Whose it is."""
        return self.hosted.site

    @property
    def base(self) -> str:
        """Before every address of this site: `/troth`."""
        return self.hosted.base

    @property
    def has_signal(self) -> bool:
        """Whether the browser says Global Privacy Control; only the exact `1` does."""
        return self.headers.get("sec-gpc") == "1"

    @property
    def wants_json(self) -> bool:
        """Whether a program asks, and not a page."""
        return JSON in self.headers.get("accept", "")

    @cached_property
    def today(self) -> date:
        """The day in the controller's zone."""
        return self.at.astimezone(ZoneInfo(self.site.manifest.zone)).date()

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """Everything that may be asked now, each under the wording in force."""
        return tuple(put_at(self.site, self.at).values())

    @cached_property
    def device_offers(self) -> tuple[Offer, ...]:
        """What the banner asks."""
        return tuple(offer for offer in self.offers if offer.on_device)

    @cached_property
    def choice(self) -> cookie.Choice | None:
        """What this browser decided, as far as its cookie is one of ours, still lives, and its signal lets it."""
        sent = self.cookies.get(cookie.COOKIE)
        read = None if sent is None else cookie.read(sent, self.hosted.secrets.choice, self.at, self.offers)
        return read.under_signal(self.offers) if read is not None and self.has_signal else read

    @cached_property
    def form(self) -> Mapping[str, str]:
        """
        The fields of a form, each once.

        Raises:
            Malformed: it is none, or one field says two things.
        """
        media_type = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        if not self.body:
            return {}
        if media_type == _FORM:
            return _each_once(_pairs(self.body))
        if media_type == _PARTS:
            return _each_once(_parts(self.headers["content-type"], self.body))
        raise Malformed("this is no form")

    @cached_property
    def json(self) -> Json:
        """The body as JSON (RFC 8259: UTF-8). Raises Malformed where it is none, or holds half a character."""
        try:
            text = self.body.decode()
            value: Json = json.loads(text)
            if "\\u" in text:  # the only way in for half a character, which nothing could write down
                json.dumps(value, ensure_ascii=False).encode()
        except (ValueError, RecursionError):
            raise Malformed("the body is not JSON") from None
        return value

    def field(self, name: str) -> str:
        """A field that must be there. Raises Malformed."""
        if name not in self.form:
            raise Malformed(f"the field `{name}` is missing")
        return self.form[name]


def query_of(text: bytes) -> Mapping[str, str]:
    """The query of an address; where one name comes twice, the first counts."""
    found: dict[str, str] = {}
    for name, value in _pairs(text):
        found.setdefault(name, value)
    return found


def _pairs(text: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            text.decode("ascii", "replace"),
            keep_blank_values=True,
            max_num_fields=MOST_FIELDS,
            errors="replace",
        )
    except ValueError:
        raise Malformed("there are too many fields") from None


def _parts(content_type: str, body: bytes) -> list[tuple[str, str]]:
    """A form in parts, as mail providers send it (RFC 8058); files are no business of these pages."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", "replace")
    message = BytesParser(policy=HTTP).parsebytes(head + body)
    found = []
    for part in message.iter_parts() if message.is_multipart() else ():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes) and part.get_filename() is None:
            found.append((name, content.decode("utf-8", "replace")))
    if len(found) > MOST_FIELDS:
        raise Malformed("there are too many fields")
    return found


def _each_once(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name, value in pairs:
        if found.setdefault(name, value) != value:
            raise Malformed("one field says two things")
    return found
