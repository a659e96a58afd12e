"""The policy in which no rule finds anything, and what becomes of it when something is replaced."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from troth.law.packs import Pack, pack
from troth.manifest.model import Manifest
from troth.manifest.read import read
from troth.manifest.rules import Finding, findings
from troth.manifest.source import SourceText

HERE = Path(__file__).parent
GOOD = (HERE / "good" / "policy.yaml").read_text(encoding="utf-8")
STORES = (HERE / "good" / "stores.yaml").read_text(encoding="utf-8")
Edit = tuple[str, str]
ON = date(2026, 11, 22)
FRANCE = pack("fr", ON)


def manifest(*edits: Edit) -> Manifest:
    """The good manifest, some things replaced in its policy."""
    text = GOOD
    for old, new in edits:
        assert text.count(old) == 1, f"where is `{old}`?"
        text = text.replace(old, new)
    return read(SourceText("policy.yaml", text), SourceText("stores.yaml", STORES)).manifest


def found(
    old: str = "", new: str = "", *, edits: Sequence[Edit] = (), law: Pack = FRANCE, on: date = ON
) -> list[Finding]:
    """What the rules find then."""
    first = [(old, new)] if old else []
    return list(findings(manifest(*first, *edits), law, on))
