"""
The page of an access answer: everything in plain words, purpose by purpose. Pure.

One file that needs nothing else: it is read offline, printed, spoken by a screen reader, without a script.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from zoneinfo import ZoneInfo

from troth.claims.facts import Effect, Fact, Instant
from troth.claims.plan import Claim
from troth.claims.world import TableRef, Value
from troth.manifest.model import Manifest
from troth.manifest.names import Column, PurposeName, RoleName
from troth.manifest.policy import NoOfficer
from troth.manifest.purposes import Basis, Purpose
from troth.manifest.stores import Origin, Table
from troth.requests.model import About, Held, Holding, Undeclared, Why
from troth.requests.style import STYLE
from troth.texts import claims as words
from troth.texts import html
from troth.texts.language import NAMES, Language, capital, country, day, listed, number
from troth.texts.sentences import sentence, sentence_names

SHOWN_CHARACTERS = 2_000  # of one value

Telling = Callable[[Holding], str]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The records of a person in one table: the first ones, and how many there are in which file."""

    table: Table
    file: str
    count: int
    holdings: tuple[Holding, ...]


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


@dataclass(frozen=True, slots=True)
class _Page:
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
            yield f"<li>{html.text(title)} <b>{_value(key.value)}</b></li>"
        yield "</ul>"

    def _down(self) -> Iterator[str]:
        if self.about.down:
            stores = listed([str(store) for store in self.about.down], self.language)
            yield f'<p class="warning" role="note">{self.say("page.down", stores=stores)}</p>'

    def _sections(self) -> Iterator[tuple[str, str, Iterable[str]]]:
        for purpose in self.manifest.purposes.values():
            if any(_of_purpose(shelf, purpose.name) for shelf in self.shelves.values()):
                yield (
                    f"purpose-{html.anchor(purpose.name)}",
                    html.text(words.words_of(purpose.title, self.language)),
                    self._purpose(purpose),
                )
        if any(
            held.why for shelf in self.shelves.values() for h in shelf.holdings for held in h.data.values()
        ):
            yield "unclaimed", self.say("why.heading"), self._unclaimed()
        if any(f"fact.{fact.effect.value}" in _FACTS for fact in self.about.facts):
            yield "choices", self.say("facts.heading"), self._facts()
        if self.undeclared.columns or self.undeclared.tables:
            yield "undeclared", self.say("undeclared.heading"), self._undeclared()
        if any(self._transfers()):
            yield "transfers", self.say("transfers.heading"), self._transfers()
        yield "rights", self.say("rights.heading"), self._rights()
        yield "files", self.say("files.heading"), self._files()

    # --- a purpose ------------------------------------------------------------------------------------------

    def _purpose(self, purpose: Purpose) -> Iterator[str]:
        if purpose.terms.description is not None:
            yield f"<p>{html.text(words.words_of(purpose.terms.description, self.language))}</p>"
        yield "<dl>"
        for title, text in self._terms(purpose):
            yield f"<dt>{title}</dt><dd>{text}</dd>"
        yield "</dl>"
        for shelf in self.shelves.values():
            holdings = _of_purpose(shelf, purpose.name)
            if holdings:
                yield from self._table(shelf, holdings, purpose)

    def _terms(self, purpose: Purpose) -> Iterator[tuple[str, str]]:
        yield self.say("purpose.basis"), "<br>".join(self._bases(purpose))
        kept = words.retention(self.manifest, purpose.active, self.language)
        if purpose.archive is not None:
            period = words.retention(self.manifest, purpose.archive.span, self.language)
            ground = words.ground(purpose, self.language)
            archive = self.say("purpose.archive", period=period, ground=ground)
            readers = listed(purpose.archive.readers, self.language)
            archive += self.say("purpose.readers", readers=readers) if readers else ""
            yield self.say("purpose.kept"), f"{html.text(capital(kept))}, {archive}"
        else:
            yield self.say("purpose.kept"), html.text(capital(kept))
        recipients = self.manifest.policy.recipients
        named = [
            words.recipient(recipients[name], self.language) for name in sorted(purpose.terms.recipients)
        ]
        told = html.text(listed(named, self.language)) if named else self.say("purpose.no_recipients")
        yield self.say("purpose.recipients"), capital(told)
        yield self.say("purpose.origin"), "<br>".join(self._origins(purpose))
        decision = purpose.terms.decision
        if decision is not None:
            parts = {
                name: words.words_of(text, self.language)
                for name, text in (
                    ("title", decision.title),
                    ("logic", decision.logic),
                    ("effect", decision.effect),
                )
            }
            yield self.say("purpose.decision"), self.say("purpose.decision_text", **parts)

    def _bases(self, purpose: Purpose) -> Iterator[str]:
        """The basis for each role that this person has; the role is told where there are several bases."""
        roles = sorted(
            {
                claim.role
                for shelf in self.shelves.values()
                for claim in _claims_of(shelf.holdings, purpose.name)
                if claim.role is not None
            }
        )
        by_basis: dict[str, list[RoleName]] = {}
        for role in roles:
            by_basis.setdefault(words.basis(purpose, role, self.language), []).append(role)
        for basis, of_roles in by_basis.items() or {words.basis(purpose, None, self.language): []}.items():
            if len(by_basis) > 1:
                told = listed([self._role(purpose, role) for role in of_roles], self.language)
                yield self.say("purpose.basis_as", basis=capital(basis), role=told)
            else:
                yield html.text(capital(basis))
        if purpose.direct_marketing and Basis.CONSENT not in purpose.bases:
            yield self.say("purpose.marketing")

    def _role(self, purpose: Purpose, role: RoleName) -> str:
        titles = (self.manifest.kinds[kind].role_titles.get(role) for kind in purpose.data)
        title = next((title for title in titles if title is not None), None)
        return words.words_of(title, self.language) if title else role

    def _origins(self, purpose: Purpose) -> Iterator[str]:
        items: dict[Origin, dict[str, None]] = {}
        for shelf in self.shelves.values():
            for holding in _of_purpose(shelf, purpose.name):
                for column in holding.data:
                    declared = shelf.table.fields[column]
                    item = self.manifest.items[declared.item]
                    title = words.words_of(item.title, self.language)
                    sources = listed([words.words_of(s, self.language) for s in item.sources], self.language)
                    told = f"{title} ({sources})" if sources else title
                    items.setdefault(declared.origin, {})[told] = None
        for origin, titles in items.items():
            told = capital(words.origin(origin, self.language))
            yield self.say("purpose.sources", origin=told, sources=listed(list(titles), self.language))

    # --- records --------------------------------------------------------------------------------------------

    def _table(self, shelf: Shelf, holdings: Sequence[Holding], purpose: Purpose) -> Iterator[str]:
        kinds = [kind for kind in shelf.table.kinds if kind in purpose.data]
        title = listed(
            [words.words_of(self.manifest.kinds[k].title, self.language) for k in kinds], self.language
        )
        yield f"<h3>{html.text(capital(title))}</h3>"
        yield from self._first_rows(shelf)
        columns = [c for c in shelf.table.fields if any(c in holding.data for holding in holdings)]
        yield from self._rows(
            shelf,
            holdings,
            columns,
            self.say("table.until"),
            lambda holding: self._untils(shelf, holding, purpose, columns),
        )

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
            return f"{_value(held.value[:SHOWN_CHARACTERS])}… <i>{rest}</i>"
        return _value(self._shown(held.value))

    def _shown(self, value: Value) -> Value:
        if isinstance(value, datetime) or not isinstance(value, date):
            return value
        return day(value, self.language)

    def _context(self, holding: Holding) -> str:
        named = {**holding.key, **holding.context}
        return "<br>".join(
            f"<small>{html.text(column)}: {_value(_brief(value))}</small>"
            for column, value in named.items()
            if value is not None
        )

    def _untils(self, shelf: Shelf, holding: Holding, purpose: Purpose, columns: Sequence[Column]) -> str:
        """Until when, once where it is the same for the whole record, else for each datum."""
        by_column = {
            column: tuple(
                self._until(purpose, claim)
                for claim in sorted(holding.data[column].claims, key=lambda claim: claim.is_archive)
                if claim.purpose == purpose.name
            )
            for column in columns
            if column in holding.data
        }
        different = {told: None for told in by_column.values() if told}
        if len(different) == 1:
            return "<br>".join(dict.fromkeys(next(iter(different))))
        lines = []
        for told in different:
            titles = listed(
                [
                    words.words_of(self.manifest.items[shelf.table.fields[c].item].title, self.language)
                    for c, mine in by_column.items()
                    if mine == told
                ],
                self.language,
            )
            lines.append(f"<small>{html.text(capital(titles))}</small> – {'; '.join(dict.fromkeys(told))}")
        return "<br>".join(lines)

    def _until(self, purpose: Purpose, claim: Claim) -> str:
        until = words.until(self.manifest, purpose, claim, self.language)
        choice = purpose.choices.get(claim.choice) if claim.choice else None
        if choice is not None:
            until = f"{words.words_of(choice.title, self.language)}, {until}"
        return self.say(f"state.{claim.state.name.lower()}", until=until)

    # --- what else ------------------------------------------------------------------------------------------

    def _unclaimed(self) -> Iterator[str]:
        for why in Why:
            for shelf in self.shelves.values():
                holdings = [
                    _only(holding, [c for c, held in holding.data.items() if held.why is why])
                    for holding in shelf.holdings
                    if any(held.why is why for held in holding.data.values())
                ]
                if holdings:
                    kinds = (self.manifest.kinds[kind].title for kind in shelf.table.kinds)
                    title = listed([words.words_of(kind, self.language) for kind in kinds], self.language)
                    columns = [c for c in shelf.table.fields if any(c in h.data for h in holdings)]
                    yield f"<h3>{html.text(capital(title))}</h3>"
                    yield from self._first_rows(shelf)
                    reason = self.say(f"why.{why.value}")
                    yield from self._rows(shelf, holdings, columns, self.say("table.until"), _always(reason))

    def _facts(self) -> Iterator[str]:
        yield f"<p>{self.say('facts.intro')}</p>"
        yield '<div class="scroll" role="region" tabindex="0" aria-labelledby="choices"><table role="table">'
        yield "<thead><tr>"
        titles = [self.say(name) for name in ("facts.date", "facts.what", "facts.about")]
        for title in titles:
            yield f'<th scope="col">{title}</th>'
        yield "</tr></thead><tbody>"
        zone = ZoneInfo(self.manifest.zone)
        for fact in self.about.facts:
            name = f"fact.{fact.effect.value}"
            if name in _FACTS:
                told = html.text(capital(sentence(name, self.language, event=self._event(fact))))
                since = day(fact.since.astimezone(zone).date(), self.language)
                cells = zip(titles, (since, told, self._concerned(fact)), strict=True)
                yield f'<tr role="row">{"".join(html.cell(title, cell) for title, cell in cells)}</tr>'
        yield "</tbody></table></div>"

    def _event(self, fact: Fact) -> str:
        title = next((text for name, text in self.manifest.policy.events.items() if name == fact.name), None)
        return words.words_of(title, self.language) if title else fact.name

    def _concerned(self, fact: Fact) -> str:
        purposes = [
            words.words_of(purpose.title, self.language)
            for purpose in self.manifest.purposes.values()
            if {purpose.name, *purpose.was} & fact.purposes
        ]
        items = [
            words.words_of(item.title, self.language)
            for item in self.manifest.items.values()
            if item.name in fact.items
        ]
        told = listed([*purposes, *items], self.language)
        return html.text(capital(told)) if told else self.say("facts.everything")

    def _undeclared(self) -> Iterator[str]:
        for name, found in (("columns", self.undeclared.columns), ("tables", self.undeclared.tables)):
            if found:
                yield f"<p>{self.say(f'undeclared.{name}')}</p><ul>"
                for (_, table), named in found.items():
                    listing = ", ".join(f"<code>{html.text(one)}</code>" for one in named)
                    yield f"<li><code>{html.text(table)}</code> – {listing}</li>"
                yield "</ul>"

    def _transfers(self) -> Iterator[str]:
        used = {
            name
            for purpose in self.manifest.purposes.values()
            if any(_of_purpose(shelf, purpose.name) for shelf in self.shelves.values())
            for name in purpose.terms.recipients
        }
        for name, recipient in self.manifest.policy.recipients.items():
            for transfer in recipient.transfers if name in used else ():
                copy = sentence("transfers.copy", self.language, url=transfer.copy) if transfer.copy else ""
                tool = sentence(f"transfer.{transfer.tool or 'none'}", self.language)
                title = words.recipient_name(recipient, self.language)
                told = self.say(
                    "transfers.text",
                    recipient=capital(title),
                    country=country(transfer.country, self.language),
                    tool=tool,
                    copy=copy,
                )
                yield f"<p>{told}</p>"

    def _rights(self) -> Iterator[str]:
        yield f"<p>{self.say('rights.intro')}</p><ul>"
        for name in ("rectification", "erasure", "restriction", "portability", "objection", "withdrawal"):
            yield f"<li>{self.say(f'rights.{name}')}</li>"
        yield "</ul><dl>"
        policy = self.manifest.policy
        yield f"<dt>{self.say('rights.contact')}</dt><dd>{html.party(policy.controller)}</dd>"
        if policy.officer is not None and not isinstance(policy.officer, NoOfficer):
            yield f"<dt>{self.say('rights.officer')}</dt><dd>{html.party(policy.officer)}</dd>"
        yield "</dl>"
        yield f"<p>{self.say('rights.complaint')}</p>"
        if policy.authority is not None:
            yield f"<p>{html.party(policy.authority)}</p>"

    def _files(self) -> Iterator[str]:
        yield "<ul>"
        for shelf in self.shelves.values():
            name = "page.records.one" if shelf.count == 1 else "page.records.many"
            count = sentence(name, self.language, count=number(shelf.count, self.language))
            yield f'<li><a href="{shelf.file}">{shelf.file}</a> – {self.say("files.csv", count=count)}</li>'
        yield f'<li><a href="data.json">data.json</a> – {self.say("files.json")}</li>'
        yield f'<li><a href="manifest.json">manifest.json</a> – {self.say("files.manifest")}</li></ul>'
        if self.shelves:
            yield f"<p><small>{self.say('files.formula')}</small></p>"


# --- of records ---------------------------------------------------------------------------------------------


def _of_purpose(shelf: Shelf, purpose: PurposeName) -> list[Holding]:
    """The records in which the purpose has a claim, each with just the data it claims."""
    found = []
    for holding in shelf.holdings:
        columns = [
            column
            for column, held in holding.data.items()
            if any(claim.purpose == purpose for claim in held.claims)
        ]
        if columns:
            found.append(_only(holding, columns))
    return found


def _only(holding: Holding, columns: Sequence[Column]) -> Holding:
    data = {column: holding.data[column] for column in columns}
    return Holding(holding.key, holding.roles, data, holding.context)


def _claims_of(holdings: Iterable[Holding], purpose: PurposeName) -> Iterator[Claim]:
    for holding in holdings:
        for held in holding.data.values():
            yield from (claim for claim in held.claims if claim.purpose == purpose)


# --- HTML ---------------------------------------------------------------------------------------------------

_FACTS = frozenset(f"fact.{effect.value}" for effect in Effect if f"fact.{effect.value}" in sentence_names())


def _always(told: str) -> Telling:
    return lambda _holding: told


def _value(value: Value) -> str:
    """A value from a store: safe, set apart so that its direction of writing turns nothing else round."""
    shown = value.isoformat(" ", "seconds") if isinstance(value, datetime) else str(value)
    plain = "".join(c if c in "\n\t" or c.isprintable() or c in "\xa0\u202f" else _mark(c) for c in shown)
    return f"<bdi>{escape(plain)}</bdi>"


def _mark(character: str) -> str:
    """What stands for a character that cannot be shown; joiners are part of emoji and of some scripts."""
    return character if character in "\u200d\u200c\ufe0f\u3000" else "\ufffd"


def _brief(value: Value) -> Value:
    return f"{value[:100]}…" if isinstance(value, str) and len(value) > 100 else value
