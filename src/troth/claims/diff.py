"""
What differs between two versions of a policy, and how much: each change by its sort, editorial or material.

A change is material where it widens what is done with people's data or narrows what they may ask: new data,
recipient, transfer, basis or channel, a longer period, a wider use, a right narrowed (WP260 rev.01, para. 29).
A difference that no row of the table knows counts as material too, so that nothing wider passes as editorial.

Tables, columns and stores are the engineer's half: of them only the items that a kind of record holds matter.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from troth.claims.classes import ABSENT, MATERIAL, POLICY, PURPOSE, Path, Rows, Sort, sorts
from troth.manifest.canonical import to_data
from troth.manifest.model import Manifest
from troth.manifest.names import ItemName, KindName, PurposeName
from troth.manifest.period import Period
from troth.manifest.purposes import Basis, Purpose
from troth.manifest.text import Text

ItemsOfKind = Mapping[KindName, set[ItemName]]


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `before` and `after` are as `to_data` gives them; None where there was or is nothing."""

    sort: Sort
    path: Path  # of keys of the version after (before, for what is gone)
    before: Any = None
    after: Any = None
    purpose: PurposeName | None = None

    @property
    def name(self) -> str:
        """By what a person names this change: its sort and its place."""
        return f"{self.sort.value}:{'.'.join(self.path)}"

    @property
    def is_material(self) -> bool:
        """Whether people must be told of it before it takes effect."""
        return self.sort in MATERIAL


def changes(before: Manifest, after: Manifest) -> tuple[Change, ...]:
    """Every change from one version to another, purposes first; none between versions that promise the same."""
    return (*_purposes(before, after), *_rest(before, after))


def outgrown(after: Manifest, found: Iterable[Change]) -> frozenset[PurposeName]:
    """
    The purposes whose earlier consents no longer suffice, under the names they have after.

    Consent was given to a wording; it covers neither another wording that does not name it, nor data,
    recipients or uses that came later (GDPR Art. 4(11): specific and informed).
    """
    return frozenset(
        change.purpose
        for change in found
        if change.purpose is not None
        and change.is_material
        and change.sort is not Sort.PURPOSE_ADDED
        and Basis.CONSENT in after.purposes[change.purpose].bases
    )


def not_asked_again(before: Manifest, after: Manifest, found: Iterable[Change]) -> frozenset[PurposeName]:
    """Purposes on consent that grew while their wording still covers it: nobody would be asked again."""
    named = _named(before)
    grown = [after.purposes[name] for name in sorted(outgrown(after, found))]
    return frozenset(now.name for now in grown if _is_covered(_among(named, now), now))


def _is_covered(was: Purpose | None, now: Purpose) -> bool:
    if was is None or was.wording is None or now.wording is None:
        return False
    return was.wording.version in {now.wording.version, *now.wording.covers}


# --- purposes -----------------------------------------------------------------------------------------------


def _purposes(before: Manifest, after: Manifest) -> Iterator[Change]:
    items = _items_of_kinds(before), _items_of_kinds(after)
    named = _named(before)
    met: set[PurposeName] = set()
    for purpose in after.purposes.values():
        was = _among(named, purpose)
        if was is None:
            if purpose.ended is None:
                yield Change(Sort.PURPOSE_ADDED, ("purposes", purpose.name), purpose=purpose.name)
            continue
        met.add(was.name)
        yield from _purpose(was, purpose, items)
    for purpose in before.purposes.values():
        if purpose.name not in met and purpose.ended is None:
            yield Change(Sort.PURPOSE_ENDED, ("purposes", purpose.name))


def _named(manifest: Manifest) -> Mapping[PurposeName, Purpose]:
    """Every purpose by its name, and by each that it had."""
    return {name: purpose for purpose in manifest.purposes.values() for name in (*purpose.was, purpose.name)}


def _among(named: Mapping[PurposeName, Purpose], purpose: Purpose) -> Purpose | None:
    return next((named[name] for name in (purpose.name, *sorted(purpose.was)) if name in named), None)


def _purpose(
    was: Purpose,
    now: Purpose,
    items: tuple[ItemsOfKind, ItemsOfKind],
) -> Iterator[Change]:
    path, name = ("purposes", now.name), now.name
    if (was.ended is None) != (now.ended is None):
        sort = Sort.PURPOSE_ENDED if was.ended is None else Sort.PURPOSE_ADDED
        yield Change(sort, path, purpose=name)
        return
    if was.name != now.name:
        yield Change(Sort.PURPOSE_RENAMED, path, was.name, now.name, name)
    yield from _data(was, now, items)
    if was == now:
        return
    yield from _wording(was, now)
    yield from _basis(was, now)
    yield from _classed(PURPOSE, _plain_purpose(was), _plain_purpose(now), path, name)


def _data(
    was: Purpose,
    now: Purpose,
    items: tuple[ItemsOfKind, ItemsOfKind],
) -> Iterator[Change]:
    """Items by kind, as they really are where a use says `all`."""
    for kind in dict.fromkeys((*was.data, *now.data)):
        old, new = _used(was, kind, items[0]), _used(now, kind, items[1])
        path = ("purposes", now.name, "data", kind)
        if new - old:
            yield Change(Sort.DATA_ADDED, path, None, sorted(new - old), now.name)
        if old - new:
            yield Change(Sort.DATA_DROPPED, path, sorted(old - new), None, now.name)


def _used(purpose: Purpose, kind: KindName, items: ItemsOfKind) -> set[ItemName]:
    use = purpose.data.get(kind)
    if use is None:
        return set()
    return set(use.items) if use.items is not None else items.get(kind, set())


def _items_of_kinds(manifest: Manifest) -> dict[KindName, set[ItemName]]:
    found: dict[KindName, set[ItemName]] = {}
    for table in manifest.tables():
        for kind in table.kinds:
            found.setdefault(kind, set()).update(field.item for field in table.fields.values())
    return found


def _wording(was: Purpose, now: Purpose) -> Iterator[Change]:
    old, new = was.wording, now.wording
    if old is None or new is None or old.version == new.version:
        return
    sort = Sort.CONSENT_REWORDED if old.version in new.covers else Sort.CONSENT_OUTGROWN
    yield Change(sort, ("purposes", now.name, "wording"), old.version, new.version, now.name)


def _basis(was: Purpose, now: Purpose) -> Iterator[Change]:
    """Another basis for anybody. A role that comes or goes is told with its data."""
    is_moved = any(now.basis.get(role, basis) is not basis for role, basis in was.basis.items())
    if is_moved or was.bases != now.bases:
        old, new = (sorted(basis.value for basis in one.bases) for one in (was, now))
        yield Change(Sort.BASIS_CHANGED, ("purposes", now.name, "basis"), old, new, now.name)


_ELSEWHERE = ("name", "was", "data", "basis", "basis_of_all", "wording", "ended")  # told above


def _plain_purpose(purpose: Purpose) -> dict[str, Any]:
    """A purpose as data, without what is compared otherwise."""
    alone = Manifest("UTC", {}, {}, {purpose.name: _bare(purpose)}, {})
    data = to_data(alone)["purposes"][purpose.name]
    return {key: value for key, value in data.items() if key not in _ELSEWHERE}


# --- the rest of the policy ---------------------------------------------------------------------------------


def _rest(before: Manifest, after: Manifest) -> Iterator[Change]:
    parts = [(one.policy, one.items, one.kinds) for one in (before, after)]
    if parts[0] != parts[1]:
        yield from _classed(POLICY, _plain(before), _plain(after))


def _plain(manifest: Manifest) -> dict[str, Any]:
    """What the policy says besides its purposes, with its own keys and those of data side by side."""
    data = to_data(Manifest("UTC", manifest.items, manifest.kinds, {}, {}, policy=_bare(manifest.policy)))
    return {"items": data.get("items", {}), "kinds": data.get("kinds", {}), **data.get("policy", {})}


def _bare(value: Any) -> Any:
    """The same without the published values that others stand in for: only what is applied is compared."""
    if isinstance(value, tuple):
        return tuple(_bare(part) for part in value)
    if isinstance(value, Mapping):
        return {key: _bare(part) for key, part in value.items()}
    if not is_dataclass(value) or isinstance(value, type | Period | Text):
        return value
    parts = {one.name: _bare(getattr(value, one.name)) for one in fields(value) if one.name not in _BESIDE}
    return type(value)(**parts)


_BESIDE = ("departures", "departure")


# --- differences --------------------------------------------------------------------------------------------


def _classed(
    rows: Rows, before: Any, after: Any, path: Path = (), purpose: PurposeName | None = None
) -> Iterator[Change]:
    for place, old, new in differences(before, after):
        shown = (None if value is ABSENT else value for value in (old, new))
        was, now = shown
        for sort in sorts(rows, place, old, new):
            yield Change(sort, (*path, *place), was, now, purpose)


def differences(before: Any, after: Any, path: Path = ()) -> Iterator[tuple[Path, Any, Any]]:
    """Where two values of plain data differ, as deep as both are mappings; texts are compared whole."""
    if before == after:
        return
    if path and path[-1] in _ALWAYS_THERE:
        before, after = ({} if value is ABSENT else value for value in (before, after))
    if isinstance(before, Mapping) and isinstance(after, Mapping) and not _is_text(before, after):
        for key in dict.fromkeys((*before, *after)):
            yield from differences(before.get(key, ABSENT), after.get(key, ABSENT), (*path, str(key)))
        return
    yield path, before, after


# Mappings, and parts that every policy or purpose has: empty or by default, they are left out of plain data.
_ALWAYS_THERE = frozenset(
    {
        *("items", "kinds", "recipients", "channels", "marketing", "rights", "cookie_categories", "cookies"),
        *(
            "forms",
            "fields",
            "threats",
            "measures",
            "sections",
            "links",
            "keys",
            "clocks",
            "events",
            "contacts",
        ),
        *("choices", "controller", "requests", "changes", "breaches", "terms", "active", "span"),
    }
)


def _is_text(*values: Mapping[str, Any]) -> bool:
    """A text in its languages: two texts are one difference."""
    return all(value.keys() == {"words"} for value in values)
