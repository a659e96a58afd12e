"""The how-to guides are true: their commands run, in order, on the small shop, and their YAML stands in it."""

import re
import shlex
import textwrap
from pathlib import Path

import pytest

from tests.cli.conftest import Troth
from tests.sites.shop import FOLDER, Shop

GUIDES = Path(__file__).parents[2] / "docs" / "how-to"
# tests/oscar runs its guide on a shop of its own, tests/sites the one on examples on a generated database.
# tests/banner copies what three guides show into pages, tests/web runs their PHP, and tests/gate the gate's commands.
ELSEWHERE = {
    *("index.md", "run-troth-on-django-oscar.md", "begin-from-an-example.md"),
    *("ask-about-trackers.md", "ask-in-php-and-wordpress.md", "use-google-tag-manager.md", "ask-the-gate.md"),
}
PAGES = sorted(page for page in GUIDES.glob("*.md") if page.name not in ELSEWHERE)


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)


def commands(page: Path) -> list[list[str]]:
    lines = (line.removeprefix("$ ") for block in blocks(page, "console") for line in block.splitlines())
    return [shlex.split(line) for line in lines if line.startswith("troth ")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_commands_of_a_guide_run_in_order(troth: Troth, shop: Shop, tmp_path: Path, page: Path) -> None:
    (tmp_path / "people.csv").write_text("".join(blocks(page, "csv")), "utf-8")
    places = {"sites/shop": str(shop.folder), "people.csv": str(tmp_path / "people.csv")}
    ran = commands(page)
    assert ran
    for _, *words in ran:
        words = [
            str(tmp_path / word) if word.startswith("answers/") else places.get(word, word) for word in words
        ]
        ended = troth(*words)
        assert ended.exit_code == 0, ended.output


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_yaml_of_a_guide_is_the_shops(page: Path) -> None:
    shop = "\n".join(path.read_text("utf-8") for path in FOLDER.glob("*.yaml"))
    for snippet in blocks(page, "yaml"):
        assert textwrap.indent(textwrap.dedent(snippet), "") in textwrap.dedent(shop) or snippet in shop
