"""The files of a package: whole or not there, safe in a spreadsheet, faithful in JSON, true to their hashes."""

import csv
import hashlib
import json
import tracemalloc
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.sites.shop import NOON, Shop, shop_in
from troth.claims.keys import Key
from troth.errors import Unavailable
from troth.requests import find
from troth.requests.access import Answered, access
from troth.requests.package import SHOWN_ROWS, cell

ANA = frozenset([Key.of("email", "ana@example.com")])


def answered(shop: Shop, out: Path) -> Answered:
    site = shop.open()
    try:
        return access(site, [ANA], out, NOON, is_one_person=True)
    finally:
        site.close()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+33 6 12", "'+33 6 12"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("＝1", "'＝1"),
        ("plain", "plain"),
        ("a=b", "a=b"),
        (-5, -5),
        (None, ""),
        ("a\0b", "a\ufffdb"),
        (date(1, 1, 1), "0001-01-01"),
        (datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC), "9999-12-31T23:59:59+00:00"),
    ],
)
def test_a_cell_is_shown_and_never_run(value: str | int | date | None, shown: str | int) -> None:
    assert cell(value) == shown


def test_every_file_has_its_hash(shop: Shop, tmp_path: Path) -> None:
    answered(shop, tmp_path / "out")
    folder = tmp_path / "out" / "person-0001"
    files = json.loads((folder / "manifest.json").read_text())["files"]
    assert set(files) == {path.name for path in folder.iterdir()} - {"manifest.json"}
    for name, told in files.items():
        content = (folder / name).read_bytes()
        assert told == {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}


def test_a_large_table_is_whole_in_its_files_and_begun_on_the_page(shop: Shop, tmp_path: Path) -> None:
    rows = ", ".join(f"({n}, 1, 'm{n}', '2026-01-01 10:00:00')" for n in range(1000, 3500))
    shop.run(f"INSERT INTO messages (id, customer_id, body, received_at) VALUES {rows}")
    answered(shop, tmp_path / "out")
    folder = tmp_path / "out" / "person-0001"
    with (folder / "05-messages.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert len(list(csv.DictReader(stream))) == 2501
    tables = {table["table"]: table for table in json.loads((folder / "data.json").read_text())["tables"]}
    assert len(tables["messages"]["records"]) == 2501
    page = (folder / "en.html").read_text("utf-8")
    assert "These are the first 100 of 2,501; all of them are in the file 05-messages.csv." in page
    assert page.count(">m1") + page.count(">m2") + page.count(">m3") == SHOWN_ROWS - 1  # one is message 31


def test_a_person_with_many_records_is_not_held_in_memory(shop: Shop, tmp_path: Path) -> None:
    rows = ", ".join(
        f"({n}, 1, '{n}' || hex(zeroblob(40000)), '2026-01-01 10:00:00')" for n in range(1000, 1800)
    )
    shop.run(f"INSERT INTO messages (id, customer_id, body, received_at) VALUES {rows}")
    shop.environ["TROTH_BATCH_SIZE"] = "5"
    tracemalloc.start()
    answered(shop, tmp_path / "out")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (tmp_path / "out" / "person-0001" / "data.json").stat().st_size > 60_000_000
    assert peak < 30_000_000


def test_large_fields_are_not_held_in_memory_together(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many rows as are usually judged at once, of 80 kB each: a window is measured in bytes too."""
    monkeypatch.setattr(find, "WINDOW_BYTES", 1_000_000)
    rows = ", ".join(
        f"({n}, 1, '{n}' || hex(zeroblob(40000)), '2026-01-01 10:00:00')" for n in range(1000, 1400)
    )
    shop.run(f"INSERT INTO messages (id, customer_id, body, received_at) VALUES {rows}")
    tracemalloc.start()
    answered(shop, tmp_path / "out")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (tmp_path / "out" / "person-0001" / "data.json").stat().st_size > 30_000_000
    assert peak < 20_000_000


@pytest.mark.wide
def test_a_person_with_a_million_records_is_answered_in_the_memory_of_twenty_thousand(tmp_path: Path) -> None:
    peaks = [_peak_of(tmp_path / str(count), count) for count in (20_000, 1_000_000)]
    assert peaks[1] < 1.2 * peaks[0]


def _peak_of(folder: Path, count: int) -> int:
    folder.mkdir()
    shop = shop_in(folder)
    shop.run(
        "CREATE INDEX messages_customer ON messages (customer_id)",
        "CREATE INDEX messages_email ON messages (email)",
        f"WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < {999 + count}) "
        "INSERT INTO messages SELECT i, 1, 'ana@example.com', 'Bonjour ' || i, '2026-01-10 11:00:00' FROM n",
    )
    shop.environ["TROTH_CLOSURE_LIMIT"] = "10000000"
    tracemalloc.start()
    answered(shop, folder / "out")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def test_the_page_needs_nothing_else(shop: Shop, tmp_path: Path) -> None:
    answered(shop, tmp_path / "out")
    for name in ("index.html", "en.html"):
        page = (tmp_path / "out" / "person-0001" / name).read_text("utf-8")
        assert "<script" not in page
        assert "src=" not in page
        assert "url(" not in page


def test_what_fails_half_way_leaves_nothing(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = shop.open()
    site.database.close()
    out = tmp_path / "out"
    (shop.folder.parent / "troth.db").unlink()
    with pytest.raises(Exception):  # noqa: B017, PT011  # whatever comes: nothing may be left
        access(site, [ANA], out, NOON)
    assert not out.exists() or list(out.iterdir()) == []


def test_a_full_disk_is_unavailable(shop: Shop) -> None:
    with pytest.raises(Unavailable, match="cannot be written"):
        answered(shop, Path("/proc/nowhere"))
