"""The page of a policy: what matters most at the top, every particular behind a heading that opens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from troth.manifest.model import Manifest
from troth.texts import html
from troth.texts.language import LANGUAGES, NAMES, Language, day, number
from troth.texts.policy.cookies import cookies
from troth.texts.policy.people import has_transfers, recipients, transfers, who
from troth.texts.policy.purposes import purposes
from troth.texts.policy.rest import changes, channels, forms, minors, sections, security
from troth.texts.policy.rights import rights
from troth.texts.policy.telling import Lines, Telling

NOTICE_MARK = "<!-- notice -->"
# Nothing from elsewhere, nothing inline: markup that slips through could still do nothing.
CONTENT_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which version a page is of: its number, the day from which it holds, the name of its stylesheet."""

    number: int
    effective: date
    stylesheet: str


def languages_of(manifest: Manifest) -> tuple[Language, ...]:
    """The site's languages that every sentence is written in, in the site's order; English where none is."""
    wanted = manifest.policy.languages
    return tuple(known for code in wanted for known in LANGUAGES if known == code) or ("en",)


def site_name(manifest: Manifest) -> str:
    """How the controller calls itself."""
    return manifest.policy.controller.trade_name or manifest.policy.controller.name or ""


def page(telling: Telling, stamp: Stamp) -> str:
    """The whole page in one language."""
    manifest = telling.manifest
    sections_ = _sections(telling)
    lines = [
        *head(
            telling, telling.say("title", name=site_name(manifest)), stamp.stylesheet, f"{stamp.number}.html"
        ),
        '<body><a class="skip" href="#content">' + telling.say("skip") + "</a><header>",
        *switch(telling, {one: f"../{one}/{stamp.number}.html" for one in languages_of(manifest)}),
        f"<h1>{telling.say('title', name=site_name(manifest))}</h1>",
        *_edition(telling, stamp),
        "</header>",
        '<main id="content">',
        NOTICE_MARK,
        *_short(telling, dict(sections_)),
        f'<nav aria-labelledby="contents"><h2 id="contents">{telling.say("contents")}</h2><ol>',
        *(f'<li><a href="#{name}">{telling.say(name)}</a></li>' for name, _ in sections_),
        "</ol></nav>",
    ]
    for name, body in sections_:
        lines += [
            f'<section aria-labelledby="{name}"><h2 id="{name}">{telling.say(name)}</h2>',
            *body,
            "</section>",
        ]
    machine = f'<a href="../policy-{stamp.number}.jsonld">{telling.say("foot.machine")}</a>'
    lines += [f"</main><footer><p>{telling.say('foot')}</p><p>{machine}</p></footer></body></html>"]
    return "\n".join(lines) + "\n"


def head(telling: Telling, title: str, stylesheet: str, canonical: str = "") -> Lines:
    """Everything before the body."""
    yield "<!DOCTYPE html>"
    yield f'<html lang="{telling.language}"><head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{CONTENT_POLICY}">'
    yield f"<title>{title}</title>"
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">'
    if canonical:
        yield f'<link rel="canonical" href="{canonical}">'
    yield f'<link rel="stylesheet" href="../{stylesheet}">'
    yield f'<link rel="alternate" type="application/atom+xml" href="feed.xml" title="{telling.say("heading")}">'
    yield "</head>"


def switch(telling: Telling, addresses: Mapping[Language, str]) -> Lines:
    """The links to the same page in the other languages."""
    if len(addresses) > 1:
        yield f'<nav class="languages" aria-label="{telling.say("languages")}"><ul>'
        for language, address in addresses.items():
            mark = ' aria-current="page"' if language == telling.language else ""
            yield f'<li><a href="{address}" hreflang="{language}" lang="{language}"{mark}>{NAMES[language]}</a></li>'
        yield "</ul></nav>"


def coming(telling: Telling, number_: int, effective: date) -> str:
    """The notice before a version that takes effect later."""
    link = f'<a href="{number_}.html">{telling.say("coming.link", number=number_)}</a>'
    told = telling.put("coming", day=html.text(day(effective, telling.language)), link=link)
    return f'<p class="warning" role="note">{told}</p>'


def _edition(telling: Telling, stamp: Stamp) -> Lines:
    told = telling.say("edition", number=stamp.number, day=day(stamp.effective, telling.language))
    yield f'<p class="edition">{told} – <a href="versions.html">{telling.say("edition.versions")}</a></p>'
    edition, scope = telling.manifest.policy.edition, telling.manifest.policy.scope
    if edition is not None and edition.date < stamp.effective:
        dated = telling.say("edition.dated", day=day(edition.date, telling.language))
        yield f'<p class="edition">{dated}</p>'
    if scope:
        told = telling.put("edition.scope", scope=telling.listed(scope, "scope"))
        yield f'<p class="edition">{told}</p>'


def _sections(telling: Telling) -> Sequence[tuple[str, Lines]]:
    policy = telling.manifest.policy
    wanted = (
        ("who", True, who),
        ("purposes", True, purposes),
        ("recipients", True, recipients),
        ("transfers", has_transfers(telling), transfers),
        ("rights", True, rights),
        ("cookies", bool(policy.cookie_categories), cookies),
        ("forms", bool(policy.forms), forms),
        ("channels", bool(policy.channels), channels),
        ("minors", policy.minors is not None, minors),
        ("security", True, security),
        ("more", bool(policy.sections or policy.links), sections),
        ("changes", True, changes),
    )
    return [(name, body(telling)) for name, is_wanted, body in wanted if is_wanted]


def _short(telling: Telling, there: Mapping[str, Lines]) -> Lines:
    """What everybody should know, each with a link to its particulars."""
    yield f'<section class="short" aria-labelledby="short"><h2 id="short">{telling.say("short")}</h2><ul>'
    policy = telling.manifest.policy
    name = html.text(site_name(telling.manifest))
    yield f"<li>{telling.put('short.controller', name=name, link=_link(telling, 'who', 'controller'))}</li>"
    for section, count in (("purposes", len(telling.in_force())), ("recipients", len(policy.recipients))):
        form = ("none", "one")[count] if count < 2 and (section, count) != ("purposes", 0) else "many"
        counted = number(count, telling.language)
        link = _link(telling, section, section)
        if form == "none":
            yield f"<li>{telling.say('short.recipients.none')}</li>"
        else:
            yield f"<li>{telling.put(f'short.{section}.{form}', count=counted, link=link)}</li>"
    for section in ("transfers", "cookies", "rights"):
        if section in there:
            yield f"<li>{telling.put(f'short.{section}', link=_link(telling, section, section))}</li>"
    yield "</ul></section>"


def _link(telling: Telling, section: str, sentence: str) -> str:
    return f'<a href="#{section}">{telling.say(f"short.{sentence}.link")}</a>'
