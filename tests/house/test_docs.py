"""The documents hold together: links lead somewhere, decisions are whole, every command has its place."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from troth.cli.main import main

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "changelog.d").glob("*.md"), *(ROOT / "docs").rglob("*.md")])
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
HEADINGS = ["Question", "Answer", "What else was tried", "What would change our mind"]
FRAGMENT = re.compile(r"[a-z0-9-]+\.(added|changed|fixed|security|law)\.md")


def prose(page: Path) -> str:
    """The page without its code, in which a bracket is no link and `#` no heading."""
    text = re.sub(r"^(```|~~~).*?^\1", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"^(?: {4}|\t).*$", "", text, flags=re.MULTILINE)
    return re.sub(r"`[^`\n]*`", lambda code: code[0].replace("[", "(").replace("]", ")"), text)


def anchors(page: Path) -> set[str]:
    """The names under which a page's headings can be linked to, as forges make them."""
    headings = re.findall(r"^#+ +(.+?) *$", prose(page), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(page: Path) -> Iterator[str]:
    for target in re.findall(r"\[[^\]]*\]\(([^)\s]+)\)", prose(page)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        aim = (page.parent / path).resolve() if path else page
        if not aim.exists() or (anchor and anchor not in anchors(aim)):
            yield target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    assert list(broken_links(page)) == []


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_has_question_answer_alternatives_and_what_would_overturn_it(page: Path) -> None:
    assert re.findall(r"^## (.+)$", page.read_text("utf-8"), flags=re.MULTILINE) == HEADINGS


def test_every_decision_is_listed_once_under_a_number_of_its_own() -> None:
    index = (ROOT / "docs" / "decisions" / "index.md").read_text("utf-8")
    assert [page.name for page in DECISIONS if index.count(f"({page.name})") != 1] == []
    assert len({page.name[:4] for page in DECISIONS}) == len(DECISIONS)


def test_every_dependency_has_its_decision() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = [re.split(r"[^A-Za-z0-9-]", dependency)[0] for dependency in project["dependencies"]]
    titles = "\n".join(page.read_text("utf-8").splitlines()[0].lower() for page in DECISIONS)
    assert [name for name in names if name.lower() not in titles] == []


def test_every_page_of_docs_can_be_reached_from_its_index() -> None:
    reached: set[Path] = set()
    waiting = [ROOT / "docs" / "index.md"]
    while waiting:
        page = waiting.pop()
        if page.exists() and page not in reached:
            reached.add(page)
            pages = re.findall(r"\]\(([^):#\s]+\.md)", prose(page))
            waiting += [(page.parent / linked).resolve() for linked in pages]
    every_page = (ROOT / "docs").rglob("*.md")
    assert [str(page.relative_to(ROOT)) for page in every_page if page not in reached] == []


def test_a_fragment_of_the_changelog_says_its_kind() -> None:
    fragments = [page.name for page in (ROOT / "changelog.d").iterdir() if page.name != "README.md"]
    assert [name for name in fragments if not FRAGMENT.fullmatch(name)] == []


def commands(group: click.Group, path: str) -> Iterator[str]:
    """The words that call each command of a group and of the groups in it: `troth key rotate`."""
    for name, command in group.commands.items():
        if command.hidden:
            continue
        yield f"{path} {name}"
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")


def test_every_command_is_in_the_reference() -> None:
    pages = (ROOT / "docs" / "reference").rglob("*.md")
    reference = "\n".join(page.read_text("utf-8") for page in pages)
    assert [words for words in commands(main, "troth") if not is_named(words, reference)] == []


def is_named(words: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(words)}\b", text) is not None


def test_a_command_that_the_reference_forgets_is_missed() -> None:
    key = click.Group("key", commands={"rotate": click.Command("rotate")})
    group = click.Group("troth", commands={"key": key, "check": click.Command("check")})
    assert list(commands(group, "troth")) == ["troth key", "troth key rotate", "troth check"]
    assert is_named("troth check", "Run `troth check` first.")
    assert not is_named("troth check", "Run `troth checkpoint` first.")
