"""`troth init` makes what is missing and overwrites nothing."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from troth.cli.main import main


def troth(*words: object, **environ: str) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], env=environ)


def test_a_new_site_passes_check_and_its_key_is_closed_to_others(tmp_path: Path) -> None:
    site = tmp_path / "sites" / "acme"
    ended = troth("init", site)
    assert ended.exit_code == 0, ended.output
    assert "made   policy" in ended.stdout
    assert (tmp_path / "sites" / "troth.key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "sites" / "troth.db").stat().st_mode & 0o777 == 0o600
    assert f"{site}: no problem;" in troth("check", site).stdout
    assert troth("check", site, "--stores", "--fail-on", "warning").exit_code == 0


def test_a_second_time_it_changes_nothing(tmp_path: Path) -> None:
    site = tmp_path / "acme"
    troth("init", site)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.suffix in (".key", ".yaml")}
    (site / "policy.yaml").write_text("mine: true\n")
    before[site / "policy.yaml"] = b"mine: true\n"
    told = json.loads(troth("init", site, "--format", "json").stdout)
    assert {part["what"]: part["became"] for part in told} == {
        "policy": "kept",
        "stores": "kept",
        "key": "kept",
        "database": "ready",
    }
    assert {path: path.read_bytes() for path in before} == before


def test_a_folder_with_a_policy_gets_no_second_file(tmp_path: Path) -> None:
    site = tmp_path / "acme"
    site.mkdir()
    (site / "policy.yaml").write_text("languages: [fr]\n")
    troth("init", site)
    assert [path.name for path in site.iterdir()] == ["policy.yaml"]


def test_a_database_whose_key_is_lost_gets_no_new_one(tmp_path: Path) -> None:
    site = tmp_path / "acme"
    troth("init", site)
    (tmp_path / "troth.key").unlink()
    ended = troth("init", site)
    assert (ended.exit_code, "[key-missing]" in ended.stderr) == (2, True)
    assert not (tmp_path / "troth.key").exists()


def test_the_key_may_stand_in_the_environment(tmp_path: Path) -> None:
    key = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
    ended = troth("init", tmp_path / "acme", TROTH_KEY=key)
    assert ended.exit_code == 0
    assert not (tmp_path / "troth.key").exists()
    assert key not in ended.output
    assert troth("key", "rotate", tmp_path / "acme", TROTH_KEY=key).exit_code == 2


def test_a_new_master_key_takes_the_place_of_the_old(tmp_path: Path) -> None:
    site = tmp_path / "acme"
    troth("init", site)
    old = (tmp_path / "troth.key").read_text()
    ended = troth("key", "rotate", site, "--format", "json")
    assert ended.exit_code == 0
    assert (tmp_path / "troth.key").read_text() != old
    assert old.strip() not in ended.output
    assert troth("fact", "list", site).exit_code == 0


def test_a_password_is_not_shown(tmp_path: Path) -> None:
    address = "postgresql://troth:hunter2@127.0.0.1:1/none"
    ended = troth("init", tmp_path / "acme", TROTH_DATABASE=address)
    assert ended.exit_code == 4
    assert "hunter2" not in ended.output


def test_a_new_checkpoint_is_begun_when_asked(tmp_path: Path) -> None:
    site = tmp_path / "acme"
    troth("init", site)
    troth("fact", "add", site, "restricted", "--email", "a@b.c")
    (tmp_path / "troth.checkpoint").unlink()
    assert "made   checkpoint" in troth("init", site, "--new-checkpoint").stdout
    assert (tmp_path / "troth.checkpoint").exists()


@pytest.mark.parametrize("name", ["policy.yaml", "stores.yaml"])
def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("")
    ended = troth("init", tmp_path / "file" / name)
    assert (ended.exit_code, "Traceback" in ended.output) == (4, False)
