"""The tutorial is true: its commands run in their order, and print what stands under them."""

import re
from collections.abc import Iterator
from pathlib import Path
from shlex import split

import pytest
from click.testing import CliRunner

from troth.cli.main import main

PAGE = Path(__file__).parents[2] / "docs" / "tutorial" / "first-erasure.md"


def steps(page: str) -> Iterator[tuple[str, list[str]]]:
    """Each command with the lines that it is said to print."""
    blocks = re.findall(r"(?:^    .*\n(?:\n(?=    ))?)+", page, flags=re.MULTILINE)
    for part in re.split(r"^    \$ ", "".join(blocks), flags=re.MULTILINE)[1:]:
        command, *printed = part.splitlines()
        yield command, [line.strip() for line in printed if line.strip()]


def test_every_command_runs_and_prints_what_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    learned: dict[str, str] = {}  # what differs from day to day: as written → as it is
    told = list(steps(PAGE.read_text("utf-8")))
    assert len(told) > 10
    for command, expected in told:
        words = [learned.get(word, word) for word in split(command)[1:]]
        ended = CliRunner().invoke(main, words, env={"LANG": "C"})
        assert ended.exit_code == 0, f"{command}\n{ended.output}"
        learned |= _differing("\n".join(expected), ended.output)
        for line in expected:
            assert re.search(_pattern(line, learned), ended.output), (
                f"{command}: no `{line}` in\n{ended.output}"
            )


def _differing(written: str, printed: str) -> dict[str, str]:
    """Names of plans and the count to accept, as the page and the program give them."""
    found = {}
    for pattern in (r"^Plan ([0-9a-f]{12})$", r"--count (\d+)"):
        ours = re.search(pattern, written, flags=re.MULTILINE)
        theirs = re.search(pattern, printed, flags=re.MULTILINE)
        if ours and theirs:
            found[ours[1]] = theirs[1]
    return found


def _pattern(line: str, learned: dict[str, str]) -> str:
    for ours, theirs in learned.items():
        line = line.replace(ours, theirs)
    return re.escape(line).replace("…", ".*")
