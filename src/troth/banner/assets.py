"""The files that a browser takes, as they were built: made from `script/`, checked to be equal by the tests."""

import json
from collections.abc import Sequence
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from troth.banner.layer import waiting_layer
from troth.banner.model import Addresses, Asked, Assets
from troth.manifest.model import Manifest
from troth.texts.language import Language

BUILT = Path(__file__).with_name("built")
VOID = frozenset({"input", "br"})


@cache
def assets() -> Assets:
    """The built script and style, and the inline script of pages that a cache keeps."""
    return Assets(*((BUILT / name).read_bytes() for name in ("troth.js", "troth.css", "head.js")))


def whole_script(
    manifest: Manifest, language: Language, offers: Sequence[Asked], addresses: Addresses
) -> bytes:
    """
    The script with the question and its style in it: one script tag, one request, and nothing to wait for.

    The question travels as nested lists, of which the script makes elements: no text becomes markup.
    """
    tree = _Tree(waiting_layer(manifest, language, offers, addresses)).whole
    given = (("trothLayer", tree), ("trothStyle", assets().style.decode()))
    said = "".join(
        f"globalThis.{name}={json.dumps(value, ensure_ascii=False, separators=(',', ':'))};"
        for name, value in given
    )
    return said.encode() + assets().script


class _Tree(HTMLParser):
    """One element as `[name, {attributes}, child, …]`; text is a string."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._open: list[list[object]] = [[]]
        self.feed(html)
        self.close()

    @property
    def whole(self) -> object:
        return self._open[0][0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element: list[object] = [tag, {name: value or "" for name, value in attrs}]
        self._open[-1].append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].append(data)
