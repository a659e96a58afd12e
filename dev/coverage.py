"""
Which of the promises of five published policies a manifest carries today, clause by clause.

    python -m dev.coverage            write docs/reference/coverage.md
    python -m dev.coverage --check    tell whether it is current

A clause has parameters (the values it promises) and a mechanism (what keeps it). Each value is looked for in
the policy of the clause's site, at the places that its parameter can stand (places.yaml), or at the place that
spelled.yaml names where the site says it in another word. Who keeps it today stands in capabilities.yaml.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from troth.manifest.period import Period
from troth.manifest.rules.words import periods_in

ROOT = Path(__file__).parent.parent
PROMISES = ROOT / "tests" / "sites" / "promises"
SITES = ROOT / "sites"
PAGE = ROOT / "docs" / "reference" / "coverage.md"
POLICIES = ("crosscall", "crossops", "customer-labs", "officine-generale", "xmserver")

_BESIDE = frozenset({"because", "stated"})
_SAME_WORD = {
    "on": "true", "off": "false", "True": "true", "False": "false", "not_required": "false",
    "inferred": "derived", "third_parties": "third_party",
}  # fmt: skip
_LANGUAGES = frozenset({"en", "fr"})


@dataclass(frozen=True, slots=True)
class Value:
    """One value of one parameter, and the keys of the site's files where it stands; none: it was not found."""

    parameter: str
    value: object
    keys: Sequence[str]
    is_text_only: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """One promise, with what carries it."""

    id: str
    promise: str
    mechanism: str
    values: Sequence[Value]
    text: str | None  # where a promise without a value of its own stands
    kept_by: str | None  # the capability that keeps it today, in words

    @property
    def keys(self) -> Sequence[str]:
        """Every key that carries it, once, in order."""
        found = [key for value in self.values for key in value.keys]
        return list(dict.fromkeys([*found, *([self.text] if self.text else [])]))


def clauses(policy: str) -> Iterator[Clause]:
    """Every clause of a published policy, in the order of the text."""
    kept_by = _loaded(PROMISES / "capabilities.yaml")
    for entry in _loaded(PROMISES / f"{policy}.yaml"):
        values = [
            _found(policy, entry["id"], parameter, value)
            for parameter, stated in entry["parameters"].items()
            for value in (stated if isinstance(stated, list) else [stated])
        ]
        text = next(
            iter(_said(policy, _loaded(PROMISES / "spelled.yaml")[policy].get(entry["id"], {}).get("text"))),
            None,
        )
        yield Clause(
            entry["id"], entry["promise"], entry["mechanism"], values, text, kept_by[entry["mechanism"]]
        )


def stale(policy: str) -> Sequence[str]:
    """The places of spelled.yaml that the site's files do not have, or that do not say what they should."""
    told = _loaded(PROMISES / "spelled.yaml")[policy]
    places = [place for of in told.values() for place in _leaves(of)]
    return [place for place in places if not _says(policy, place)]


def _leaves(node: object) -> Iterator[str]:
    if isinstance(node, dict | list):
        for part in node.values() if isinstance(node, dict) else node:
            yield from _leaves(part)
    else:
        yield str(node)


# --- where a value stands -----------------------------------------------------------------------------------


def _found(policy: str, clause: str, parameter: str, value: object) -> Value:
    places = _loaded(PROMISES / "places.yaml")
    if parameter in places["text_only"]:
        return Value(parameter, value, (), is_text_only=True)
    spelled = _spelled(policy, clause, parameter, value)
    if spelled:
        return Value(parameter, value, _said(policy, spelled))
    keys = [
        f"{key}.{value}" if isinstance(found, dict) and value is not None else key
        for place in places["places"][parameter]
        for key, found in _at(policy, place, is_whole=value is None)
        if is_same(value, found, is_sentence=place.endswith(".stated"))
    ]
    return Value(parameter, value, list(dict.fromkeys(keys))[:3])


def _spelled(policy: str, clause: str, parameter: str, value: object) -> Sequence[str]:
    """Where the site says the value in another word: for this clause, else for every clause of the site."""
    words = _loaded(PROMISES / "spelled.yaml")
    for of in (words[policy].get(clause, {}), words[policy].get("everywhere", {}), words["every site"]):
        told = of.get(parameter)
        place = told.get(_plain(value)) if isinstance(told, dict) else told
        if place:
            return place if isinstance(place, list) else [place]
    return ()


def _said(policy: str, places: str | Sequence[str] | None) -> Sequence[str]:
    """The keys among these that stand in the site's files and say what they are to say."""
    told = [places] if isinstance(places, str) else places or ()
    return [place.partition(" ~ ")[0] for place in told if _says(policy, place)]


def _says(policy: str, place: str) -> bool:
    """Whether a key stands in the site's files; `key ~ words`: and whether it says these words."""
    path, _, words = place.partition(" ~ ")
    found = [found for _, found in _at(policy, path)]
    return bool(found) and (not words or any(_plain(words) in _plain(_text(node)) for node in found))


def is_same(value: object, found: object, *, is_sentence: bool = False) -> bool:
    """
    Whether what is found says the value: as a name, as a member of a list, or as a scalar.

    Args:
        is_sentence: a published sentence is read; it says a period by naming it.
    """
    if value is None:  # the text leaves it out, and the site proposes it
        return _is_beside(found) and isinstance(found, dict) and found["because"] == "proposed"
    if is_sentence:
        return _period(value) in [str(period) for period in periods_in(str(found))]
    if isinstance(found, dict):
        return _plain(value) in {_plain(key) for key in found}
    if isinstance(found, list):
        return any(is_same(value, member) for member in found)
    return _squeezed(value) == _squeezed(found)


def _period(value: object) -> str:
    try:
        return str(Period.parse(str(value)))
    except ValueError:
        return ""


def _at(policy: str, place: str, *, is_whole: bool = False) -> Iterator[tuple[str, object]]:
    """
    What stands at a path of keys (`*`: any), with the path to it; into the value beside a published one.

    Args:
        is_whole: the value and what stands beside it.
    """
    root, *steps = place.split(".")
    file = "stores" if root == "stores" else "policy"
    for key, node in _below(_loaded(SITES / policy / f"{file}.yaml"), [root, *steps], ()):
        yield key, node["value"] if _is_beside(node) and "value" in node and not is_whole else node


def _below(node: Any, steps: Sequence[str], path: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    if not steps:
        yield ".".join(path), node
        return
    if isinstance(node, list) and not steps[0].isdigit():
        for number, member in enumerate(node):
            yield from _below(member, steps, (*path, str(number)))
        return
    if isinstance(node, list):
        if int(steps[0]) < len(node):
            yield from _below(node[int(steps[0])], steps[1:], (*path, steps[0]))
        return
    step, *rest = steps
    if _is_beside(node) and step not in node and isinstance(node.get("value"), dict | list):
        yield from _below(node["value"], steps, path)
        return
    if isinstance(node, dict):
        for key, part in node.items():
            if step in ("*", str(key)):
                yield from _below(part, rest, (*path, str(key)))


def _is_beside(node: object) -> bool:
    return isinstance(node, dict) and bool(_BESIDE & node.keys()) and not _LANGUAGES & node.keys()


def _plain(value: object) -> str:
    """A value as names are written: lower case, one underscore for all that is no letter or figure."""
    return re.sub(r"[\W_]+", "_", _SAME_WORD.get(str(value), str(value)).lower()).strip("_")


def _squeezed(value: object) -> str:
    return _plain(value).replace("_", "")


def _text(node: object) -> str:
    if isinstance(node, dict):
        return " ".join([*map(str, node), *map(_text, node.values())])
    return " ".join(map(_text, node)) if isinstance(node, list) else str(node)


class _Loader(yaml.SafeLoader):
    """YAML in which only `true` and `false` are booleans, as in manifests."""


_Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in known if letter in "tTfF" or not tag.endswith(":bool")]
    for letter, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@cache
def _loaded(path: Path) -> Any:
    """A YAML file of ours."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)


# --- the page -----------------------------------------------------------------------------------------------


def page() -> str:
    """The reference page: every clause with the key, text or capability that carries it, or "not yet"."""
    parts = {policy: list(clauses(policy)) for policy in POLICIES}
    lines = [
        "# What of five published policies is carried today",
        "",
        "<!-- Made by `python -m dev.coverage`: change tests/sites/promises/ or sites/. -->",
        "",
        "Five published privacy policies make 684 promises.",
        "Each is said here in our words, with the keys of its site's files where its values stand, and with what"
        " of Troth keeps it today.",
        '"Not yet" means that the manifest declares it and nothing of Troth acts on it so far.',
        "",
        "| site | promises | declared | acted on | not yet |",
        "| --- | --- | --- | --- | --- |",
        *(_count(policy, parts[policy]) for policy in POLICIES),
        "",
    ]
    for policy in POLICIES:
        lines += [
            "",
            f"## {policy}",
            "",
            "| promise | in our words | stands at | kept by |",
            "| --- | --- | --- | --- |",
        ]
        lines += [_row(clause) for clause in parts[policy]]
    return "\n".join(lines) + "\n"


def _count(policy: str, of: Sequence[Clause]) -> str:
    declared = sum(1 for clause in of if clause.keys)
    acted = sum(1 for clause in of if clause.kept_by is not None)
    return f"| [{policy}](#{policy}) | {len(of)} | {declared} | {acted} | {len(of) - acted} |"


def _row(clause: Clause) -> str:
    stands = ", ".join(f"`{key}`" for key in clause.keys[:4])
    kept = clause.kept_by or "not yet"
    return f"| {clause.id} | {clause.promise.replace('|', '/')} | {stands} | {kept} |"


def main(arguments: Sequence[str]) -> int:
    """Write the page, or tell whether it is current."""
    made = page()
    if "--check" in arguments:
        return 0 if PAGE.read_text(encoding="utf-8") == made else 1
    PAGE.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
