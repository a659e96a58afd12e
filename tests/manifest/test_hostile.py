"""Whatever a file holds, reading it ends quickly in a manifest or in problems, and never in anything else."""

import copy
import random
import time
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.manifest.broken import POLICY, STORES
from troth.errors import ManifestError, Problem
from troth.manifest import nodes
from troth.manifest.model import Manifest
from troth.manifest.read import read
from troth.manifest.source import SourceText

NASTY: list[Any] = yaml.safe_load("""
[null, true, 0, -1, 1.5, "", " ", x, "no", P1Y, P1Y from, from, "2026-02-30", a.b.c, ".", a -> b, "\\n",
 email, order, customer, orders, orders.customer, shop, all, [email, email], 1000000000000000000000000, [],
 [null], [[]], {}, {"": ""}, {value: null}, {because: law}, {stated: null, because: proposed}, {en: x},
 {parent.x: {}}, {not: {}}, {any: []}, {exists: x}, {exists: {a.b: null}}, {order: null}]
""")
PIECES = [
    "\t",
    "  ",
    "- ",
    ": ",
    "{",
    "}",
    "[",
    "]",
    "&a ",
    "*a",
    "<<: ",
    "!!x ",
    "'",
    '"',
    "#",
    "|\n",
    "---\n",
    "\0",
    "é",
]


def outcome(policy: str, stores: str) -> str:
    """How reading ends; anything but a manifest or problems is raised, and fails the test."""
    found: tuple[Problem, ...] = ()
    try:
        reading = read(SourceText("policy.yaml", policy), SourceText("stores.yaml", stores))
        found = reading.remarks
        assert isinstance(reading.manifest, Manifest)
        ending = "manifest"
    except ManifestError as error:
        found, ending = error.problems, "problems"
    assert all(problem.mend and problem.place.line > 0 and str(problem) for problem in found)
    return ending


def mutated(text: str, chance: random.Random) -> str:
    """The text with a few lines and characters changed."""
    lines = text.split("\n")
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(lines))
        match chance.randrange(7):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, lines[chance.randrange(len(lines))])
            case 2:
                lines[at] = " " * chance.randint(0, 9) + lines[at].strip()
            case 3:
                cut = chance.randint(0, len(lines[at]))
                lines[at] = lines[at][:cut] + chance.choice(PIECES) + lines[at][cut:]
            case 4:
                lines[at] = lines[at][: chance.randint(0, len(lines[at]))]
            case 5:
                key, colon, _ = lines[at].partition(":")
                lines[at] = key + colon + " " + str(chance.choice(NASTY))
            case _:
                words = lines[at].split(" ")
                words[chance.randrange(len(words))] = chance.choice(text.split())
                lines[at] = " ".join(words)
        lines = lines or [""]
    return "\n".join(lines)


def restructured(document: Any, chance: random.Random) -> Any:
    """The document with a few nodes replaced by what does not belong there."""
    document = copy.deepcopy(document)
    parents = list(_parents(document))
    for _ in range(chance.randint(1, 3)):
        parent = chance.choice(parents)
        if not parent:
            continue
        if isinstance(parent, list):
            parent[chance.randrange(len(parent))] = _other(parents, chance)
        else:
            key = chance.choice(list(parent))
            match chance.randrange(4):
                case 0:
                    del parent[key]
                case 1:
                    parent[chance.choice(["x", "key", "", "en", str(key) + "s"])] = parent.pop(key)
                case _:
                    parent[key] = _other(parents, chance)
    return document


def _parents(node: Any) -> Any:
    if isinstance(node, dict | list):
        yield node
        for child in node.values() if isinstance(node, dict) else node:
            yield from _parents(child)


def _other(parents: list[Any], chance: random.Random) -> Any:
    return copy.deepcopy(chance.choice(NASTY if chance.random() < 0.7 else parents))


@given(st.randoms(use_true_random=False), st.booleans())
def test_a_text_changed_by_chance_is_a_manifest_or_problems(chance: random.Random, is_policy: bool) -> None:
    policy, stores = (mutated(POLICY, chance), STORES) if is_policy else (POLICY, mutated(STORES, chance))
    outcome(policy, stores)


@given(st.randoms(use_true_random=False), st.booleans())
def test_a_document_changed_by_chance_is_a_manifest_or_problems(
    chance: random.Random, is_policy: bool
) -> None:
    text = POLICY if is_policy else STORES
    changed = yaml.safe_dump(
        restructured(yaml.load(text, Loader=yaml.BaseLoader), chance), allow_unicode=True
    )
    outcome(*((changed, STORES) if is_policy else (POLICY, changed)))


@given(st.binary(max_size=400))
def test_any_bytes_are_problems(content: bytes) -> None:
    with pytest.raises(ManifestError):
        read(SourceText.of("policy.yaml", content))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\ufeff",
        "---",
        "...",
        "null",
        "- a",
        "a",
        "{" * 100_000,
        "[" * 100_000,
        "a: " * 50_000,
        "- " * 100_000,
        "? " * 100_000,
        "a:\n" + "".join(" " * depth + "a:\n" for depth in range(1, 2_000)),
        "&a [*a]",
        "a: &a\n  b: *a",
        "? [a]\n: b",
        "%YAML 3.0\n---\na: 1",
        "a: !!python/object/apply:os.system ['true']",
        'a: "\\ud800"',
        "a: \ud800",
        "a: \x07",
        "a\u2028b: c\n\u2028d: {",
        "a: [1, 2\n" * 100,
        "\t" * 1000,
        "'" * 100_001,
        "a: b\n" * 100_000,
        "a: &a1 " + "x" * 1000 + "\n" + "b: *a1\n" * 2000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_what_could_hurt_a_reader_is_a_problem_and_quickly(text: str) -> None:
    start = time.process_time()
    with pytest.raises(ManifestError):
        read(SourceText("policy.yaml", text))
    assert time.process_time() - start < 2


def test_the_reader_without_libyaml_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def found() -> set[tuple[str, int]]:
        with pytest.raises(ManifestError) as caught:
            read(
                SourceText("policy.yaml", POLICY.replace("P2Y", "2 years")),
                SourceText("stores.yaml", "a: b: c"),
            )
        return {(problem.name, problem.place.line) for problem in caught.value.problems}

    with_it = found()
    monkeypatch.delattr(yaml, "CSafeLoader")
    assert found() == with_it


def test_half_a_character_is_a_problem_without_libyaml_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(yaml, "CSafeLoader")
    node, problems = nodes.compose(SourceText("policy.yaml", 'a: "\\ud800"'))
    assert [problem.name for problem in problems] == ["control-character"]
    assert node is not None


def test_plain_words_are_never_taken_for_something_else() -> None:
    node, _ = nodes.compose(SourceText("policy.yaml", "NO: [no, on, 12:30, 0o14, 1_000, 2026-01-31, ~]"))
    assert isinstance(node, nodes.Mapping)
    _, listing = node.entries["NO"]
    assert isinstance(listing, nodes.Listing)
    words = [item.text for item in listing.items if isinstance(item, nodes.Scalar)]
    assert words == ["no", "on", "12:30", "0o14", "1_000", "2026-01-31", "~"]


def many(count: int) -> str:
    """A policy of many purposes."""
    head, _, tail = POLICY.partition("purposes:\n")
    purposes = "".join(
        f"  purpose_{number}:\n"
        f"    title: {{en: Purpose {number}, fr: Finalité {number}}}\n"
        "    basis: {buyer: contract}\n"
        "    data: {order: [email, name], line: all}\n"
        "    retention: P2Y from closed\n"
        "    archive: {retention: P5Y from closed, ground: legal_claims, because: C. civ. 2224}\n"
        "    recipients: [host]\n"
        for number in range(count)
    )
    return f"{head}purposes:\n{purposes}{tail}"


def test_a_thousand_purposes_are_read_in_less_than_two_seconds() -> None:
    start = time.process_time()
    assert outcome(many(1000), STORES) == "manifest"
    assert time.process_time() - start < 2


def test_reading_takes_time_in_proportion_to_the_text() -> None:
    def seconds(count: int) -> float:
        text = many(count)
        start = time.process_time()
        outcome(text, STORES)
        return time.process_time() - start

    seconds(100)
    assert seconds(4000) < 12 * max(seconds(1000), 0.05)


def test_a_file_full_of_errors_is_told_as_quickly() -> None:
    start = time.process_time()
    wrong = many(3_000).replace("    recipients: [host]\n", "    recipients: [hosst]\n    retenton: P1Y\n")
    assert outcome(wrong, STORES) == "problems"
    assert time.process_time() - start < 10


def test_what_names_what_follows_is_read_in_proportion_too() -> None:
    chain = "".join(
        f"  p{number}: {{title: x, basis: consent, consent: {{decided_by: email}}, feeds: p{number + 1}}}\n"
        for number in range(5000)
    )
    start = time.process_time()
    head, _, tail = POLICY.partition("purposes:\n")
    assert (
        outcome(f"{head}purposes:\n{chain}  p5000: {{title: x, basis: consent}}\n{tail}", STORES)
        == "problems"
    )
    assert time.process_time() - start < 5
