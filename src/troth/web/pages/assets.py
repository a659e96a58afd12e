"""The files that browsers take: the banner's script and style, and the stylesheet of our own pages."""

import hashlib
from functools import cache
from http import HTTPStatus

from troth.banner import assets, whole_script
from troth.web.pages import styles
from troth.web.pages.choice import addresses
from troth.web.request import answers
from troth.web.request.answers import Answer
from troth.web.request.asked import Asked
from troth.web.request.failures import NotFound

SCRIPT, STYLE = "text/javascript; charset=utf-8", "text/css; charset=utf-8"


@cache
def names() -> dict[str, str]:
    """`troth.js` → the name that carries its hash, which browsers keep for ever."""
    built = assets()
    return {
        "troth.js": _hashed("troth", "js", built.script),
        "troth.css": _hashed("troth", "css", built.style),
    }


def script(asked: Asked) -> Answer:
    """The one script tag's file; browsers ask whether it is still the same."""
    return _asked_again(asked, assets().script, SCRIPT)


def whole(asked: Asked) -> Answer:
    """The script with the question in it, in one language: for pages that bring it by one script tag."""
    if not asked.device_offers:
        return _asked_again(asked, b"", SCRIPT)
    where = addresses(asked, is_absolute=bool(asked.hosted.origins))
    script = whole_script(asked.site.manifest, asked.language, asked.device_offers, where)
    return _asked_again(asked, script, SCRIPT).with_header("Vary", "Accept-Language, Cookie")


def style(asked: Asked) -> Answer:
    """The style of the question."""
    return _asked_again(asked, assets().style, STYLE)


def hashed(asked: Asked) -> Answer:
    """A file under the name that carries its hash."""
    files = {
        styles.NAME: (styles.CONTENT, STYLE),
        names()["troth.js"]: (assets().script, SCRIPT),
        names()["troth.css"]: (assets().style, STYLE),
    }
    if asked.path["file"] not in files:
        raise NotFound
    content, media_type = files[asked.path["file"]]
    return Answer(body=content, media_type=media_type, cache=answers.FOR_EVER)


def _asked_again(asked: Asked, content: bytes, media_type: str) -> Answer:
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    if tag in asked.headers.get("if-none-match", ""):
        return Answer(HTTPStatus.NOT_MODIFIED, headers=(("ETag", tag),), cache=answers.ASK)
    return Answer(body=content, media_type=media_type, headers=(("ETag", tag),), cache=answers.ASK)


def _hashed(stem: str, ending: str, content: bytes) -> str:
    return f"{stem}-{hashlib.sha256(content).hexdigest()[:8]}.{ending}"
