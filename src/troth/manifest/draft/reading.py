"""What a column suggests: by its name, by its name without its table's, or by the comment beside it."""

import re
from dataclasses import replace

from troth.manifest.draft import affixes
from troth.manifest.draft.evidence import SeenColumn, SeenTable
from troth.manifest.draft.names import Hint, hint
from troth.manifest.draft.vocabulary import PEOPLE
from troth.manifest.draft.words import pieces, raw_words, words
from troth.manifest.names import Column

_NOTHING = Hint()


def read(column: SeenColumn, table: SeenTable, without: frozenset[str]) -> Hint:
    """What a column suggests; `without` are words that all columns of the table begin or end with."""
    return _hinted(column.name, table, without) or _told(column)


def _hinted(name: Column, table: SeenTable, without: frozenset[str]) -> Hint | None:
    """What the name suggests; else, what it does without the end that its table gave it; else None."""
    found = hint(name, without)
    if found.concept == "name" and not found.of_person:
        # `Patient_Name`, where all columns begin with `Patient`.
        person = next((word for word in words(name) if word in without and word in PEOPLE), "")
        return replace(found, of_person=person)
    own = set(raw_words(table.name))
    rest = tuple(word for word in pieces(name) if word not in own)
    if len(rest) == 1 and rest != pieces(name) and rest[0] in ("nom", "prenom"):
        return hint(rest[0], without)  # `nomprof` of `prof`, which elsewhere is what somebody does
    is_spoilt = bool(found.about) and not found.of_person  # by the table's own name: `nir_port` of `porteurs`
    if found != _NOTHING and not is_spoilt:
        return found
    shorter = (hint(kept, without) for kept in affixes.without_own(name, table))
    other = next((other for other in shorter if other.concept), None)
    return found if is_spoilt and (other is None or other.concept != found.about) else other


def _told(column: SeenColumn) -> Hint:
    """What the beginning of a comment suggests, if it is short and speaks of one thing: `COMMENT 'home telephone'`."""
    begun = re.split(r"[.,;:(\n]", column.comment)[0].strip()
    found = hint(begun)
    is_short = 0 < len(begun.split()) <= 5
    if not is_short or not found.concept or found.of_thing or found.concept in ("name", "person"):
        return _NOTHING
    return replace(found, is_told=True)
