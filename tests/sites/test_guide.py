"""The guide that begins from an example: its commands run, on a database that its generator fills."""

import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from sites.generate import SITES
from sites.generate.__main__ import main as generate
from tests.cli.test_how_to import GUIDES, blocks
from troth.cli.main import main as troth

GUIDE = GUIDES / "begin-from-an-example.md"


def test_the_commands_of_the_guide_run_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(SITES / "crosscall", tmp_path / "sites" / "crosscall")
    url = f"sqlite:///{tmp_path / 'crosscall.db'}"
    (lines,) = blocks(GUIDE, "console")
    generated, exported, *commands = [shlex.split(line.removeprefix("$ ")) for line in lines.splitlines()]
    assert generated[:3] == ["python", "-m", "sites.generate"]
    assert generate([generated[3], url, "15"]) == 0
    monkeypatch.setenv(exported[1].partition("=")[0], url)
    for _, *words in commands:
        placed = [str(tmp_path / word) if word.startswith("sites/") else word for word in words]
        ended = CliRunner().invoke(troth, placed)
        assert ended.exit_code == 0, ended.output


def test_the_guide_names_every_site() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    sites = {path.parent.name for path in SITES.glob("*/policy.yaml")}
    assert sites
    assert all(f"`sites/{name}`" in text for name in sites)


def test_a_site_that_is_not_known_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert generate(["nowhere", "sqlite://"]) == 2
    assert "python -m sites.generate {crosscall" in capsys.readouterr().err
