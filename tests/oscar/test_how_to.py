"""The guide is true: its commands run in their order, on oscar's own schema."""

import re
import shlex
import shutil
from pathlib import Path

from click.testing import CliRunner

from tests.oscar.shop import EXAMPLE, LATER, Oscar
from troth.cli.main import main

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "run-troth-on-django-oscar.md"


def commands() -> list[list[str]]:
    blocks = re.findall(r"^```console\n(.*?)^```", PAGE.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    return [shlex.split(line.removeprefix("$ ")) for block in blocks for line in block.splitlines()]


def test_the_commands_of_the_guide_run_in_order(any_oscar: Oscar, tmp_path: Path) -> None:
    work = tmp_path / "work"
    (work / "sites").mkdir(parents=True)
    ran: list[str] = []
    count = ""
    for program, *words in commands():
        placed = [
            str(work / word) if word.startswith(("sites/", "draft", "answers/")) else word for word in words
        ]
        if program == "mkdir":
            Path(placed[-1]).mkdir()
        if program == "cp":
            shutil.copytree(EXAMPLE, work / "sites" / "shop")
        if program != "troth":
            continue
        placed = [
            count if before == "--count" else word
            for before, word in zip(["", *placed], placed, strict=False)
        ]
        ended = CliRunner().invoke(
            main, placed, env={"OSCAR_DATABASE": any_oscar.url, "LANG": "C"}, obj=LATER
        )
        allowed = {0, 6} if words[0] == "verify" else {0}  # nobody ever swept this shop
        assert ended.exit_code in allowed, f"{words}\n{ended.output}"
        if found := re.search(r"--count (\d+)", ended.output):
            count = found[1]
        ran.append(words[0])
    assert ran == [
        "scan",
        "init",
        "check",
        "accept",
        "accept",
        "verify",
        "access",
        "explain",
        "erase",
        "sweep",
    ]
