"""The outermost door: help, exit codes, failures in words and in JSON, and a reference that is current."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tests.cli.conftest import Troth
from tests.sites.shop import Shop
from troth.cli import output
from troth.cli.main import Door, main
from troth.cli.reference import reference, rules_page, store_problems
from troth.errors import Forbidden, Surprise, TrothError, Unavailable

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"


def commands(
    group: click.Group, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


def test_the_reference_is_what_help_prints() -> None:
    assert (REFERENCE / "commands.md").read_text("utf-8") == reference(main)
    assert (REFERENCE / "store-problems.md").read_text("utf-8") == store_problems()
    assert (REFERENCE / "rules.md").read_text("utf-8") == rules_page()


def test_every_problem_has_a_place_in_the_reference() -> None:
    written = "".join(page.read_text("utf-8") for page in REFERENCE.glob("*.md"))
    source = "".join(path.read_text("utf-8") for path in (ROOT / "src" / "troth").rglob("*.py"))
    names = set(re.findall(r'(?:Problem|_problem)\(\s*(?:fact,\s*)?"([a-z]+(?:-[a-z]+)+)"', source))
    assert {"fact-not-yet", "key-missing", "out-taken", "store-url"} <= names
    assert sorted(name for name in names if name not in written) == []


@pytest.mark.parametrize(("path", "command"), list(commands(main)), ids=lambda part: str(part)[:40])
def test_every_command_has_help_with_an_example(path: tuple[str, ...], command: click.Command) -> None:
    ended = CliRunner().invoke(main, [*path, "--help"])
    assert ended.exit_code == 0
    if not isinstance(command, click.Group):
        assert f"troth {' '.join(path)}" in (command.epilog or "")
        assert "Example" in (command.epilog or "")


@pytest.mark.parametrize(("path", "command"), list(commands(main)), ids=lambda part: str(part)[:40])
def test_every_command_that_acts_answers_in_json_too(path: tuple[str, ...], command: click.Command) -> None:
    if not isinstance(command, click.Group) and path != ("demo",):
        assert "form" in [parameter.name for parameter in command.params]


@pytest.mark.parametrize("words", [["nonsense"], ["check", "--nonsense"], ["fact", "add"], ["explain"]])
def test_a_wrong_command_line_ends_with_2(words: list[str]) -> None:
    assert CliRunner().invoke(main, words).exit_code == 2


@pytest.mark.parametrize(
    ("failure", "code", "kind"),
    [
        (Forbidden("no"), 3, "forbidden"),
        (Unavailable("later"), 4, "unavailable"),
        (Surprise("look"), 5, "surprise"),
        (KeyboardInterrupt(), 130, None),
        (ZeroDivisionError("ana@example.com"), 1, None),
    ],
)
def test_each_kind_of_failure_has_its_exit_code(failure: BaseException, code: int, kind: str | None) -> None:
    @click.group(cls=Door)
    def door() -> None: ...

    @door.command()
    @click.option("--format", "form", is_eager=True, callback=output.remember_format)
    def fail(form: str) -> None:
        raise failure

    ended = CliRunner().invoke(door, ["fail"])
    assert ended.exit_code == code
    assert "Traceback" not in ended.output
    assert "ana@example.com" not in ended.output
    if isinstance(failure, TrothError):
        assert ended.stderr == f"troth: {failure}\n"
        told = json.loads(CliRunner().invoke(door, ["fail", "--format", "json"]).stderr)["error"]
        assert told == {"kind": kind, "exit_code": code, "message": str(failure)}


def test_a_bug_says_where_it_is_and_asks_to_be_told() -> None:
    @click.command(cls=Door)
    def door() -> None: ...

    assert "this is a bug of Troth" in output_of_bug()


def output_of_bug() -> str:
    @click.group(cls=Door)
    def door() -> None: ...

    @door.command()
    def fail() -> None:
        raise ZeroDivisionError("a secret")

    return CliRunner().invoke(door, ["fail"]).stderr


def test_a_site_that_is_not_there_is_a_problem(troth: Troth, tmp_path: Path) -> None:
    ended = troth("access", tmp_path / "nowhere", "--email", "a@b.c", "--out", tmp_path / "out")
    assert ended.exit_code == 2
    assert "[no-file]" in ended.stderr
    told = json.loads(
        troth(
            "access", tmp_path / "nowhere", "--email", "a@b.c", "--out", tmp_path / "o", "--format", "json"
        ).stderr
    )
    assert [problem["name"] for problem in told["error"]["problems"]] == ["no-file"]


def test_without_its_key_a_command_says_so_and_stops(troth: Troth, shop: Shop) -> None:
    (shop.folder.parent / "troth.key").unlink()
    ended = troth("fact", "list", shop.folder)
    assert (ended.exit_code, "[key-missing]" in ended.stderr) == (2, True)
    assert troth("check", shop.folder).exit_code == 0


def test_half_characters_and_steering_ones_are_printed_as_what_they_are() -> None:
    assert output.printable("a\x1b[31m\u202eb\ud800\n") == "a\\x1b[31m\\u202eb\\ud800\n"
    assert output.printable("1\u202f234 « é » 👩‍🔬") == "1\u202f234 « é » 👩\\u200d🔬"


def test_words_that_are_no_utf_8_end_in_words(shop: Shop, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "troth.cli.main",
        "access",
        str(shop.folder),
        "--out",
        str(tmp_path / "o"),
    ]
    ended = subprocess.run(
        [*command, b"--email", b"a\xff@b.c"], env=environ(shop), capture_output=True, check=False
    )
    assert ended.returncode == 2
    assert b"half a character" in ended.stderr


def environ(shop: Shop) -> dict[str, str]:
    return {**shop.environ, "PYTHONPATH": str(ROOT / "src"), "LC_ALL": "C"}
