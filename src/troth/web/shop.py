"""The embedded shop's own pages, served beside Troth's: what `troth demo` leaves open."""

import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from importlib.resources import files
from pathlib import Path

import jwt
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp

from troth import banner
from troth.claims.facts import Instant
from troth.demo.front import pages
from troth.demo.front.pages import Around
from troth.demo.front.words import say
from troth.demo.generator import CLAIRE, CLAIRE_ID
from troth.publication.model import Approval
from troth.publication.publish import publish
from troth.site import open_site
from troth.web.pages import assets
from troth.web.pages.choice import addresses, layer
from troth.web.preferences import records, vouching
from troth.web.process.app import Application
from troth.web.process.deployment import Deployment
from troth.web.request import answers
from troth.web.request.answers import HTML, Answer
from troth.web.request.asked import Asked
from troth.web.request.failures import NotFound
from troth.web.request.ways import Way

# What a shop that uses Troth sends: its own scripts and those that wait for a choice, and nothing inline.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types 'none'"
)
STORY_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_FRAMED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
_FILES = files("troth.demo.front") / "files"
_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}
_STORY_TYPES = {"html": HTML, "json": "application/json", "csv": "text/csv; charset=utf-8"}

OFFICER = "Inès Caron"

Signing = tuple[int, str]  # the number of a vouching key, and the key


def ways(story: Path, signing: Signing | None = None) -> tuple[Way, ...]:
    """
    The shop's pages at the root of its host.

    Args:
        story: the folder with the pages that tell what was done before.
        signing: with what the shop vouches for who is signed in; without it, her account leads to no choices.
    """
    account = [Way("GET", "/account/choices", partial(_choices, signing))] if signing else []
    return (
        Way("GET", "/", _home),
        Way("GET", "/workshop", _workshop),
        Way("GET", "/account", partial(_account, signing is not None)),
        *account,
        Way("GET", "/lucarne/film", _film),
        Way("GET", "/shop/{file}", _file),
        Way("GET", "/story/{file:path}", partial(_story, story)),
    )


@contextmanager
def opened(home: Path, story: Path, at: Instant) -> Iterator[ASGIApp]:
    """The shop in this folder, its policy published, answering to this machine's names only."""
    with closing(open_site(home, {})) as site:
        publish(site, Approval(OFFICER), [], at)
        with site.database.transaction() as tx:
            signing = records.make_key(tx, site.name, at)
        application = Application([site], Deployment.of(site.settings), besides=ways(story, signing))
        yield TrustedHostMiddleware(application, allowed_hosts=["127.0.0.1", "localhost"])


def _home(asked: Asked) -> Answer:
    return _page(pages.home(_around(asked)))


def _workshop(asked: Asked) -> Answer:
    title = say("film", asked.language)
    frame = f'<iframe src="/lucarne/film?lang={asked.language}" title="{title}"></iframe>'
    offer = next(one for one in asked.device_offers if one.purpose == "video")
    manifest, at = asked.site.manifest, addresses(asked)
    embed = banner.Embed(title, "/lucarne/film", frame)
    film = banner.placeholder(manifest, asked.language, offer, at, embed)
    return _page(pages.workshop(_around(asked), film))


def _account(is_vouched: bool, asked: Asked) -> Answer:
    return _page(pages.account(_around(asked), "/account/choices" if is_vouched else ""))


def _choices(signing: Signing, asked: Asked) -> Answer:
    """The shop says who is signed in, as any application would: docs/how-to/bring-people-to-their-choices.md."""
    number, key = signing
    now = int(asked.at.timestamp())
    claims = {
        "iss": asked.origin,
        "aud": asked.site.name,
        "sub": str(CLAIRE_ID),
        "jti": secrets.token_urlsafe(16),
        "iat": now,
        "exp": now + 60,
        "keys": {"email": CLAIRE},
    }
    token = jwt.encode(claims, key, vouching.ALGORITHM, {"typ": vouching.KIND, "kid": str(number)})
    return answers.see_other(f"{asked.base}/account/preferences?token={token}")


def _film(asked: Asked) -> Answer:
    framed = answers.html(pages.film_page(asked.language))
    return framed.with_header("Content-Security-Policy", _FRAMED).with_header("X-Frame-Options", "SAMEORIGIN")


def _file(asked: Asked) -> Answer:
    name = asked.path["file"]
    media_type = _TYPES.get(name.rpartition(".")[2])
    if media_type is None or not (_FILES / name).is_file():
        raise NotFound
    return Answer(body=(_FILES / name).read_bytes(), media_type=media_type, cache=answers.ASK)


def _story(folder: Path, asked: Asked) -> Answer:
    """A file of the story; nothing outside of its folder."""
    path = (folder / asked.path["file"]).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise NotFound
    media_type = _STORY_TYPES.get(path.suffix.removeprefix("."), "application/octet-stream")
    return Answer(body=path.read_bytes(), media_type=media_type).with_header(
        "Content-Security-Policy", STORY_POLICY
    )


def _around(asked: Asked) -> Around:
    names = assets.names()
    return Around(
        asked.language,
        asked.base,
        layer(asked),
        f"{asked.base}/{names['troth.js']}",
        f"{asked.base}/{names['troth.css']}",
    )


def _page(text: str) -> Answer:
    page = answers.html(text).with_header("Content-Security-Policy", POLICY)
    return page.with_header("Vary", "Accept-Language, Cookie, Sec-GPC")
