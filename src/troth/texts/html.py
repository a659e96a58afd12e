"""Pieces of HTML that several pages are made of. Whatever goes in is escaped here; no page holds a script."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape

from troth.manifest.policy import Party

_TAG = re.compile("<[^>]*>")


@lru_cache(maxsize=10_000)  # titles of items and clocks stand at every purpose
def text(words: str) -> str:
    """Words of ours or the operator's, safe in HTML; characters that steer a text's direction are shown."""
    if words.isprintable():
        return escape(words)
    return escape("".join(c if c.isprintable() or c in "\n\t\xa0\u202f" else _shown(c) for c in words))


def _shown(character: str) -> str:
    """Joiners are part of emoji and of some scripts, a soft hyphen of words; the rest is replaced by a mark."""
    return character if character in "\u200d\u200c\ufe0f\u3000\xad" else "\ufffd"


def anchor(name: str) -> str:
    """A name as part of an address within the page."""
    return "".join(c if c.isascii() and (c.isalnum() or c == "_") else "-" for c in name)


NOTHING = "–"  # what stands in a cell where there is nothing to say


def cell(title: str, content: str, class_: str = "") -> str:
    """A cell that knows its column's title, for screens too narrow for columns."""
    class_ = class_ or ("nothing" if content == NOTHING else "")
    named = f' class="{class_}"' if class_ else ""
    return f'<td role="cell"{named} data-title="{plain(title)}"><div>{content}</div></td>'


def plain(html: str) -> str:
    """HTML without its tags, safe in an attribute."""
    return _TAG.sub("", html)


def table(
    head: Sequence[str], rows: Sequence[Sequence[str]], label: str, ids: Sequence[str] = ()
) -> Iterator[str]:
    """
    A table whose first column names each row; what goes in is safe HTML already.

    Args:
        head: the columns' titles.
        rows: the cells.
        label: what those hear who come to it by keyboard.
        ids: a name for each row, where links lead to rows.
    """
    yield f'<div class="scroll" role="region" tabindex="0" aria-label="{plain(label)}"><table role="table">'
    yield '<thead role="rowgroup"><tr role="row">'
    yield from (f'<th role="columnheader" scope="col">{title}</th>' for title in head)
    yield '</tr></thead><tbody role="rowgroup">'
    for number, (first, *rest) in enumerate(rows):
        named = f' id="{ids[number]}"' if ids else ""
        cells = "".join(cell(title, content) for title, content in zip(head[1:], rest, strict=True))
        yield f'<tr role="row"{named}><th role="rowheader" scope="row">{first}</th>{cells}</tr>'
    yield "</tbody></table></div>"


def link(url: str, shown: str | None = None) -> str:
    """A link to an address on the web or within the site; other schemes are shown and lead nowhere."""
    label = text(shown or url)
    is_safe = url.startswith(("https://", "http://")) or (url.startswith("/") and not url.startswith("//"))
    bare = ' class="bare"' if shown is None else ""
    return f'<a{bare} href="{text(url)}">{label}</a>' if is_safe else label


def name(words: str) -> str:
    """A proper name: no translator should touch it."""
    return f'<span translate="no">{text(words)}</span>'


def email(address: str) -> str:
    """A link that opens a message."""
    return f'<a href="mailto:{text(address)}">{text(address)}</a>'


def party(found: Party) -> str:
    """Name and addresses, with links."""
    parts = [text(part) for part in (found.name, found.address, found.phone) if part]
    if found.email:
        parts.append(email(found.email))
    if found.url:
        parts.append(link(found.url))
    return "<br>".join(parts)
