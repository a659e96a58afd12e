"""
The page of an access answer: everything in plain words, purpose by purpose. Pure.

One file that needs nothing else: it is read offline, printed, spoken by a screen reader, without a script.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from zoneinfo import ZoneInfo

from troth.claims.facts import Instant
from troth.claims.world import TableRef
from troth.manifest.model import Manifest
from troth.requests.model import About, Undeclared
from troth.requests.page.beside import TOLD, Beside
from troth.requests.page.purposes import OfPurposes
from troth.requests.page.records import SHOWN_CHARACTERS, shown
from troth.requests.page.shelf import Shelf, of_purpose
from troth.requests.style import STYLE
from troth.texts import claims as words
from troth.texts import html
from troth.texts.language import NAMES, Language, day, listed

__all__ = ["SHOWN_CHARACTERS", "Shelf", "page"]


def page(
    manifest: Manifest,
    about: About,
    shelves: Mapping[TableRef, Shelf],
    undeclared: Undeclared,
    at: Instant,
    language: Language,
    names: Mapping[Language, str],
) -> str:
    """The whole page in one language; `names` are the files of all languages."""
    made = _Page(manifest, about, shelves, undeclared, at, language, names)
    return "\n".join(made.lines()) + "\n"


class _Page(OfPurposes, Beside):
    """The frame of the page, and the order of what stands in it."""

    __slots__ = ()

    def lines(self) -> Iterator[str]:
        site = self._site()
        sections = list(self._sections())
        yield "<!DOCTYPE html>"
        yield f'<html lang="{self.language}">'
        yield f'<head><meta charset="utf-8"><title>{self.say("page.title", site=site)}</title>'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        yield '<meta name="robots" content="noindex"><meta name="referrer" content="no-referrer">'
        yield '<meta name="color-scheme" content="light dark">'
        yield f"<style>{STYLE}</style></head>"
        yield "<body><header>"
        yield from self._languages()
        yield f"<h1>{self.say('page.heading')}</h1>"
        yield f"<p>{self.say('page.intro', site=site, day=day(self._today(), self.language))}</p>"
        yield from self._keys()
        yield from self._down()
        yield "</header>"
        yield f'<nav aria-labelledby="contents"><h2 id="contents">{self.say("page.contents")}</h2><ol>'
        for anchor, title, _ in sections:
            yield f'<li><a href="#{anchor}">{title}</a></li>'
        yield "</ol></nav><main>"
        if not self.shelves:
            name = "page.nothing_in_reach" if self.about.down else "page.nothing"
            yield f"<p>{self.say(name)}</p>"
        for anchor, title, body in sections:
            yield f'<section aria-labelledby="{anchor}"><h2 id="{anchor}">{title}</h2>'
            yield from body
            yield "</section>"
        yield "</main></body></html>"

    def _site(self) -> str:
        controller = self.manifest.policy.controller
        return controller.trade_name or controller.name or ""

    def _today(self) -> date:
        return self.at.astimezone(ZoneInfo(self.manifest.zone)).date()

    def _languages(self) -> Iterator[str]:
        yield f'<nav class="languages" aria-label="{self.say("page.languages")}"><ul>'
        for language, name in self.names.items():
            mark = ' aria-current="page"' if language == self.language else ""
            link = f'<a href="{name}" hreflang="{language}" lang="{language}"{mark}>{NAMES[language]}</a>'
            yield f"<li>{link}</li>"
        yield "</ul></nav>"

    def _keys(self) -> Iterator[str]:
        titles = self.manifest.policy.keys
        yield f'<p>{self.say("page.known_by")}</p><ul class="keys">'
        for key in sorted(self.about.person.keys):
            declared = titles.get(key.type)
            title = words.words_of(declared.title, self.language) if declared else key.type
            yield f"<li>{html.text(title)} <b>{shown(key.value)}</b></li>"
        yield "</ul>"

    def _down(self) -> Iterator[str]:
        if self.about.down:
            stores = listed([str(store) for store in self.about.down], self.language)
            yield f'<p class="warning" role="note">{self.say("page.down", stores=stores)}</p>'

    def _sections(self) -> Iterator[tuple[str, str, Iterable[str]]]:
        for purpose in self.manifest.purposes.values():
            if any(of_purpose(shelf, purpose.name) for shelf in self.shelves.values()):
                yield (
                    f"purpose-{html.anchor(purpose.name)}",
                    html.text(words.words_of(purpose.title, self.language)),
                    self._purpose(purpose),
                )
        if any(
            held.why for shelf in self.shelves.values() for h in shelf.holdings for held in h.data.values()
        ):
            yield "unclaimed", self.say("why.heading"), self._unclaimed()
        if any(f"fact.{fact.effect.value}" in TOLD for fact in self.about.facts):
            yield "choices", self.say("facts.heading"), self._facts()
        if self.undeclared.columns or self.undeclared.tables:
            yield "undeclared", self.say("undeclared.heading"), self._undeclared()
        if any(self._transfers()):
            yield "transfers", self.say("transfers.heading"), self._transfers()
        yield "rights", self.say("rights.heading"), self._rights()
        yield "files", self.say("files.heading"), self._files()
