"""The shop's pages as HTML. The question, and where Troth's pages are, come from the server."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from troth.demo.front.words import say
from troth.texts import html
from troth.texts.language import LANGUAGES, NAMES, Language

SHOP = "Maison Tilleul"
PAGES = ("home", "workshop", "account")
ADDRESSES = {"home": "/", "workshop": "/workshop", "account": "/account"}
_GOODS = (("tea", "9,50", "9.50"), ("candle", "18,00", "18.00"), ("soap", "6,80", "6.80"))


@dataclass(frozen=True, slots=True)
class Around:
    """What every page of the shop needs of the server."""

    language: Language
    base: str  # of Troth: `/troth`
    question: str  # the first layer, as far as something is still to be asked
    script: str  # the address of the question's script
    style: str  # and of its style


def home(around: Around) -> str:
    """Three goods; visits are counted and an advertisement shown where that was wanted."""
    return _page(around, "home", _home(around.language))


def workshop(around: Around, film: str) -> str:
    """A film from elsewhere, in its place a box that says so."""
    intro = html.text(say("workshop.intro", around.language))
    return _page(around, "workshop", [f"<p>{intro}</p>", film])


def account(around: Around, choices: str) -> str:
    """
    Where a customer is signed in.

    Args:
        around: what every page needs.
        choices: the address of the customer's own preference centre; "" where there is none.
    """
    language = around.language
    links = [
        (choices, "account.choices"),
        (f"{around.base}/choice?lang={language}&return=/account", "account.trackers"),
        ("/story/index.html", "account.story"),
    ]
    listed = [f"<li>{html.link(to, say(name, language))}</li>" for to, name in links if to]
    intro = html.text(say("account.intro", language))
    return _page(around, "account", [f"<p>{intro}</p><ul>", *listed, "</ul>"])


def film_page(language: Language) -> str:
    """What the host of videos shows in its frame."""
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{html.text(say('film', language))}</title>"
        '<link rel="stylesheet" href="/shop/front.css"></head>'
        f'<body class="film"><p>▶ {html.text(say("film.plays", language))}</p></body></html>\n'
    )


def _home(language: Language) -> Iterator[str]:
    yield f'<p>{html.text(say("home.intro", language))}</p><ul class="goods">'
    for name, french, english in _GOODS:
        price = say("price", language, amount=french if language == "fr" else english)
        yield f"<li><h2>{html.text(say(name, language))}</h2><p>{html.text(say(f'{name}.text', language))}</p>"
        yield f"<p><strong>{html.text(price)}</strong></p></li>"
    yield "</ul>"
    visits = html.text(say("visit", language, count="{count}"))
    yield f'<p id="visits" data-said="{visits}" hidden></p>'
    yield '<script type="text/plain" data-troth="audience" src="/shop/visit.js"></script>'
    yield f'<template data-troth="advertising"><aside class="ad"><p>{html.text(say("ad", language))}</p></aside>'
    yield '<script src="/shop/ad.js"></script></template>'


def _page(around: Around, name: str, content: Iterable[str]) -> str:
    return "\n".join(_lines(around, name, content)) + "\n"


def _lines(around: Around, name: str, content: Iterable[str]) -> Iterator[str]:
    language, title = around.language, say(f"{name}.title", around.language)
    yield "<!DOCTYPE html>"
    yield f'<html lang="{language}"><head><meta charset="utf-8"><title>{html.text(title)} – {SHOP}</title>'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark"><link rel="stylesheet" href="/shop/front.css">'
    yield f'<link rel="stylesheet" href="{around.style}"><script src="{around.script}" defer></script></head>'
    yield f'<body><a class="skip" href="#content">{html.text(say("skip", language))}</a>{around.question}'
    yield f'<header><p class="brand">{SHOP}</p><nav aria-label="{html.text(say("nav", language))}"><ul>'
    for one in PAGES:
        mark = ' aria-current="page"' if one == name else ""
        yield f'<li><a href="{ADDRESSES[one]}"{mark}>{html.text(say(one, language))}</a></li>'
    yield f'<li><a href="/story/index.html">{html.text(say("story", language))}</a></li></ul></nav>'
    yield f'<nav class="languages" aria-label="{html.text(say("languages", language))}"><ul>'
    for other in LANGUAGES:
        mark = ' aria-current="true"' if other == language else ""
        address = f"{around.base}/language?to={other}&amp;return={ADDRESSES[name]}"
        yield f'<li><a href="{address}" hreflang="{other}" lang="{other}"{mark}>{NAMES[other]}</a></li>'
    yield f'</ul></nav></header><main id="content"><h1>{html.text(title)}</h1>'
    yield from content
    policy = f'<a href="{around.base}/">{html.text(say("policy", language))}</a>'
    yield f"</main><footer><p>{html.text(say('made_up', language))} {policy}</p></footer></body></html>"
