"""A purpose on the page: its terms, and its records with until when each datum is kept for it."""

from collections.abc import Iterator, Sequence

from troth.claims.judged import Claim
from troth.manifest.names import Column, RoleName
from troth.manifest.purposes import Basis, Purpose
from troth.manifest.stores import Origin
from troth.requests.model import Holding
from troth.requests.page.records import OfRecords
from troth.requests.page.shelf import Shelf, claims_of, of_purpose
from troth.texts import claims as words
from troth.texts import html
from troth.texts.language import capital, listed


class OfPurposes(OfRecords):
    """The purposes on the page."""

    __slots__ = ()

    def _purpose(self, purpose: Purpose) -> Iterator[str]:
        if purpose.terms.description is not None:
            yield f"<p>{html.text(words.words_of(purpose.terms.description, self.language))}</p>"
        yield "<dl>"
        for title, text in self._terms(purpose):
            yield f"<dt>{title}</dt><dd>{text}</dd>"
        yield "</dl>"
        for shelf in self.shelves.values():
            holdings = of_purpose(shelf, purpose.name)
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
                for claim in claims_of(shelf.holdings, purpose.name)
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
            for holding in of_purpose(shelf, purpose.name):
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
