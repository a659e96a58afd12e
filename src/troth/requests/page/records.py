"""Records in a table of the page: what each datum holds, and what is said of each record."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape

from troth.claims.facts import Instant
from troth.claims.world import TableRef, Value
from troth.manifest.model import Manifest
from troth.manifest.names import Column
from troth.manifest.stores import Table
from troth.requests.model import About, Held, Holding, Undeclared
from troth.requests.page.shelf import Shelf
from troth.texts import claims as words
from troth.texts import html
from troth.texts.language import Language, capital, day, number
from troth.texts.sentences import sentence

SHOWN_CHARACTERS = 2_000  # of one value

Telling = Callable[[Holding], str]


@dataclass(frozen=True, slots=True)
class OfRecords:
    """What every part of the page is told from, and how it shows records."""

    manifest: Manifest
    about: About
    shelves: Mapping[TableRef, Shelf]
    undeclared: Undeclared
    at: Instant
    language: Language
    names: Mapping[Language, str]

    def say(self, name: str, **filled: object) -> str:
        """A sentence, safe in HTML."""
        return html.text(sentence(name, self.language, **filled))

    def _first_rows(self, shelf: Shelf) -> Iterator[str]:
        if shelf.count > len(shelf.holdings):
            shown, count = number(len(shelf.holdings), self.language), number(shelf.count, self.language)
            yield f"<p>{self.say('page.first_rows', shown=shown, count=count, file=shelf.file)}</p>"

    def _rows(
        self,
        shelf: Shelf,
        holdings: Sequence[Holding],
        columns: Sequence[Column],
        last: str,
        told: Telling,
    ) -> Iterator[str]:
        label = html.text(shelf.table.name)
        yield f'<div class="scroll" role="region" tabindex="0" aria-label="{label}"><table role="table"><thead><tr>'
        titles = [self._column_title(shelf.table, column, columns) for column in columns]
        context = self.say("table.context")
        for title in (*titles, context, last):
            yield f'<th scope="col">{title}</th>'
        yield "</tr></thead><tbody>"
        for holding in holdings:
            yield '<tr role="row">'
            for title, column in zip(titles, columns, strict=True):
                yield html.cell(title, self._datum(shelf, column, holding.data.get(column)))
            yield html.cell(context, self._context(holding), "context")
            yield f"{html.cell(last, told(holding), 'until')}</tr>"
        yield "</tbody></table></div>"

    def _column_title(self, table: Table, column: Column, columns: Sequence[Column]) -> str:
        """The item's title; the column's name too where two columns hold the same item."""
        item = table.fields[column].item
        title = html.text(capital(words.words_of(self.manifest.items[item].title, self.language)))
        if sum(table.fields[other].item == item for other in columns) > 1:
            title += f" <small>({html.text(column)})</small>"
        return title

    def _datum(self, shelf: Shelf, column: Column, held: Held | None) -> str:
        if held is None:
            return ""
        if held.is_withheld:
            law = self.manifest.items[shelf.table.fields[column].item].prohibited
            return f"<i>{self.say('table.withheld', law=law)}</i>"
        if held.value is None or held.value == "":
            return f'<i class="empty">{self.say("table.empty")}</i>'
        if isinstance(held.value, str) and len(held.value) > SHOWN_CHARACTERS:
            rest = self.say("page.clipped", file=shelf.file)
            return f"{shown(held.value[:SHOWN_CHARACTERS])}… <i>{rest}</i>"
        return shown(self._read(held.value))

    def _read(self, value: Value) -> Value:
        if isinstance(value, datetime) or not isinstance(value, date):
            return value
        return day(value, self.language)

    def _context(self, holding: Holding) -> str:
        named = {**holding.key, **holding.context}
        return "<br>".join(
            f"<small>{html.text(column)}: {shown(_brief(value))}</small>"
            for column, value in named.items()
            if value is not None
        )


def shown(value: Value) -> str:
    """A value from a store: safe, set apart so that its direction of writing turns nothing else round."""
    text = value.isoformat(" ", "seconds") if isinstance(value, datetime) else str(value)
    plain = "".join(c if c in "\n\t" or c.isprintable() or c in "\xa0\u202f" else _mark(c) for c in text)
    return f"<bdi>{escape(plain)}</bdi>"


def _mark(character: str) -> str:
    """What stands for a character that cannot be shown; joiners are part of emoji and of some scripts."""
    return character if character in "\u200d\u200c\ufe0f\u3000" else "\ufffd"


def _brief(value: Value) -> Value:
    return f"{value[:100]}…" if isinstance(value, str) and len(value) > 100 else value
