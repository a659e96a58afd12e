"""What is made from the grammar: JSON Schemas for editors, and the pages of the reference."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from troth.manifest import problems
from troth.manifest.grammar.departures import BESIDE, Departs
from troth.manifest.grammar.policy import POLICY
from troth.manifest.grammar.stores import STORES
from troth.manifest.shapes import Block, Key, Schema, Shape

_MADE = "<!-- Made from {}: change it there. -->"
_CONDITIONS = (
    "A condition is a mapping whose lines must all be true of a row.",
    "Like SQL it has three answers: a column that is NULL makes a comparison unknown.",
    "",
    "| write | for |",
    "| --- | --- |",
    "| `{status: open}` | the column holds this value |",
    "| `{status: [open, paid]}` | the column holds one of these |",
    "| `{account_id: null}` | the column is NULL |",
    "| `{status: open, paid: false}` | both |",
    "| `{not: {status: open}}` | the contrary |",
    "| `{any: [{status: open}, {paid: false}]}` | at least one |",
    "| `{all: [{status: open}, {paid: false}]}` | each |",
    "| `{parent.order: {status: paid}}` | asked of the row this one points at by its `order` |",
    "| `{exists: {lines.order: {status: sent}}}` | some row of `lines` points here by its `order` |",
    "| `{exists: lines.order}` | the same, whatever the row holds |",
    "| `{column.not: open}` | the column is called `not` (or `any`, `all`, `exists`) |",
)
_GROUPS = {
    "Files": problems.FILES,
    "Shapes": problems.SHAPES,
    "Names": problems.NAMES,
    "Purposes": problems.PURPOSES,
    "Tables": problems.TABLES,
    "Clocks and conditions": problems.CLOCKS,
    "The whole": problems.WHOLE,
    "Two versions": problems.SUCCESSION,
}


def schema(block: Block[Any]) -> str:
    """The JSON Schema of a file, as text."""
    definitions: Schema = {}
    root = block.schema(definitions)
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": block.name,
        **root,
        "$defs": dict(sorted(definitions.items())),
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def blocks(shape: Shape[Any]) -> Iterator[Block[Any]]:
    """Every block in a shape, each once, in the order in which they are met."""
    seen: dict[str, Block[Any]] = {}
    waiting = [shape]
    while waiting:
        current = waiting.pop()
        if isinstance(current, Block):
            if current.name in seen:
                continue
            seen[current.name] = current
        waiting.extend(reversed(current.inner))
    yield from seen.values()


def manifest_page() -> str:
    """The reference of all keys of a manifest."""
    lines = [
        "# The manifest",
        "",
        _MADE.format("src/troth/manifest/grammar/"),
        "",
        "A site is declared in two files.",
        "`policy.yaml` says what is promised, `stores.yaml` where the data is.",
        "Editors complete and check them with [policy.schema.json](policy.schema.json) and"
        " [stores.schema.json](stores.schema.json);",
        "every message of the reader stands in [problems](problems.md).",
        "",
        "A text for people is written once, or once for each language: `{en: Orders, fr: Commandes}`.",
        "A period is written in ISO 8601: `P3Y`, `P6M`, `P30D`, `PT48H`.",
        "Where a list is read, one value may stand alone.",
        "Nothing is guessed: `no` is a text, and only `true` and `false` say yes and no.",
        "Keys marked ◆ may hold the value applied beside the one published:"
        " `{value: P1M, stated: two months, because: law}` (see [below](#a-value-beside-the-published-one)).",
    ]
    names: dict[str, Block[Any]] = {}
    for root in (POLICY, STORES):
        for block in blocks(root):
            names.setdefault(block.name, block)
    names.setdefault(BESIDE.name, BESIDE)
    for block in names.values():
        lines += ["", *_section(block, names)]
    lines += ["", "## Conditions", "", *_CONDITIONS]
    return "\n".join(lines) + "\n"


def _section(block: Block[Any], names: Mapping[str, Block[Any]]) -> Iterator[str]:
    yield f"## {_title(block.name)}"
    yield ""
    if block.about:
        yield block.about
        yield ""
    yield "| key | what stands there | |"
    yield "| --- | --- | --- |"
    for key in block.keys:
        mark = " ◆" if isinstance(key.shape, Departs) else ""
        yield f"| `{key.name}`{mark} | {_linked(key.shape.words, names)} | {_help(key)} |"


def _title(name: str) -> str:
    return name if name.endswith(".yaml") else name[0].upper() + name[1:]


def _help(key: Key) -> str:
    needed = " **Needed.**" if key.required else ""
    default = f" Else: `{key.default}`." if key.default else ""
    return f"{key.help}{needed}{default}".replace("|", "\\|")


def _linked(words: str, names: Mapping[str, Block[Any]]) -> str:
    for name in sorted(names, key=len, reverse=True):
        anchor = _title(name).lower().replace(" ", "-").replace(".", "")
        words = words.replace(f"the keys of {name}", f"[{name}](#{anchor})")
    return words.replace("|", "\\|")


def problems_page(examples: Mapping[str, str]) -> str:
    """The reference of all problems; `examples` gives for each name what an operator reads."""
    lines = [
        "# Problems of a manifest",
        "",
        _MADE.format("src/troth/manifest/problems.py and tests/manifest/golden/"),
        "",
        "Every message ends with a name in brackets, which stands here with its cause and how it is mended.",
        "An *error* must be mended; a *warning* is surely a slip; an *information* is good to know.",
    ]
    for title, table in _GROUPS.items():
        lines += ["", f"## {title}"]
        for name, entry in table.items():
            lines += ["", f"### {name}", "", f"*{entry.severity.capitalize()}.* {entry.cause}", "", "```text"]
            lines += [examples[name].rstrip("\n"), "```", "", f"To mend it, {entry.mend}."]
    return "\n".join(lines) + "\n"
