"""Hostile values pass through access and explain as what they are: nothing runs, nothing breaks, nothing is lost."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.sites.shop import NOON, Shop
from troth.claims.keys import Key
from troth.requests.access import access
from troth.requests.explain import column_of, explain, in_words

ANA = frozenset([Key.of("account", "1")])

TEXTS = {
    "sql": "'); DROP TABLE customers; -- \" ` ; %s %(x)s :x ?",
    "html": "<script>alert(1)</script>\"'&amp;<!--",
    "rtl": "\u202eabc\u202c \u05e9\u05dc\u05d5\u05dd \u2066x",
    "emoji": "👩‍🔬🇫🇷 é e\u0301 \U0010ffff",
    "control": "a\x1b[31mb\x07\x7f\r\n\t",
    "formula": '=HYPERLINK("http://evil.example","x")',
    "template": "{{7*7}} ${x} {0} %n",
}


def body_of(folder: Path) -> Any:
    told = json.loads((folder / "data.json").read_text())
    tables = {table["table"]: table["records"] for table in told["tables"]}
    return tables["messages"][0]["data"]["body"]["value"]


def answer(shop: Shop, out: Path) -> Path:
    site = shop.open()
    try:
        access(site, [ANA], out, NOON)
        table, column = column_of(site.manifest, "messages.body")
        found = explain(site, ANA, table, column, NOON)
        assert in_words(site.manifest, found, "en")
    finally:
        site.close()
    return out / "person-0001"


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_hostile_text_comes_out_as_it_went_in(any_shop: Shop, tmp_path: Path, text: str) -> None:
    any_shop.set_body(text)
    folder = answer(any_shop, tmp_path / "out")
    assert body_of(folder) == text
    page = (folder / "index.html").read_text("utf-8")
    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert "\x1b" not in page
    assert len(any_shop.rows("SELECT id FROM customers")) == 2


def test_bytes_that_are_no_text_are_shown_as_what_they_are(shop: Shop, tmp_path: Path) -> None:
    shop.run("UPDATE messages SET body = CAST(x'61ff00eda08062' AS TEXT) WHERE id = 31")
    assert body_of(answer(shop, tmp_path / "out")) == "a\\xff\x00\\xed\\xa0\\x80b"


def test_a_key_with_a_nul_finds_and_breaks_nothing(any_shop: Shop, tmp_path: Path) -> None:
    any_shop.run(
        "UPDATE subscribers SET email = 'ana' || char(0) || '@example.com' WHERE id = 2", store="mailing"
    )
    folder = answer(any_shop, tmp_path / "out")
    assert body_of(folder) is not None
    site = any_shop.open()
    shutil.rmtree(tmp_path / "out")
    access(site, [frozenset([Key.of("email", "ana\0@example.com")])], tmp_path / "out", NOON)
    site.close()


def test_ten_megabytes_in_one_field(any_shop: Shop, tmp_path: Path) -> None:
    text = "é" * 5_000_000
    any_shop.set_body(text)
    folder = answer(any_shop, tmp_path / "out")
    assert body_of(folder) == text
    assert (folder / "index.html").stat().st_size < 200_000


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1000-02-28"])
def test_days_at_the_ends_of_the_calendar(any_shop: Shop, tmp_path: Path, day: str) -> None:
    any_shop.run(f"UPDATE customers SET born = '{day}' WHERE id = 1")
    folder = answer(any_shop, tmp_path / "out")
    told = json.loads((folder / "data.json").read_text())
    assert told["tables"][0]["records"][0]["data"]["born"]["value"] == day


def test_names_of_tables_and_columns_are_names(shop: Shop, tmp_path: Path) -> None:
    """An engineer may have named a column anything; it is quoted wherever it goes."""
    name = "bo\"dy'; DROP TABLE customers; --"
    quoted = name.replace('"', '""')
    shop.run(f'ALTER TABLE messages RENAME COLUMN body TO "{quoted}"')
    stores = shop.folder / "stores.yaml"
    written = json.dumps(name)
    stores.write_text(stores.read_text().replace("          body: {item", f"          {written}: {{item"))
    site = shop.open()
    access(site, [ANA], tmp_path / "out", NOON)
    site.close()
    told = (tmp_path / "out" / "person-0001" / "data.json").read_text()
    assert "DROP TABLE" in told
    assert len(shop.rows("SELECT id FROM customers")) == 2
