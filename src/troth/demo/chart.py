"""
The policy's claims as a map: a table of purposes × items of data, each cell with basis and period.

On a narrow screen each purpose becomes a card that lists its items; the roles written into the HTML keep it a
table for those who hear the page. Everything in it is read from the manifest.
"""

from collections.abc import Iterator
from html import escape

from troth.demo.telling import say
from troth.manifest.model import Manifest
from troth.manifest.names import ItemName, KindName, RoleName
from troth.manifest.purposes import Basis, Purpose
from troth.texts import claims as words
from troth.texts.language import Language, capital, period


def used(manifest: Manifest, purpose: Purpose) -> dict[ItemName, frozenset[Basis]]:
    """The items that a purpose uses, in the order of the policy, each with the bases for those it is about."""
    found: dict[ItemName, set[Basis]] = {}
    for kind, use in purpose.data.items():
        items = use.items if use.items is not None else _all_items(manifest, kind)
        for item in items:
            roles = _roles_of(manifest, kind, item)
            found.setdefault(item, set()).update(
                purpose.basis[role] for role in roles if role in purpose.basis
            )
    return {item: frozenset(found[item]) for item in manifest.items if item in found}


def length(purpose: Purpose, language: Language) -> str:
    """How long, in as few words as a cell has room for."""
    if purpose.active.period is None:
        return words.words_of(purpose.active.criterion, language) if purpose.active.criterion else "∞"
    return period(purpose.active.period, language)


def archive_length(purpose: Purpose, language: Language) -> str | None:
    """How long in the archive, if there is one."""
    if purpose.archive is None or purpose.archive.span.period is None:
        return None
    return period(purpose.archive.span.period, language)


def chart(manifest: Manifest, language: Language) -> Iterator[str]:
    """The map as HTML."""
    items = [
        item for item in manifest.items if any(item in used(manifest, p) for p in manifest.purposes.values())
    ]
    yield '<div class="map"><table role="table">'
    yield f"<caption>{escape(say('map.caption', language))}</caption>"
    yield '<thead role="rowgroup"><tr role="row">'
    yield f'<th role="columnheader" scope="col">{escape(say("map.purpose", language))}</th>'
    for item in items:
        title = escape(capital(words.words_of(manifest.items[item].title, language)))
        yield f'<th role="columnheader" scope="col">{title}</th>'
    yield '</tr></thead><tbody role="rowgroup">'
    for purpose in manifest.purposes.values():
        yield from _row(manifest, purpose, items, language)
    yield "</tbody></table></div>"
    yield from _legend(manifest, language)


def _row(manifest: Manifest, purpose: Purpose, items: list[ItemName], language: Language) -> Iterator[str]:
    title = escape(words.words_of(purpose.title, language))
    kept = escape(words.retention(manifest, purpose.active, language))
    then = archive_length(purpose, language)
    if purpose.archive is not None and then is not None:
        full = say("map.archive.full", language, period=words.retention(manifest, purpose.archive.span, language),
                   ground=words.ground(purpose, language))  # fmt: skip
        kept += f", {escape(full)}"
    yield f'<tr role="row" data-purpose="{escape(purpose.name)}">'
    yield f'<th role="rowheader" scope="row"><b>{title}</b><small>{kept}</small></th>'
    bases = used(manifest, purpose)
    for item in items:
        if item not in bases:
            yield '<td role="cell" class="none"></td>'
            continue
        label = escape(capital(words.words_of(manifest.items[item].title, language)))
        yield f'<td role="cell" data-item="{escape(item)}" data-label="{label}"><div>'
        for basis in sorted(bases[item], key=lambda one: one.value):
            yield f'<span class="basis {basis.value}">{escape(say(f"basis.{basis.value}", language))}</span>'
        yield f'<span class="time">{escape(length(purpose, language))}</span>'
        if then is not None:
            yield f'<span class="time">{escape(say("map.archive", language, period=then))}</span>'
        yield "</div></td>"
    yield "</tr>"


def _legend(manifest: Manifest, language: Language) -> Iterator[str]:
    yield f'<dl class="legend"><dt>{escape(say("map.legend", language))}</dt>'
    for basis in Basis:
        some = next((p for p in manifest.purposes.values() if basis in p.bases), None)
        if some is not None:
            name = escape(say(f"basis.{basis.value}", language))
            titles = [p.title for p in manifest.purposes.values() if basis in p.bases]
            listed = escape(", ".join(words.words_of(title, language) for title in titles))
            yield f'<dd><span class="basis {basis.value}">{name}</span> {listed}</dd>'
    yield "</dl>"


def _all_items(manifest: Manifest, kind: KindName) -> frozenset[ItemName]:
    return frozenset(
        field.item for table in manifest.tables() if kind in table.kinds for field in table.fields.values()
    )


def _roles_of(manifest: Manifest, kind: KindName, item: ItemName) -> frozenset[RoleName]:
    """The roles that some field of this kind and item is about."""
    found: set[RoleName] = set()
    for table in manifest.tables():
        if kind in table.kinds:
            for field in table.fields.values():
                if field.item == item:
                    found |= manifest.kinds[kind].roles if field.about is None else field.about
    return frozenset(found)
