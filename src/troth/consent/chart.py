"""The figures as a page: for each purpose a drawing of its days, and a table that says the same."""

from collections.abc import Iterator, Sequence
from datetime import date

from troth.consent.figures import EVERYTHING, Figure, summed
from troth.consent.model import id_of
from troth.manifest.model import Manifest
from troth.texts import html
from troth.texts.consent import say
from troth.texts.language import COLON, Language, day, number
from troth.texts.style import BASE

PARTS = ("given", "mixed", "refused", "unanswered")  # from the bottom of a bar to its top
_HEIGHT, _BAR, _GAP = 120, 14, 4

_STYLE = f"""{BASE}
svg{{max-width:100%;height:auto}}
.given{{fill:#1f6f54}}.mixed{{fill:#6f63b6}}.refused{{fill:#b0543c}}.unanswered{{fill:#9a9a9a}}
"""


def page(manifest: Manifest, found: Sequence[Figure], first: date, last: date, language: Language) -> str:
    """A page that stands alone: no script, nothing from elsewhere."""
    return "\n".join(_page(manifest, found, first, last, language)) + "\n"


def _page(
    manifest: Manifest, found: Sequence[Figure], first: date, last: date, language: Language
) -> Iterator[str]:
    title = html.text(say("figures.title", language, first=day(first, language), last=day(last, language)))
    yield f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}</title><style>{_STYLE}</style></head><body><main><h1>{title}</h1>"
    yield f"<p>{html.text(say('figures.note', language))}</p>"
    if not found:
        yield f"<p>{html.text(say('figures.none', language))}</p>"
    else:
        yield f"<p>{_legend(language)}</p>"
    for offer in dict.fromkeys(one.offer for one in found):
        days = [one for one in found if one.offer == offer]
        name = html.text(title_of(manifest, offer, language))
        yield f"<h2>{name}</h2>"
        yield from _drawing(days, name, language)
        yield from html.table(
            [say(f"figures.{column}", language) for column in ("day", "served", *PARTS, "withdrawn")],
            [
                [html.text(day(one.day, language)), *(number(count, language) for count in _counts(one))]
                for one in days
            ],
            html.plain(name),
        )
    yield "</main></body></html>"


def title_of(manifest: Manifest, offer: str, language: Language) -> str:
    """What an offer is called; not escaped."""
    if offer == EVERYTHING:
        return say("figures.whole", language)
    purpose_name, choice_name = id_of(offer)
    purpose = manifest.purposes.get(purpose_name)
    if purpose is None:
        return offer
    title = purpose.title.in_(language)
    choice = purpose.choices.get(choice_name) if choice_name else None
    return title if choice is None else f"{title}{COLON[language]}{choice.title.in_(language)}"


def _counts(one: Figure) -> list[int]:
    return [one.served, *(getattr(one, part) for part in PARTS), one.withdrawn]


def _legend(language: Language) -> str:
    """What each part of a bar counts, from the bottom to the top."""
    square = (
        '<svg aria-hidden="true" width="12" height="12"><rect class="{}" width="12" height="12"/></svg> {}'
    )
    return " · ".join(square.format(part, html.text(say(f"figures.{part}", language))) for part in PARTS)


def _drawing(days: Sequence[Figure], name: str, language: Language) -> Iterator[str]:
    """A bar for each day, its parts as high as their counts; the table beside it says the same in numbers."""
    most = max((sum(getattr(one, part) for part in PARTS) for one in days), default=0)
    whole = summed(days)[0]
    told = ", ".join(
        f"{say(f'figures.{part}', language)} {number(getattr(whole, part), language)}" for part in PARTS
    )
    width = len(days) * (_BAR + _GAP)
    yield f'<svg role="img" viewBox="0 0 {width} {_HEIGHT}" width="{width}" height="{_HEIGHT}">'
    yield f"<title>{name}{COLON[language]}{html.text(told)}</title>"
    for place, one in enumerate(days):
        top = float(_HEIGHT)
        for part in PARTS:
            height = getattr(one, part) / most * (_HEIGHT - 4) if most else 0
            top -= height
            if height:
                x = place * (_BAR + _GAP)
                yield f'<rect class="{part}" x="{x}" y="{top:.1f}" width="{_BAR}" height="{height:.1f}"/>'
    yield "</svg>"
