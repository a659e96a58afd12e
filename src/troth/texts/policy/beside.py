"""
A published text beside the page made from its site, clause by clause, linked both ways.

For those who adopt a site and want to see that nothing was lost: each paragraph of the text shows the clauses
it holds, each clause leads to its place on the page and says where another value is applied, and why.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from troth.manifest.departures import departures
from troth.manifest.model import Manifest
from troth.manifest.purposes import Departure
from troth.texts import html
from troth.texts.policy.changes import title_of
from troth.texts.policy.page import CONTENT_POLICY, Stamp, page
from troth.texts.policy.purposes import purpose_anchor, recipient_anchor
from troth.texts.policy.sentences import SENTENCES
from troth.texts.policy.telling import Lines, Telling

_BODY = re.compile(r"<main id=\"content\">(.*)</main>", re.DOTALL)
_DETAILS = re.compile(r'<details id="([^"]*)">(.*?</summary>)', re.DOTALL)
_HEADING = re.compile(r'(<h2 id="([^"]*)">.*?</h2>)')
_ROW = re.compile(r'(<tr role="row" id="([^"]*)"><th role="rowheader" scope="row">)')

# Where on the page the keys of a policy are told; a section that a page lacks falls back on the next one.
_SECTIONS: Mapping[str, str] = {
    **dict.fromkeys(
        ("controller", "joint_controllers", "eu_representative", "dpo", "officer", "contacts"), "who"
    ),
    **dict.fromkeys(
        ("items", "records", "kinds", "clocks", "events", "keys", "zone", "purposes", "stores"), "purposes"
    ),
    **dict.fromkeys(("rights", "requests", "after_death", "authority"), "rights"),
    **dict.fromkeys(("cookies", "cookie_categories", "banner"), "cookies"),
    **dict.fromkeys(("channels", "marketing"), "channels"),
    **dict.fromkeys(("threats", "measures", "breaches"), "security"),
    **dict.fromkeys(("sections", "links"), "more"),
    **dict.fromkeys(("changes", "laws", "law", "edition", "languages", "scope"), "changes"),
    "recipients": "recipients",
    "forms": "forms",
    "minors": "minors",
}


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence or more of a text: what it promises in our words, its lines, the keys that carry it."""

    id: str
    promise: str
    first: int
    last: int
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines of a text that stand together; lines count from 1."""

    first: int
    last: int
    words: str


def side_by_side(
    telling: Telling, stamp: Stamp, text: str, clauses: Sequence[Clause], stylesheet: str
) -> str:
    """The view as one page; the published text is shown as it stands and kept nowhere."""
    body = _BODY.search(page(telling, stamp))
    assert body is not None
    anchors = set(re.findall(r'id="([^"]*)"', body[1]))
    places = {clause.id: [_place(key, anchors) for key in clause.keys] for clause in clauses}
    told = paragraphs(text)
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{telling.language}"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{CONTENT_POLICY}">',
        f"<title>{telling.say('beside.title')}</title>",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta name="color-scheme" content="light dark"><link rel="stylesheet" href="{html.text(stylesheet)}">',
        f'</head><body class="beside"><header><h1>{telling.say("beside.title")}</h1>',
        *_summary(telling, told, clauses, places),
        '</header><main class="columns">',
        f'<section aria-labelledby="original"><h2 id="original">{telling.say("beside.text")}</h2>',
        *_text(telling, told, clauses, places),
        f'</section><section aria-labelledby="made"><h2 id="made">{telling.say("beside.page")}</h2>',
        _with_clauses(body[1], clauses, places),
        "</section></main></body></html>",
    ]
    return "\n".join(lines) + "\n"


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a text."""
    found: list[Paragraph] = []
    start = 0
    lines: list[str] = []
    for number, line in enumerate([*text.splitlines(), ""], 1):
        if line.strip():
            start = start if lines else number
            lines.append(line.strip())
        elif lines:
            found.append(Paragraph(start, number - 1, " ".join(lines)))
            lines = []
    return found


def stated_clauses(manifest: Manifest, text: str) -> list[Clause]:
    """
    The clauses that the manifest itself knows: published values that others stand in for, found in the text.

    They are what there is to link where nobody has listed the clauses.
    """
    found = []
    for paragraph in paragraphs(text):
        words = _folded(paragraph.words)
        for one in departures(manifest):
            stated = one.departure.stated
            if stated and len(stated) > 12 and _folded(stated) in words:
                key = ".".join(one.path)
                found.append(Clause(key, stated, paragraph.first, paragraph.last, (key,)))
    return found


def _folded(words: str) -> str:
    return re.sub(r"[\W_]+", " ", words.casefold()).strip()


def _place(key: str, anchors: set[str]) -> str | None:
    """Where on the page a key of the manifest is told; none where nothing tells it."""
    steps = [step for step in key.split(".") if step not in ("value", "stated", "because")]
    named = steps[1] if len(steps) > 1 else ""
    own = {
        "purposes": purpose_anchor(named),
        "recipients": recipient_anchor(named),
        "forms": f"form-{html.anchor(named)}",
        "sections": f"text-{html.anchor(named)}",
    }.get(steps[0])
    return next((place for place in (own, _SECTIONS.get(steps[0])) if place in anchors), None)


def _text(
    telling: Telling,
    told: Sequence[Paragraph],
    clauses: Sequence[Clause],
    places: Mapping[str, Sequence[str | None]],
) -> Lines:
    besides = _besides(telling.manifest)
    waiting = sorted(clauses, key=lambda clause: clause.first)
    for paragraph in told:
        mine = [one for one in waiting if one.first <= paragraph.last and one.last >= paragraph.first]
        marked = "" if mine else ' class="unlinked"'
        yield f"<div{marked}><p>{html.text(paragraph.words)}</p>"
        if mine:
            yield '<ul class="clauses">'
            for clause in mine:
                yield from _clause(
                    telling, clause, places[clause.id], besides, is_first=clause.first >= paragraph.first
                )
            yield "</ul>"
        yield "</div>"


def _clause(
    telling: Telling,
    clause: Clause,
    places: Sequence[str | None],
    besides: Mapping[str, Sequence[Departure]],
    *,
    is_first: bool,
) -> Lines:
    """A clause; at the first paragraph that holds it the page's links come back to it."""
    named = f' id="clause-{html.anchor(clause.id)}"' if is_first else ""
    where = "<br>".join(_links(telling, clause.keys, places)) or telling.say("beside.nowhere")
    yield f"<li{named}><b>{html.text(clause.id)}</b> {html.text(clause.promise)}<br><small>{where}</small>"
    told = {
        f"{_called(telling, key)}{telling.colon}{_why(telling, departure)}"
        for key in clause.keys
        for departure in besides.get(_applied(key), ())
    }
    yield from (f"<br><small>{one}</small>" for one in sorted(told))
    yield "</li>"


def _links(telling: Telling, keys: Sequence[str], places: Sequence[str | None]) -> Iterator[str]:
    """Each place on the page by what people call it, with the keys of the manifest that stand behind it."""
    behind: dict[tuple[str | None, str], list[str]] = {}
    for key, place in zip(keys, places, strict=True):
        behind.setdefault((place, _called(telling, key)), []).append(f"<code>{html.text(key)}</code>")
    for (place, name), codes in behind.items():
        linked = f'<a href="#{place}">{name}</a>' if place else name
        yield f"{linked} {', '.join(codes)}"


def _called(telling: Telling, key: str) -> str:
    """What people call the thing that a key of the manifest speaks of; safe in HTML."""
    kind, name, *_ = [*key.split("."), ""]
    title = title_of(telling.manifest, {"records": "kinds"}.get(kind, kind), name)
    if title is not None:
        return telling.capital(telling.words(title))
    for sentence in (f"right.{name}.name", f"place.{kind}"):
        if sentence in SENTENCES:
            return telling.capital(telling.say(sentence))
    return telling.capital(telling.say("place.policy"))


def _why(telling: Telling, departure: Departure) -> str:
    return telling.say(f"beside.{departure.because}", source=departure.source or "–")


def _applied(key: str) -> str:
    return re.sub(r"\.(value|stated|because|source|accepted)$", "", key)


def _besides(manifest: Manifest) -> dict[str, list[Departure]]:
    found: dict[str, list[Departure]] = defaultdict(list)
    for one in departures(manifest):
        found[".".join(one.path)].append(one.departure)
    return found


def _summary(
    telling: Telling,
    told: Sequence[Paragraph],
    clauses: Sequence[Clause],
    places: Mapping[str, Sequence[str | None]],
) -> Lines:
    lost = [clause.id for clause in clauses if not any(places[clause.id])]
    linked = sum(
        any(one.first <= paragraph.last and one.last >= paragraph.first for one in clauses)
        for paragraph in told
    )
    yield f"<p>{telling.say('beside.counts', paragraphs=len(told), linked=linked, clauses=len(clauses))}</p>"
    if lost:
        links = ", ".join(f'<a href="#clause-{html.anchor(one)}">{html.text(one)}</a>' for one in lost)
        yield f'<p class="warning" role="note">{telling.put("beside.lost", clauses=links)}</p>'


def _with_clauses(body: str, clauses: Sequence[Clause], places: Mapping[str, Sequence[str | None]]) -> str:
    """The page with the clauses of each place named there; details stand open."""
    at: dict[str, dict[str, None]] = defaultdict(dict)
    for clause in clauses:
        for place in places[clause.id]:
            if place is not None:
                at[place][clause.id] = None

    def named(place: str) -> str:
        return "".join(_back(clause) for clause in at.get(place, ()))

    body = _DETAILS.sub(
        lambda found: f'<details id="{found[1]}" open>{found[2]}<p class="clauses">{named(found[1])}</p>',
        body,
    )
    body = body.replace("<details>", "<details open>")
    body = _HEADING.sub(lambda found: f'{found[1]}<p class="clauses">{named(found[2])}</p>', body)
    body = _ROW.sub(lambda found: f'{found[1]}<span class="clauses">{named(found[2])}</span>', body)
    return body.replace('<p class="clauses"></p>', "").replace('<span class="clauses"></span>', "")


def _back(clause: str) -> str:
    return f'<a href="#clause-{html.anchor(clause)}">{html.text(clause)}</a> '


def duplicates(clauses: Sequence[Clause]) -> Iterator[str]:
    """The ids that stand twice: links could not tell them apart."""
    seen: set[str] = set()
    for clause in clauses:
        if clause.id in seen:
            yield clause.id
        seen.add(clause.id)
