"""What the page tells besides the purposes: what else keeps data, choices, transfers, rights and files."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from troth.claims.facts import Effect, Fact
from troth.manifest.policy import NoOfficer
from troth.requests.model import Why
from troth.requests.page.records import OfRecords, Telling
from troth.requests.page.shelf import of_purpose, only
from troth.texts import claims as words
from troth.texts import html
from troth.texts.language import capital, country, day, listed, number
from troth.texts.sentences import sentence, sentence_names

TOLD = frozenset(f"fact.{effect.value}" for effect in Effect if f"fact.{effect.value}" in sentence_names())


class Beside(OfRecords):
    """What stands on the page beside the purposes."""

    __slots__ = ()

    def _unclaimed(self) -> Iterator[str]:
        for why in Why:
            for shelf in self.shelves.values():
                holdings = [
                    only(holding, [c for c, held in holding.data.items() if held.why is why])
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
            if name in TOLD:
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
            if any(of_purpose(shelf, purpose.name) for shelf in self.shelves.values())
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


def _always(told: str) -> Telling:
    return lambda _holding: told
