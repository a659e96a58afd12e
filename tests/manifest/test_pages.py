"""The reference and the schemas say what the reader reads.

`TROTH_REWRITE=1 pytest tests/manifest` writes them anew.
"""

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.manifest.broken import BROKEN, POLICY, STORES
from tests.manifest.test_problems import CASES
from troth.manifest import nodes, pages
from troth.manifest.found import WRONG
from troth.manifest.grammar.policy import POLICY as POLICY_BLOCK
from troth.manifest.grammar.stores import STORES as STORES_BLOCK
from troth.manifest.shapes import Block
from troth.manifest.source import SourceText

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
ROOTS: dict[str, Block[Any]] = {"policy": POLICY_BLOCK, "stores": STORES_BLOCK}


def as_editors_see(text: str) -> Any:
    """The document as a YAML 1.2 editor understands it."""
    node, problems = nodes.compose(SourceText("example.yaml", text))
    assert node is not None
    assert not problems
    return _json(node)


def _json(node: nodes.Node) -> Any:
    if isinstance(node, nodes.Mapping):
        return {key: _json(value) for key, (_, value) in node.entries.items()}
    if isinstance(node, nodes.Listing):
        return [_json(item) for item in node.items]
    if node.is_null:
        return None
    if node.is_plain and node.text in ("true", "false"):
        return node.text == "true"
    if node.is_plain and node.text.lstrip("-").isdigit():
        return int(node.text)
    return node.text


def example(name: str) -> str:
    """The first message of that name in its golden case."""
    return next(str(problem) for problem in CASES[name] if problem.name == name)


@pytest.mark.parametrize("file", ROOTS)
def test_the_schema_is_current(file: str) -> None:
    is_current(f"{file}.schema.json", pages.schema(ROOTS[file]))


def test_the_reference_of_keys_is_current() -> None:
    is_current("manifest.md", pages.manifest_page())


def test_the_reference_of_problems_is_current() -> None:
    is_current("problems.md", pages.problems_page({name: example(name) for name in CASES}))


def is_current(file: str, text: str) -> None:
    if os.environ.get("TROTH_REWRITE"):
        (REFERENCE / file).write_text(text, encoding="utf-8")
    assert (REFERENCE / file).read_text(encoding="utf-8") == text


@pytest.mark.parametrize(("file", "text"), [("policy", POLICY), ("stores", STORES)])
def test_the_good_manifest_pleases_its_schema(file: str, text: str) -> None:
    jsonschema.validate(as_editors_see(text), json.loads(pages.schema(ROOTS[file])))


@pytest.mark.parametrize(
    "name", ["unknown-key", "missing-key", "unknown-word", "not-a-country", "period-not-iso"]
)
def test_an_editor_sees_what_has_the_wrong_shape(name: str) -> None:
    broken = next(case for case in BROKEN if case.name == name)
    text = {"policy": POLICY, "stores": STORES}[broken.file]
    for old, new in broken.edits:
        text = text.replace(old, new)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(as_editors_see(text), json.loads(pages.schema(ROOTS[broken.file])))


def test_no_two_parts_of_the_grammar_have_one_name() -> None:
    found: dict[int, Block[Any]] = {}
    waiting: list[Any] = list(ROOTS.values())
    while waiting:
        shape = waiting.pop()
        if isinstance(shape, Block):
            if id(shape) in found:
                continue
            found[id(shape)] = shape
        waiting.extend(shape.inner)
    names = Counter(block.name for block in found.values())
    assert [name for name, count in names.items() if count > 1] == []


def test_every_key_of_the_grammar_is_written_in_the_good_manifest() -> None:
    written = set(_keys(as_editors_see(POLICY))) | set(_keys(as_editors_see(STORES)))
    grammar = {key.name for root in ROOTS.values() for block in pages.blocks(root) for key in block.keys}
    assert sorted(grammar - written) == ["none_because"]  # a site has an officer or not


def _keys(document: Any) -> Any:
    if isinstance(document, dict):
        yield from document
    for child in (
        document.values() if isinstance(document, dict) else document if isinstance(document, list) else ()
    ):
        yield from _keys(child)


def test_every_default_that_the_reference_names_can_be_read() -> None:
    for root in ROOTS.values():
        keys = [key for block in pages.blocks(root) for key in block.keys if key.default]
        assert [key.name for key in keys if key.default_value is WRONG] == []
