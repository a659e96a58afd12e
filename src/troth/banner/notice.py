"""
What a form says was shown: the field `notice`, written by the layers and read where a choice arrives.

    banner.fr.3b1f0c62a9d4e871.Ab3dEf7h-Zz91_-aa     layer, language, manifest, prints of the offers shown

A page that a cache kept may ask about fewer offers than there are now: the choice is about those alone.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_LAYERS = ("banner", "panel", "embed")
_FORM = re.compile(r"([a-z]+)\.(fr|en)\.([0-9a-f]{16})\.((?:[\w-]{8}(?:-(?=.)|$))*)", re.ASCII)
_MANIFEST, _PRINT = 16, 8


@dataclass(frozen=True, slots=True)
class NoticeMark:
    """What was shown, as the form that was sent says."""

    layer: str  # "banner", "panel" or "embed"
    language: str
    manifest: str  # the first sixteen digits of its fingerprint
    prints: tuple[str, ...]  # of the offers shown, in their order


def written(layer: str, language: str, fingerprint: str, prints: Iterable[str]) -> str:
    """The mark as the field `notice` carries it."""
    return f"{layer}.{language}.{fingerprint[:_MANIFEST]}.{'-'.join(prints)}"


def read(text: str) -> NoticeMark | None:
    """The mark that was written so; none where it is no such text."""
    found = _FORM.fullmatch(text)
    if found is None or found[1] not in _LAYERS:
        return None
    prints = found[4]
    each = tuple(prints[start : start + _PRINT] for start in range(0, len(prints), _PRINT + 1))
    return NoticeMark(found[1], found[2], found[3], each)
