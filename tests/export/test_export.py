"""What is exported: in groups of k people, of records that the purpose may use, and nothing that names anybody."""

import random
import tracemalloc
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import NullPool, create_engine

from tests.export.shop import NOON, STATISTICS, Customer, Shop, people, readme, written
from troth.claims.facts import Effect
from troth.export.export import NoPurpose, NoTable
from troth.export.files import FolderTaken
from troth.export.model import Terms
from troth.manifest.names import PurposeName

PRODUCT = frozenset({"orders.product"})


def all_text(folder: Path) -> str:
    """Everything that was written, but for the README's account of how."""
    return "\n".join(path.read_text() for path in sorted(folder.glob("*.csv")))


def alike(customers: list[Customer], **told: object) -> list[Customer]:
    """The same people, alike in this."""
    return [replace(one, **told) for one in customers]  # type: ignore[arg-type]


# --- k ------------------------------------------------------------------------------------------------------


@given(
    seed=st.integers(0, 10**9),
    count=st.integers(0, 60),
    k=st.integers(2, 8),
    share=st.sampled_from([0.0, 0.3, 1.0]),
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_group_under_k_is_written_whatever_the_data(
    shop: Shop, tmp_path_factory: pytest.TempPathFactory, seed: int, count: int, k: int, share: float
) -> None:
    customers = people(random.Random(seed), count)
    shop.fill(customers)
    out = tmp_path_factory.mktemp("out") / "export"
    shop.export(out, Terms(k, share, PRODUCT))
    for table, rows in written(out).items():
        for row in rows:
            assert int(row["people"]) >= k
            assert len(_who(customers, table, row)) >= k, (table, row)
    told = all_text(out)
    for one in customers:
        assert one.email not in told
        assert one.name not in told
        assert one.postcode is None or one.postcode not in told
        assert one.born is None or one.born.isoformat() not in told


def _who(customers: list[Customer], table: str, row: dict[str, str]) -> set[int]:
    """The people whom a written row can be about, found again by somebody who knows everything."""
    if table == "customers":
        return {one.id for one in customers if _is_like(one, row)}
    buyers = [one for one in customers if one.orders]
    if table == "addresses":
        return {
            one.id for one in buyers if row.get("postcode") in (None, one.postcode and one.postcode[:2], "")
        }
    wanted = row.get("product")
    return {one.id for one in buyers if wanted in (None, *(product for _, product in one.orders))}


def _is_like(one: Customer, row: dict[str, str]) -> bool:
    born = str(one.born.year // 10 * 10) if one.born else ""
    return (
        row.get("born", born) == born
        and row.get("postcode", (one.postcode or "")[:2]) == (one.postcode or "")[:2]
        and row.get("region", one.region) == one.region
    )


def test_columns_are_reduced_by_their_kind(any_shop: Shop, tmp_path: Path) -> None:
    customers = alike(people(random.Random(1), 40), postcode="69001", visits=12, region="south")
    any_shop.fill(alike(customers, orders=[(4500, "tea")]))
    any_shop.export(tmp_path / "out", Terms(3, 0.5, PRODUCT))
    tables = written(tmp_path / "out")
    assert {row["postcode"] for row in tables["customers"]} == {"69"}
    assert {row["region"] for row in tables["customers"]} == {"south"}
    assert {row["visits"] for row in tables["customers"]} == {"10"}
    assert {row["born"] for row in tables["customers"]} <= {"1950", "1980", "1990", ""}
    assert {row["postcode"] for row in tables["addresses"]} == {"69"}
    assert {row["product"] for row in tables["orders"]} == {"tea"}
    assert {row["cents"] for row in tables["orders"]} == {"4000"}
    assert all(
        row["placed"][:5] == "2026-" and len(row["placed"]) == 7
        for row in tables["orders"]
        if "placed" in row
    )
    told = {table["table"]: table for table in readme(tmp_path / "out")["tables"]}
    assert told["shop.customers"]["dropped"] == {
        "card_code": "forbidden",
        "diet": "forbidden",
        "email": "key",
        "id": "key",
        "name": "text",
        **({"joined": "too telling"} if "joined" not in told["shop.customers"]["columns"] else {}),
    }
    assert told["shop.orders"]["dropped"].items() >= {
        ("remark", "text"), ("customer_id", "key"), ("address_id", "key"), ("gift_email", "key"), ("id", "key"),
    }  # fmt: skip


def test_the_test_of_k_stands_in_the_readme_as_the_store_ran_it(any_shop: Shop, tmp_path: Path) -> None:
    customers = alike(people(random.Random(2), 12), born=None, visits=3, region="south", postcode="69001")
    odd = replace(customers[0], id=99, region="north")
    any_shop.fill([*customers, odd])
    any_shop.export(tmp_path / "out", Terms(5, 0.2), tables=["customers"])
    (table,) = readme(tmp_path / "out")["tables"]
    test = table["k_test"]
    assert "GROUP BY" in test["sql"]
    assert "COUNT(DISTINCT who)" in test["sql"]
    assert (test["members_by"], test["smallest_group"], test["records"]) == ("account", 12, 12)
    assert (test["suppressed_groups"], test["suppressed_records"]) == ("fewer than 5", "fewer than 5")
    assert "north" not in all_text(tmp_path / "out")


def test_many_records_of_one_person_are_one_member(shop: Shop, tmp_path: Path) -> None:
    busy = [replace(one, orders=[(4500, "tea")] * 20) for one in people(random.Random(3), 4)]
    shop.fill(busy)
    shop.export(tmp_path / "few", Terms(5), tables=["orders"])
    assert written(tmp_path / "few") == {}
    shop.export(tmp_path / "enough", Terms(4), tables=["orders"])
    assert sum(int(row["records"]) for row in written(tmp_path / "enough")["orders"]) == 80


def test_a_column_that_leaves_too_many_in_small_groups_is_left_out(shop: Shop, tmp_path: Path) -> None:
    customers = alike(people(random.Random(4), 30), born=None, visits=None, postcode=None)
    shop.fill([replace(one, region=f"village {one.id}") for one in customers])
    shop.export(tmp_path / "out", Terms(5), tables=["customers"])
    (table,) = readme(tmp_path / "out")["tables"]
    assert table["dropped"]["region"] == "too telling"
    assert "village" not in all_text(tmp_path / "out")


# --- which records ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("effect", "more"),
    [
        (Effect.OBJECTED, {"purposes": frozenset([STATISTICS])}),
        (Effect.RESTRICTED, {}),
        (Effect.ERASED, {}),
    ],
    ids=["objected", "restricted", "erased, and not weighed yet"],
)
def test_nothing_is_used_of_who_narrowed_it(
    any_shop: Shop, tmp_path: Path, effect: Effect, more: dict[str, object]
) -> None:
    customers = [replace(one, orders=[(4500, "tea")]) for one in people(random.Random(5), 10)]
    any_shop.fill(customers)
    any_shop.record(effect, customers[0].email, **more)
    any_shop.export(tmp_path / "out", Terms(2, 1.0, PRODUCT))
    counts = {table["table"]: table["k_test"] for table in readme(tmp_path / "out")["tables"]}
    for name in ("shop.customers", "shop.orders", "shop.addresses"):
        test = counts[name]
        few = test["suppressed_records"]
        assert test["records"] <= 9
        assert test["records"] + (few if isinstance(few, int) else 1) <= 9, name


def test_an_address_that_two_share_is_not_used_when_one_objects(any_shop: Shop, tmp_path: Path) -> None:
    customers = alike(people(random.Random(6), 8), postcode="69001", orders=[(4500, "tea")])
    any_shop.fill(customers)
    engine = create_engine(any_shop.environ["SHOP_DATABASE"], poolclass=NullPool)
    with engine.begin() as connection:  # the second order goes where the first went
        connection.exec_driver_sql("UPDATE orders SET address_id = 1 WHERE id = 2")
        connection.exec_driver_sql("DELETE FROM addresses WHERE id = 2")
    any_shop.export(tmp_path / "before", Terms(2), tables=["addresses"])
    assert sum(int(row["records"]) for row in written(tmp_path / "before")["addresses"]) == 7
    any_shop.record(Effect.OBJECTED, customers[1].email, purposes=frozenset([STATISTICS]))
    any_shop.export(tmp_path / "after", Terms(2), tables=["addresses"])
    assert sum(int(row["records"]) for row in written(tmp_path / "after")["addresses"]) == 6


def test_what_the_purpose_no_longer_holds_is_not_used(shop: Shop, tmp_path: Path) -> None:
    shop.fill(people(random.Random(7), 10))
    shop.export(tmp_path / "out", Terms(2), at=NOON + timedelta(days=3 * 366))
    assert written(tmp_path / "out") == {}


def test_a_field_about_somebody_else_needs_that_persons_claim(shop: Shop, tmp_path: Path) -> None:
    stores = shop.folder / "stores.yaml"
    stores.write_text(
        stores.read_text().replace("cents: {item: amount, about: customer}", "cents: {item: amount}")
    )
    policy = shop.folder / "policy.yaml"
    of_all, of_customers = (
        "basis: legitimate_interest\n    interest: to plan",
        "basis: {customer: legitimate_interest}",
    )
    policy.write_text(policy.read_text().replace(of_all, f"{of_customers}\n    interest: to plan"))
    shop.fill([replace(one, orders=[(4500, "tea")]) for one in people(random.Random(8), 10)])
    with create_engine(shop.environ["SHOP_DATABASE"], poolclass=NullPool).begin() as connection:
        connection.exec_driver_sql("UPDATE orders SET gift_email = 'friend@example.com' WHERE id <= 5")
    shop.export(tmp_path / "out", Terms(2, 1.0), tables=["orders"])
    by_cents: dict[str, int] = defaultdict(int)
    for row in written(tmp_path / "out")["orders"]:
        by_cents[row["cents"]] += int(row["records"])
    assert by_cents["4000"] <= 5


# --- figures ------------------------------------------------------------------------------------------------


def test_figures_hide_small_counts_and_what_would_give_them_away(any_shop: Shop, tmp_path: Path) -> None:
    customers = [replace(one, orders=[(4500, "tea")]) for one in people(random.Random(9), 45)]
    few = [replace(one, id=9 * number) for number, one in enumerate(customers[:2], 11)]
    any_shop.fill([*(one for one in customers if one.id % 9), *few])
    done = any_shop.export(tmp_path / "out", Terms(4))
    told = {(figure.table, figure.month): figure.records for figure in done.figures}
    assert told["shop.customers", "2026-01"] is None
    assert told["shop.customers", ""] is None or list(told.values()).count(None) > 1
    assert "2026-01," in (tmp_path / "out" / "figures.csv").read_text()


def test_the_groups_and_the_figures_together_tell_of_no_few(any_shop: Shop, tmp_path: Path) -> None:
    """Figures less the groups of the same month are those who stand in no group: never fewer than k people."""
    rng = random.Random(4)
    for trial, k in enumerate((4, 6, 9)):
        any_shop.fill(replace(one, born=None, postcode=None, visits=None) for one in people(rng, 70))
        out = tmp_path / f"out{trial}"
        done = any_shop.export(out, Terms(k, 0.5), ["customers"])
        groups = written(out)["customers"]
        for figure in done.figures:
            if figure.records is None or figure.table == "":
                continue
            said = [row for row in groups if figure.month in ("", row.get("joined", ""))]
            rest = figure.records - sum(int(row["records"]) for row in said)
            is_compared = figure.month == "" or "joined" in groups[0]
            assert not is_compared or rest == 0 or rest >= k, (k, figure, rest)


def ordinary(number: int, region: str = "south") -> Customer:
    """Somebody of whom nothing is known but where they live; multiples of nine joined in January."""
    return Customer(number, None, None, None, region)


def test_a_figure_that_tells_of_one_beside_the_groups_is_hidden(any_shop: Shop, tmp_path: Path) -> None:
    many = [ordinary(9 * number) for number in range(1, 41)]
    any_shop.fill([*many, ordinary(9 * 60, "north")])
    done = any_shop.export(tmp_path / "out", Terms(10), ["customers"])
    assert [row["people"] for row in written(tmp_path / "out")["customers"]] == ["40"]
    assert {figure.records for figure in done.figures} == {None}  # 41, less 40


def test_many_records_of_one_who_stands_in_no_group_are_not_counted_aloud(shop: Shop, tmp_path: Path) -> None:
    many = [Customer(9 * number, orders=[(4500, "tea")]) for number in range(1, 41)]
    shop.fill([*many, Customer(9 * 60, orders=[(99_000, "tea")] * 15)])
    shop.export(tmp_path / "out", Terms(10, 0.4), ["orders"])
    (told,) = readme(tmp_path / "out")["tables"]
    assert "cents" in told["columns"]
    assert told["k_test"]["suppressed_records"] == "those of fewer than 10 people"


HOSTILE = {
    "=1+1": "'=1+1",
    "-2+3+cmd|' /C calc'!A0": "'-2+3+cmd|' /C calc'!A0",
    " @SUM(1)": "' @SUM(1)",
    "\n=1": "'\n=1",
    "\N{FULLWIDTH EQUALS SIGN}1": "'\N{FULLWIDTH EQUALS SIGN}1",
    "-4.5": "-4.5",
    'say "no", then\r\ngo': 'say "no", then\r\ngo',
    "a\0b": "a\N{REPLACEMENT CHARACTER}b",
    "Île-de-France": "Île-de-France",
}


def test_no_cell_is_run_by_a_spreadsheet_or_breaks_the_file(shop: Shop, tmp_path: Path) -> None:
    shop.fill(
        ordinary(9 * (100 * at + number), region)
        for at, region in enumerate(HOSTILE)
        for number in range(1, 6)
    )
    shop.export(tmp_path / "out", Terms(5), ["customers"])
    assert {row["region"] for row in written(tmp_path / "out")["customers"]} == set(HOSTILE.values())


# --- what is refused ----------------------------------------------------------------------------------------


def test_nothing_is_overwritten_and_nothing_is_left_half_done(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(FolderTaken):
        shop.export(tmp_path / "out", Terms())
    with pytest.raises(NoTable):
        shop.export(tmp_path / "other", Terms(), tables=["nothing"])
    assert not (tmp_path / "other").exists()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_site_whose_words_make_no_anonymous_data_exports_none(shop: Shop, tmp_path: Path) -> None:
    policy = shop.folder / "policy.yaml"
    policy.write_text(policy.read_text().replace("    output: anonymous\n", ""))
    with pytest.raises(NoPurpose, match="no purpose says that anonymous data is made"):
        shop.export(tmp_path / "out", Terms())
    with pytest.raises(NoPurpose, match=r"name one that policy.yaml declares: .*`statistics`"):
        shop.export(tmp_path / "out", Terms(), purpose=PurposeName("statistic"))
    assert shop.export(tmp_path / "out", Terms(), purpose=PurposeName("statistics")).tables


def test_memory_stays_flat(shop: Shop, tmp_path: Path) -> None:
    peaks = []
    for count in (500, 20_000):
        shop.fill(Customer(n, visits=0, region=f"r{n % (count // 100)}") for n in range(1, count + 1))
        tracemalloc.start()
        shop.export(tmp_path / f"out{count}", Terms(10), tables=["customers"])
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert len(written(tmp_path / "out20000")["customers"]) > len(written(tmp_path / "out500")["customers"])
    assert peaks[1] < peaks[0] + 2_000_000
