"""`troth register`: the record of processing activities, a page for each language."""

from pathlib import Path

from tests.cli.conftest import Troth
from tests.sites.shop import Shop


def test_the_record_is_written_in_each_language(troth: Troth, shop: Shop, tmp_path: Path) -> None:
    out = tmp_path / "records"
    ended = troth("register", shop.folder, "--out", out)
    assert ended.exit_code == 0, ended.output
    assert ended.stdout.splitlines() == [f"{out}/fr.html", f"{out}/en.html"]
    assert "As of 22\xa0November 2026" in (out / "en.html").read_text("utf-8")
    assert (out / "style.css").exists()


def test_a_folder_that_cannot_be_written_is_said(troth: Troth, shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    ended = troth("register", shop.folder, "--out", tmp_path / "file" / "records")
    assert (ended.exit_code, "cannot be written" in ended.stderr) == (4, True)
