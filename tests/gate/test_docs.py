"""The reference names every reason and condition of the gate."""

from pathlib import Path

from troth.gate.model import Because, Must

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "gate.md"


def test_every_reason_and_condition_is_in_the_reference() -> None:
    page = PAGE.read_text("utf-8")
    assert [name.value for name in (*Because, *Must) if f"| `{name.value}` |" not in page] == []
