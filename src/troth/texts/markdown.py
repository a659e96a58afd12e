"""
A small, safe part of Markdown for the operator's longer texts.

Paragraphs, lists (`- `, `1. `), headings (`### `), `**strong**`, `*emphasis*` and links to https, http and
mailto or within the site. Everything else stands as it was typed; no HTML of the operator's passes.
"""

import re
from collections.abc import Iterator

from troth.texts import html

_BULLET = re.compile(r"[-*] +(?=\S)")
_NUMBER = re.compile(r"\d{1,3}[.)] +(?=\S)")
_HEADING = re.compile(r"#{1,6} +(?=\S)")
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\(([^()\s<>\"]{1,2000})\)")
_STRONG = re.compile(r"\*\*(?=\S)([^*\n]{1,500}?)(?<=\S)\*\*")
_EMPHASIS = re.compile(r"(?<![*\w])\*(?=[^\s*])([^*\n]{1,500}?)(?<=[^\s*])\*(?![*\w])")


def as_html(text: str) -> str:
    """The text as HTML that holds no script, no style, no picture and no address but a link's."""
    blocks = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(line for block in blocks if block.strip() for line in _block(block.strip("\n")))


def _block(block: str) -> Iterator[str]:
    lines = [line.strip() for line in block.split("\n")]
    for pattern, name in ((_BULLET, "ul"), (_NUMBER, "ol")):
        if pattern.match(lines[0]):
            yield f"<{name}>{''.join(f'<li>{_inline(item)}</li>' for item in _items(lines, pattern))}</{name}>"
            return
    heading = _HEADING.match(lines[0])
    if heading:
        yield f"<h4>{_inline(lines[0][heading.end() :])}</h4>"
        lines = lines[1:]
    if any(lines):
        yield f"<p>{_inline(' '.join(lines))}</p>"


def _items(lines: list[str], pattern: re.Pattern[str]) -> list[str]:
    """The items of a list; a line that begins none goes on with the item before it."""
    items: list[str] = []
    for line in lines:
        begin = pattern.match(line)
        if begin:
            items.append(line[begin.end() :])
        elif items:
            items[-1] += f" {line}"
    return items


def _inline(words: str) -> str:
    told, end = [], 0
    for link in _LINK.finditer(words):
        told += [_marked(words[end : link.start()]), _linked(link[1], link[2])]
        end = link.end()
    return "".join([*told, _marked(words[end:])])


def _linked(label: str, address: str) -> str:
    if address.startswith("mailto:"):
        return f'<a href="{html.text(address)}">{_marked(label)}</a>'
    return html.link(address, label)


def _marked(words: str) -> str:
    safe = html.text(words)
    return _EMPHASIS.sub(r"<em>\1</em>", _STRONG.sub(r"<strong>\1</strong>", safe))
