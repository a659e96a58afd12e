"""`troth access`: a package for each person, what is said beside it, and how it fails."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Troth
from tests.sites.shop import Shop


def package(out: Path, number: int = 1) -> dict[str, Any]:
    """The records of a package, by table."""
    told = json.loads((out / f"person-{number:04}" / "data.json").read_text())
    return {table["table"]: table for table in told["tables"]}


def test_a_person_gets_a_folder_that_only_the_operator_can_open(
    troth: Troth, shop: Shop, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    ended = troth("access", shop.folder, "--email", "Ana@example.com", "--out", out, "--lang", "en")
    assert ended.exit_code == 0, ended.output
    assert ended.stdout == f"{out}/person-0001: 8 records\n"
    folder = out / "person-0001"
    assert sorted(path.name for path in folder.iterdir()) == [
        "01-customers.csv",
        "02-orders.csv",
        "03-order_lines.csv",
        "04-invoices.csv",
        "05-messages.csv",
        "06-subscribers.csv",
        "data.json",
        "en.html",
        "index.html",
        "manifest.json",
    ]
    assert {path.stat().st_mode & 0o77 for path in [out, *out.rglob("*")]} == {0}


def test_records_that_only_a_key_in_doubt_leads_to_are_told_to_the_operator_alone(
    troth: Troth, shop: Shop, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    ended = troth("access", shop.folder, "--email", "ana@example.com", "--out", out, "--lang", "en")
    assert "1 record in `shop.orders` matches only by a key in doubt" in ended.stderr
    note = json.loads((out / "for-the-operator.json").read_text())
    assert note["people"][0]["candidates"] == {"shop.orders": 1, "shop.messages": 1}
    everything = "".join(path.read_text("utf-8") for path in (out / "person-0001").iterdir())
    assert "A. D." not in everything  # the order of a guest who typed this address
    assert "Encore moi" not in everything
    assert "for-the-operator" not in everything


def test_what_is_about_others_only_is_left_out(troth: Troth, shop: Shop, tmp_path: Path) -> None:
    troth("access", shop.folder, "--account", "1", "--out", tmp_path / "out")
    orders = package(tmp_path / "out")["orders"]["records"]
    assert [sorted(order["data"]) for order in orders] == [["address", "card_code", "email", "name"]] * 2
    everything = "".join(path.read_text("utf-8") for path in (tmp_path / "out").rglob("*.*"))
    assert "cleo@example.com" not in everything
    assert "Cleo" not in everything
    assert "Ben" not in everything


def test_what_the_law_forbids_to_keep_is_told_and_not_shown(troth: Troth, shop: Shop, tmp_path: Path) -> None:
    shop.run("UPDATE orders SET card_code = '987' WHERE id = 12")
    troth("access", shop.folder, "--account", "1", "--out", tmp_path / "out")
    first, second = (order["data"]["card_code"] for order in package(tmp_path / "out")["orders"]["records"])
    assert "withheld" not in first
    assert (second["value"], second["withheld"]) == (None, True)
    assert "PCI DSS 3.2" in (tmp_path / "out" / "person-0001" / "index.html").read_text("utf-8")


def test_many_people_in_a_file_each_get_their_own(troth: Troth, shop: Shop, tmp_path: Path) -> None:
    listed = tmp_path / "people.csv"
    listed.write_text("email,account\nana@example.com,\n,2\nnobody@example.com,\n", "utf-8")
    ended = troth("access", shop.folder, "--subjects", listed, "--out", tmp_path / "out", "--format", "json")
    assert ended.exit_code == 0, ended.output
    told = json.loads(ended.stdout)
    assert [person["records"] for person in told["people"]] == [8, 5, 0]
    ben = (tmp_path / "out" / "person-0002" / "data.json").read_text()
    assert "ben@example.com" in ben
    assert "ana@example.com" not in ben
    nobody = (tmp_path / "out" / "person-0003" / "index.html").read_text("utf-8")
    assert "Nous n’avons trouvé aucun enregistrement à votre sujet." in nobody


def test_a_list_may_come_from_stdin(troth: Troth, shop: Shop, tmp_path: Path) -> None:
    ended = troth(
        "access",
        shop.folder,
        "--subjects",
        "-",
        "--out",
        tmp_path / "out",
        "--lang",
        "en",
        stdin="email=ana@example.com\naccount=2\n",
    )
    assert [line.rpartition(":")[2] for line in ended.stdout.splitlines()] == [" 8 records", " 5 records"]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "email\n",
        "phone\n12\n",
        "email\na@b.c,d\n",
        "email=a@b.c\nnothing\n",
        "email,account\n,\n",
        b"\xff\xfe",
    ],
)
def test_a_list_that_cannot_be_read_is_refused_with_its_line(
    troth: Troth, shop: Shop, tmp_path: Path, content: str | bytes
) -> None:
    listed = tmp_path / "people.csv"
    listed.write_bytes(content if isinstance(content, bytes) else content.encode())
    ended = troth("access", shop.folder, "--subjects", listed, "--out", tmp_path / "out")
    assert ended.exit_code == 2 or content == "email\n"
    assert "a@b.c" not in ended.output


@pytest.mark.parametrize("words", [[], ["--email", "a@b.c", "--subjects", "-"], ["--key", "phone=1"]])
def test_who_is_meant_has_to_be_said(troth: Troth, shop: Shop, tmp_path: Path, words: list[str]) -> None:
    assert troth("access", shop.folder, *words, "--out", tmp_path / "out").exit_code == 2
    assert not (tmp_path / "out").exists()


def test_an_answer_is_never_overwritten(troth: Troth, shop: Shop, tmp_path: Path) -> None:
    words = ["access", shop.folder, "--account", "1", "--out", tmp_path / "out"]
    troth(*words)
    before = (tmp_path / "out" / "person-0001" / "data.json").read_bytes()
    ended = troth(*words)
    assert (ended.exit_code, "[out-taken]" in ended.stderr) == (2, True)
    assert (tmp_path / "out" / "person-0001" / "data.json").read_bytes() == before


def test_a_store_that_is_down_is_named_in_the_answer_and_ends_with_4(
    troth: Troth, shop: Shop, tmp_path: Path
) -> None:
    (shop.folder.parent / "mailing.db").unlink()
    ended = troth("access", shop.folder, "--account", "1", "--out", tmp_path / "out")
    assert ended.exit_code == 4
    assert (
        ended.stdout == f"{tmp_path / 'out'}/person-0001\xa0: 7 enregistrements\n"
    )  # the site's first language
    assert "la réponse est incomplète\xa0: la base «\xa0mailing\xa0» est injoignable" in ended.stderr
    words = ["--account", "1", "--out", tmp_path / "english", "--lang", "en"]
    english = troth("access", shop.folder, *words).stderr
    assert "the answer is incomplete: store `mailing` cannot be reached: there is no file" in english
    told = (tmp_path / "out" / "person-0001" / "index.html").read_text("utf-8")
    assert "Une partie de nos bases n’a pas répondu" in told
    assert package(tmp_path / "out").keys() == {"customers", "orders", "order_lines", "invoices", "messages"}


def test_undeclared_columns_and_tables_are_named_and_not_read(
    troth: Troth, shop: Shop, tmp_path: Path
) -> None:
    shop.run(
        "ALTER TABLE customers ADD COLUMN loyalty TEXT",
        "UPDATE customers SET loyalty = 'gold member'",
        "CREATE TABLE wishes (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers (id), wish TEXT)",
        "INSERT INTO wishes VALUES (1, 1, 'a samovar')",
    )
    ended = troth("access", shop.folder, "--account", "1", "--out", tmp_path / "out", "--format", "json")
    told = json.loads(ended.stdout)
    assert told["undeclared_columns"] == {"shop.customers": ["loyalty"]}
    assert told["undeclared_tables"] == {"shop.customers": ["wishes"]}
    everything = "".join(path.read_text("utf-8") for path in (tmp_path / "out").rglob("*.*"))
    assert "gold member" not in everything
    assert "samovar" not in everything
    page = (tmp_path / "out" / "person-0001" / "en.html").read_text("utf-8")
    assert "<code>loyalty</code>" in page
    assert "<code>wishes</code>" in page


def test_a_schema_that_is_not_as_declared_is_a_surprise(troth: Troth, shop: Shop, tmp_path: Path) -> None:
    shop.run("ALTER TABLE messages DROP COLUMN body")
    ended = troth("access", shop.folder, "--account", "1", "--out", tmp_path / "out")
    assert ended.exit_code == 5
    assert "`messages` has no column `body`" in ended.stderr
    assert not (tmp_path / "out").exists()


def test_two_accounts_with_other_names_under_one_address_stop_the_answer(
    troth: Troth, shop: Shop, tmp_path: Path
) -> None:
    shop.run("UPDATE customers SET email = 'ANA@example.com' WHERE id = 2")
    words = ["access", shop.folder, "--account", "1", "--out", tmp_path / "out"]
    ended = troth(*words)
    assert ended.exit_code == 5
    assert "person 1 may be several people: its keys lead to accounts with different" in ended.stderr
    assert "Ben" not in ended.output
    assert list((tmp_path / "out").iterdir()) == []
    assert troth(*words, "--one-person").exit_code == 0
    shop.run("UPDATE customers SET name = ' ana  DUVAL', born = '1988-04-02' WHERE id = 2")
    assert troth("access", shop.folder, "--account", "1", "--out", tmp_path / "out2").exit_code == 0


def test_more_records_than_one_person_has_stop_the_answer(troth: Troth, shop: Shop, tmp_path: Path) -> None:
    shop.environ["TROTH_CLOSURE_LIMIT"] = "7"
    words = ["access", shop.folder, "--account", "1", "--out", tmp_path / "out"]
    ended = troth(*words)
    assert ended.exit_code == 5
    assert "its keys lead to 8 records (TROTH_CLOSURE_LIMIT is 7)" in ended.stderr
    assert troth(*words, "--one-person").exit_code == 0


def test_a_disk_without_room_hands_over_nothing(troth: Troth, shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ended = troth("access", shop.folder, "--account", "1", "--out", tmp_path / "file" / "out")
    assert (ended.exit_code, "cannot be written" in ended.stderr) == (4, True)
