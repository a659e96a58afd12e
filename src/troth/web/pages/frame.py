"""The page around every content: title, languages, the ways to the policy and to the choices."""

from collections.abc import Iterable, Iterator
from http import HTTPStatus
from urllib.parse import urlencode

from troth.manifest.policy import Banner
from troth.texts import html
from troth.texts.language import NAMES, Language, typeset
from troth.texts.pages import say
from troth.texts.policy.page import site_name
from troth.web.pages import styles
from troth.web.request import answers, csrf
from troth.web.request.answers import Answer
from troth.web.request.asked import Asked


def page(
    asked: Asked, title: str, content: Iterable[str], status: int = HTTPStatus.OK, *, is_secret: bool = False
) -> Answer:
    """
    A whole page.

    Args:
        asked: whose language and site it has.
        title: no HTML; the page's heading too.
        content: safe HTML.
        is_secret: its address is known to one person only: it is told to nobody, not even to this site.
    """
    told = answers.html("\n".join(_lines(asked, title, content, is_secret)) + "\n", status)
    return told.with_header("Referrer-Policy", "no-referrer") if is_secret else told


def hidden(name: str, value: str) -> str:
    """A field of a form that nobody sees."""
    return f'<input type="hidden" name="{name}" value="{html.text(value)}">'


def form_token(asked: Asked) -> str:
    """The field that every form of ours holds."""
    return hidden(csrf.FIELD, csrf.token(asked.hosted.secrets.form, asked.at))


def choices_label(asked: Asked) -> str:
    """What the way back to the choices is called, not escaped."""
    link = (asked.site.manifest.policy.banner or Banner()).link
    if link is None:
        return say("nav.choice", asked.language)
    return typeset(link.in_(asked.language), asked.language)


def _lines(asked: Asked, title: str, content: Iterable[str], is_secret: bool) -> Iterator[str]:
    name, language = site_name(asked.site.manifest), asked.language
    yield "<!DOCTYPE html>"
    yield f'<html lang="{language}"><head><meta charset="utf-8">'
    yield f"<title>{html.text(title)} – {html.text(name)}</title>"
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">'
    yield f'<link rel="stylesheet" href="{asked.base}/{styles.NAME}"></head><body>'
    yield f'<a class="skip" href="#content">{html.text(say("skip", language))}</a><header>'
    yield f'<p class="site">{_home(asked, name)}</p>'
    if not is_secret:
        yield from _languages(asked)
    yield f'</header><main id="content"><h1>{html.text(title)}</h1>'
    yield from content
    yield f'</main><footer><nav aria-label="{html.text(say("nav", language))}"><ul>'
    for path, label in (
        ("/choice", choices_label(asked)),
        ("/preferences", say("nav.preferences", language)),
        ("/", say("nav.policy", language)),
    ):
        yield f'<li><a href="{asked.base}{path}">{html.text(label)}</a></li>'
    yield f"</ul></nav><p>{html.text(say('foot', language))}</p></footer></body></html>"


def _home(asked: Asked, name: str) -> str:
    url = asked.site.manifest.policy.controller.url
    return html.link(url, name) if url else html.text(name)


def _languages(asked: Asked) -> Iterator[str]:
    spoken = asked.hosted.languages
    if len(spoken) < 2:
        return
    yield f'<nav class="languages" aria-label="{html.text(say("languages", asked.language))}"><ul>'
    for one in spoken:
        yield f"<li>{_language(asked, one)}</li>"
    yield "</ul></nav>"


def _language(asked: Asked, one: Language) -> str:
    if one == asked.language:
        return f'<span aria-current="true" lang="{one}">{NAMES[one]}</span>'
    query = urlencode({"to": one, "return": asked.here})
    address = html.text(f"{asked.base}/language?{query}")
    return f'<a href="{address}" hreflang="{one}" lang="{one}" rel="nofollow">{NAMES[one]}</a>'
