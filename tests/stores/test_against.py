"""Each difference between a declaration and a real schema is one problem, and what agrees is none."""

import re
from collections.abc import Sequence

import pytest
from sqlalchemy import make_url, text

from tests.stores.base import Base
from tests.stores.declared import changed, declared, found, looked_at, made, names
from tests.stores.differences import (
    CASES,
    EMAIL,
    EVERY,
    FUNCTION,
    LINK,
    NO_ARCHIVE,
    NOW,
    TRIGGER,
    Case,
    of_archive,
)
from troth.errors import Problem
from troth.manifest.problems import TABLE as MANIFEST_PROBLEMS
from troth.stores.against import EXPLANATIONS, problems
from troth.stores.against.paths import create_index, normalised_expression
from troth.stores.against.personal import looks_personal


def on_each() -> list[object]:
    """MariaDB, slow to make tables, has its own cases here, and the common ones in the wide run."""
    return [
        pytest.param(
            dialect,
            example,
            id=f"{example.name}-{dialect}-{number}",
            marks=[pytest.mark.wide] if dialect == "mariadb" and example.on == EVERY else [],
        )
        for number, example in enumerate(CASES)
        for dialect in example.on
    ]


@pytest.mark.parametrize(("dialect", "example"), on_each())
def test_a_difference_is_one_problem(request: pytest.FixtureRequest, dialect: str, example: Case) -> None:
    base: Base = request.getfixturevalue(dialect)
    then = list(example.then)
    if then == ["TRIGGER"]:
        then = [*([FUNCTION] if dialect == "postgresql" else []), TRIGGER[dialect]]
    if dialect == "mariadb":
        then = [statement.replace('"', "`") for statement in then]
    made(base, *example.schema, then=then)
    all_found = found(base, *example.stores)
    # MariaDB makes an index for each foreign key, and the view is of its own making on each
    expected = sorted([example.name, *example.also])
    if dialect == "mariadb":
        expected = [name for name in expected if (name, example.name) not in IMPLICIT]
    assert set(names(all_found)) == set(expected), "\n".join(map(str, all_found))
    told = [f"{p.what}; mend: {p.mend}" for p in all_found if p.name == example.name]
    assert any(re.search(example.says, line) for line in told), told


IMPLICIT = {("no-index", "end-breaks-reference"), ("no-index", "end-on-referenced")}


def test_a_schema_as_declared_has_no_problem(base: Base) -> None:
    made(base)
    assert found(base) == []


def test_every_problem_is_provoked_here() -> None:
    elsewhere = {"right-missing", "rows-hidden", "store-read-only", "table-looks-personal"}
    assert {example.name for example in CASES} | elsewhere == set(EXPLANATIONS)


def test_every_explanation_says_cause_and_mend() -> None:
    for name, entry in EXPLANATIONS.items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
        assert entry.cause.endswith(".")
        assert not entry.mend.endswith(".")
        assert entry.severity in ("error", "warning", "information")


# --- where it stands --------------------------------------------------------------------------------------


def test_a_problem_stands_where_the_declaration_speaks_of_it(sqlite: Base) -> None:
    made(sqlite, ("born DATE", "borne DATE"), ("points INTEGER", "points DATE"))
    shown = "\n".join(str(problem) for problem in found(sqlite))
    assert shown == EXPECTED


EXPECTED = """\
stores.yaml:7:7: column `borne` of `customer` is not declared: no record of the table is deleted
  7 |       customer:
    |       ^^^^^^^^
  mend: declare it under `fields`, or under `impersonal` if it holds nothing about people  [column-undeclared]
stores.yaml:14:11: table `customer` has no column `born`, named as the field that holds `birth`
  14 |           born: {item: birth, at_end: {generalise: year}}
     |           ^^^^
  mend: did you mean `borne`? the columns are: `id`, `email`, `name`, `borne`, `points`, `created`, `seen`, \
`status`  [column-missing]
stores.yaml:15:43: `points` of `customer` is DATE: only a whole number becomes coarser by range
  15 |           points: {item: points, at_end: {generalise: {range: 10}}}
     |                                           ^^^^^^^^^^
  mend: write an end that fits the column's type  [end-wrong-type]"""


# --- rights -----------------------------------------------------------------------------------------------


def told(found: Sequence[Problem], name: str) -> list[str]:
    return [f"{problem.what}; {problem.mend}" for problem in found if problem.name == name]


def test_missing_rights_are_named_with_their_grant(server: Base) -> None:
    made(server)
    with server.account("SELECT") as url:
        lines = told(found(server, url=url), "right-missing")
    assert len(lines) == 3
    for line, may in zip(
        lines,
        (
            "UPDATE (born, email, name, points), DELETE",
            "UPDATE (customer_id, note), DELETE",
            "UPDATE (customer_id, note), DELETE, INSERT",
        ),
        strict=True,
    ):
        assert f"may not {may} on" in line.replace('"', "").replace("`", "")
        assert "run: GRANT" in line


def test_a_full_set_of_rights_has_no_problem(server: Base) -> None:
    made(server)
    with server.account("SELECT, UPDATE, DELETE", "INSERT ON orders_archive") as url:
        assert found(server, url=url) == []


def test_rows_hidden_by_row_security(postgresql: Base) -> None:
    made(postgresql, then=["ALTER TABLE customer ENABLE ROW LEVEL SECURITY"])
    with postgresql.account("SELECT, UPDATE, DELETE, INSERT") as url:
        assert names(found(postgresql, url=url)) == ["rows-hidden"]


def test_a_store_that_refuses_every_change(postgresql: Base) -> None:
    made(postgresql)
    url = make_url(postgresql.url).update_query_dict({"options": "-c default_transaction_read_only=on"})
    assert names(found(postgresql, url=url.render_as_string(hide_password=False))) == ["store-read-only"]


# --- what a mend says works -------------------------------------------------------------------------------


def run_of(line: str) -> str:
    return line.partition("run: ")[2].split("; or,")[0]


@pytest.mark.parametrize("is_normalised", [True, False])
def test_the_index_that_is_proposed_is_the_one_that_is_used(base: Base, is_normalised: bool) -> None:
    link = () if is_normalised else ((LINK, LINK.replace(", normalised: true", "")),)
    far = "[customer], verified: account"
    path = () if is_normalised else ((far + ", normalised: true", far),)
    made(base, ("CREATE INDEX customer_email ON customer (email);\n", ""))
    changes = (*link, *path)
    (line,) = told(found(base, *changes), "no-index")
    base.run(run_of(line))
    if base.dialect == "mariadb" and not is_normalised:
        return  # no index on an expression: the other half of the mend is to declare it normalised
    assert found(base, *changes) == []


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_an_index_on_the_normalised_value_serves_the_look_up(
    request: pytest.FixtureRequest, dialect: str
) -> None:
    base: Base = request.getfixturevalue(dialect)
    made(base)
    expression = normalised_expression(dialect, "email")
    explain = "EXPLAIN QUERY PLAN " if dialect == "sqlite" else "EXPLAIN "
    with base.store().engine.connect() as connection:
        if dialect == "postgresql":
            connection.execute(text("SET enable_seqscan = off"))
        connection.exec_driver_sql(create_index(dialect, "customer", ("email",), expression))
        asked = f"{explain}SELECT id FROM customer WHERE {expression} = 'ana@example.org'"
        plan = str(connection.exec_driver_sql(asked).all())
    assert re.search(r"customer_email_idx|customer_lower_idx|Index", plan)


def test_allowing_null_as_proposed(server: Base) -> None:
    made(server, (EMAIL, EMAIL + " NOT NULL"))
    (line,) = told(found(server), "end-null-forbidden")
    server.run(run_of(line))
    assert "end-null-forbidden" not in names(found(server))


def test_the_archive_is_widened_as_proposed(base: Base) -> None:
    made(base, of_archive("    note TEXT,", ""))
    (line,) = told(found(base), "archive-column-missing")
    base.run(run_of(line))
    assert found(base) == []


def test_a_clock_is_freed_as_proposed(mariadb: Base) -> None:
    made(mariadb, ("placed {instant} NOT NULL", f"placed TIMESTAMP NOT NULL {NOW}"))
    mariadb.run(run_of(told(found(mariadb), "clock-moves-on-update")[0]).partition("; or read")[0])
    assert "clock-moves-on-update" not in names(found(mariadb))


# --- names ------------------------------------------------------------------------------------------------


PERSONAL = (
    "email E_MAIL customerEmail adresse_livraison Prénom nom last_name dateNaissance tel2 IPAddress user_id"
    " code_postal billing_zip full_name user-agent"
)
IMPERSONAL = (
    "id created_at file_name nom_produit total quantity status stage shipped emailed nombre settings 123 page"
    " language equipment description _"
)


@pytest.mark.parametrize("name", PERSONAL.split())
def test_names_that_look_personal(name: str) -> None:
    assert looks_personal(name)


@pytest.mark.parametrize("name", IMPERSONAL.split())
def test_names_that_do_not(name: str) -> None:
    assert not looks_personal(name)


def test_a_hostile_name_cannot_forge_a_line(sqlite: Base) -> None:
    made(sqlite, then=['ALTER TABLE customer ADD COLUMN "x\n\x1b[31mall is well" INTEGER'])
    (problem,) = found(sqlite)
    assert "`x\\n\\x1b[31mall is well`" in problem.what


# --- size and silence ---------------------------------------------------------------------------------------


def test_a_store_that_did_not_answer_is_not_spoken_of() -> None:
    manifest, place_of = declared()
    assert problems(manifest, {}, place_of) == []


def test_a_table_hosted_for_others_is_not_looked_at(sqlite: Base) -> None:
    made(sqlite)
    hosted = ("    tables:\n", "    tables:\n      guests: {key: id, kind: account, hosted_for: Other SAS}\n")
    manifest, place_of = declared(hosted)
    assert (
        problems(manifest, {manifest.tables().__next__().store: looked_at(manifest, sqlite)}, place_of) == []
    )


def test_changed_is_strict() -> None:
    with pytest.raises(AssertionError):
        changed("a", [("b", "c")])


def test_no_name_is_also_one_of_the_reader() -> None:
    assert not set(EXPLANATIONS) & set(MANIFEST_PROBLEMS)


# --- records that only go as a whole ------------------------------------------------------------------------

NO_NULL = ("note TEXT,\n    placed", "note TEXT NOT NULL,\n    placed")
# Without an archive nobody needs an order, and its one item ends for all of it at once.
ALONE = (("        archive: {table: orders_archive}\n", ""), NO_ARCHIVE)


def test_what_goes_with_its_record_may_forbid_null(sqlite: Base) -> None:
    made(sqlite, NO_NULL)
    assert found(sqlite, *ALONE) == []


@pytest.mark.parametrize(
    "stores",
    [
        [("          note: note\n", "          note: note\n          status: points\n"), ("closed, status]", "closed]"),
         ("{column: closed, open_while: {status: open}}", "{column: closed, missing: placed}")],
        [("        archive: {table: orders_archive}\n", "        at_end: {anonymise: {k: 5, group_by: [placed]}}\n")],
    ],
    ids=["another item may be held longer", "its record may stay without the person"],
)  # fmt: skip
def test_what_may_stay_without_its_field_must_allow_null(sqlite: Base, stores: list[tuple[str, str]]) -> None:
    made(sqlite, NO_NULL)
    alone = ALONE if "archive" not in stores[0][0] else ALONE[1:]
    assert "end-null-forbidden" in names(found(sqlite, *stores, *alone))


@pytest.mark.parametrize(
    "then",
    [
        "CREATE TABLE refund (id INTEGER PRIMARY KEY, order_id INTEGER REFERENCES orders (id))",
        "ALTER TABLE orders ADD COLUMN beyond TEXT",
    ],
    ids=["another record may need it", "what nobody declared holds it back"],
)
def test_what_may_be_held_back_must_allow_null(sqlite: Base, then: str) -> None:
    made(sqlite, NO_NULL, then=[then])
    assert "end-null-forbidden" in names(found(sqlite, *ALONE))
