"""The contract between the rooms is in force: a small house that breaks it is refused."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

BREACHES = {
    "a room imports the room above": ("law/__init__.py", "import troth.manifest"),
    "a room imports the room beside": ("stores/__init__.py", "import troth.database"),
    "it does so for types only": (
        "law/__init__.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import troth.manifest",
    ),
    "it does so in a function": ("law/__init__.py", "def late():\n    import troth.manifest"),
    "a room imports the front": ("manifest/__init__.py", "from troth import Site"),
    "a room that nobody named": ("utils.py", ""),
    "a room of the server imports the room above": ("web/request/__init__.py", "import troth.web.pages"),
    "MEANING imports a database": ("manifest/__init__.py", "def late():\n    import sqlalchemy"),
}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A house of empty rooms under the project's own contract."""
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text("utf-8"), "utf-8")
    for room in ("", "cli", "web", "web/request", "web/pages", "stores", "database", "manifest", "law"):
        (tmp_path / "troth" / room).mkdir()
        (tmp_path / "troth" / room / "__init__.py").touch()
    return tmp_path


def verdict(house: Path) -> subprocess.CompletedProcess[str]:
    linter = Path(sys.executable).with_name("lint-imports")
    command = [str(linter), "--no-cache", "--no-logo"]
    # The little house comes before the real one.
    environment = os.environ | {"PYTHONPATH": str(house)}
    return subprocess.run(command, cwd=house, env=environment, capture_output=True, text=True, check=False)


def test_a_house_that_keeps_the_contract_passes(house: Path) -> None:
    (house / "troth" / "stores" / "__init__.py").write_text("import sqlalchemy\nimport troth.manifest\n")
    ended = verdict(house)
    assert ended.returncode == 0, ended.stdout


@pytest.mark.parametrize("breach", BREACHES)
def test_a_breach_is_refused(house: Path, breach: str) -> None:
    file, source = BREACHES[breach]
    (house / "troth" / file).write_text(source + "\n")
    ended = verdict(house)
    assert ended.returncode == 1, ended.stdout
    assert "1 broken" in ended.stdout
