"""What may differ between a declaration and a schema: one change each, and the one problem that it makes."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.stores.declared import Change

EVERY = ("sqlite", "postgresql", "mariadb")
SERVERS = ("postgresql", "mariadb")


@dataclass(frozen=True)
class Case:
    """A change of the schema or of the declaration, and the one problem that it makes."""

    name: str
    schema: Sequence[Change] = ()
    then: Sequence[str] = ()
    stores: Sequence[Change] = ()
    on: Sequence[str] = EVERY
    says: str = ""
    also: Sequence[str] = ()  # what the change cannot but make too


def case(name: str, says: str, *schema: Change, **more: object) -> Case:
    return Case(name, schema, says=says, **more)  # type: ignore[arg-type]


NAME_ENDS = "{item: name, at_end: {constant: gone}}"
TRIGGER = {
    "sqlite": "CREATE TRIGGER keep AFTER DELETE ON customer BEGIN SELECT 1; END",
    "postgresql": "CREATE TRIGGER keep AFTER DELETE ON customer FOR EACH ROW EXECUTE FUNCTION keep()",
    "mariadb": "CREATE TRIGGER keep AFTER DELETE ON customer FOR EACH ROW SET @x = 1",
}
FUNCTION = "CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"
UP = "FOREIGN KEY (customer_id) REFERENCES customer (id)"
GONE = "up INTEGER, FOREIGN KEY (up) REFERENCES customer (id)"
EMAIL = "email VARCHAR(80) {binary}"
LAST = "    status VARCHAR(20) {binary} NOT NULL\n"  # the last column of customer
ARCHIVE = "orders_archive (\n    id INTEGER PRIMARY KEY,\n    customer_id INTEGER,\n    note TEXT,"
NO_ARCHIVE = ("      orders_archive: {archive_of: orders}\n", "")
BY_STATUS = [
    "CREATE INDEX by_status ON orders (status)",
    "CREATE INDEX by_status_too ON orders_archive (status)",
]
NOW = "DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP"
CLOCKS_OF_ORDER = "        clocks:\n          last_contact: placed"
NARROW_ARCHIVE = (
    "CREATE TABLE orders_archive (id INTEGER PRIMARY KEY, customer_id INTEGER, note TEXT,"
    " placed TIMESTAMP NOT NULL, closed TIMESTAMP, status VARCHAR(5) NOT NULL)"
)
LINK = "- {role: holder, key: email, column: email, verified: double opt-in, normalised: true}"


def and_also(constraint: str) -> Change:
    """One more constraint of customer."""
    return LAST, f"{LAST.rstrip()},\n    {constraint}\n"


def of_archive(old: str, new: str) -> Change:
    """Another column of the archive."""
    return ARCHIVE, ARCHIVE.replace(old, new)


CASES = [
    # --- tables and columns
    case(
        "table-missing",
        r"has no table `customer`; mend: did you mean `customers`\? the tables that are not declared are: ",
        ("TABLE customer (", "TABLE customers ("),
        ("REFERENCES customer (", "REFERENCES customers ("),
        ("ON customer (", "ON customers ("),
    ),
    case(
        "table-is-view",
        "`customer` is a view",
        then=[
            "ALTER TABLE customer RENAME TO people",
            "CREATE VIEW customer AS SELECT * FROM people",
        ],
    ),
    case(
        "table-inherited",
        'inherit from `customer`: `vip`; mend: run: ALTER TABLE "vip" NO INHERIT "customer"',
        then=["CREATE TABLE vip (badge text) INHERITS (customer)"],
        on=["postgresql"],
    ),
    case(
        "table-not-transactional",
        "`orders_archive` .*; mend: run: ALTER TABLE `orders_archive` ENGINE = InnoDB",
        then=["ALTER TABLE orders_archive ENGINE = Aria"],
        on=["mariadb"],
    ),
    case(
        "table-keeps-history",
        "mend: run: ALTER TABLE `orders_archive` DROP SYSTEM VERSIONING",
        then=["ALTER TABLE orders_archive ADD SYSTEM VERSIONING"],
        on=["mariadb"],
    ),
    case(
        "undeclared-table-cascades",
        "table `wishlist`, which is not declared, points at `customer` by `up`, and goes with it",
        then=[f"CREATE TABLE wishlist (id INTEGER PRIMARY KEY, {GONE} ON DELETE CASCADE)"],
    ),
    case(
        "undeclared-table-points",
        "table `wishlist`, which is not declared, points at `customer` by `up`: no record",
        then=[f"CREATE TABLE wishlist (id INTEGER PRIMARY KEY, {GONE})"],
    ),
    case(
        "column-missing",
        "no column `born`, named as the field that holds `birth`; mend: did you mean `borne`",
        ("born DATE", "borne DATE"),
        also=["column-undeclared"],
    ),
    case(
        "column-undeclared",
        "`loyalty` of `customer`",
        then=["ALTER TABLE customer ADD COLUMN loyalty INTEGER"],
    ),
    case(
        "column-looks-personal",
        "`TéléphonePortable` of `customer` is not declared, and looks personal",
        then=['ALTER TABLE customer ADD COLUMN "TéléphonePortable" VARCHAR(20)'],
    ),
    case(
        "key-not-primary",
        r"is `number`, and not the declared key; mend: write `key: \[number\]`",
        (
            "id INTEGER PRIMARY KEY,\n    email",
            "number INTEGER PRIMARY KEY, id INTEGER NOT NULL UNIQUE,\n    email",
        ),
        stores=[("impersonal: [created, seen, status]", "impersonal: [created, seen, status, number]")],
    ),
    case(
        "key-not-unique",
        "`id` does not tell the records of `orders_archive` apart",
        of_archive(" PRIMARY KEY", ""),
    ),
    case(
        "key-not-unique",
        "the key `id` of `orders_archive` may be NULL",
        of_archive("PRIMARY KEY", "UNIQUE"),
    ),
    case(
        "reference-type-differs",
        "`customer_id` is .*, and points at `id` of `customer`, which is ",
        ("customer_id INTEGER", "customer_id VARCHAR(20)"),
        (",\n    " + UP, ""),
        of_archive("customer_id INTEGER", "customer_id VARCHAR(20)"),
        also=["reference-type-differs"],
    ),
    case(
        "condition-wrong-type",
        "`status` of `orders` is .*, and `7` is no text",
        stores=[("open_while: {status: open}", "open_while: {status: 7}")],
        also=["condition-wrong-type"],
    ),
    # --- ends
    case(
        "field-in-primary-key",
        "`name` is part of the primary key of `customer`",
        ("id INTEGER PRIMARY KEY,\n    email", "id INTEGER NOT NULL UNIQUE,\n    email"),
        and_also("PRIMARY KEY (id, name)"),
        also=["key-not-primary"],
    ),
    case(
        "end-null-forbidden",
        "`email` of `customer` ends as NULL, and is NOT NULL; mend: write .*, or (run: ALTER|make) ",
        (EMAIL, EMAIL + " NOT NULL"),
    ),
    case(
        "end-null-forbidden",
        "`customer_id` of `orders` ties records to people, is to be cut when they become anonymous",
        ("customer_id INTEGER", "customer_id INTEGER NOT NULL"),
        stores=[
            ("archive: {table: orders_archive}", "at_end: {anonymise: {k: 5, group_by: [placed]}}"),
            NO_ARCHIVE,
        ],
    ),
    case(
        "link-stays",
        "`status` of `orders` is NOT NULL: it stays while the record is kept about somebody else",
        then=BY_STATUS,
        stores=[
            (
                CLOCKS_OF_ORDER,
                "          - {role: friend, key: email, column: status, normalised: true}\n"
                + CLOCKS_OF_ORDER,
            ),
            ("impersonal: [placed, closed, status]", "impersonal: [placed, closed]"),
            ("open_while: {status: open}", "missing: placed"),
        ],
    ),
    case(
        "end-too-long",
        "`name` of `customer` takes 3 characters, and `gone` has 4",
        ("name VARCHAR(40)", "name VARCHAR(3)"),
        on=SERVERS,
    ),
    case(
        "end-wrong-type",
        "`name` of `customer` is .*, and `gone` is no number",
        ("name VARCHAR(40)", "name INTEGER"),
    ),
    case(
        "end-wrong-type",
        "`points` of `customer` is .*: only a whole number becomes coarser by range",
        ("points INTEGER", "points DATE"),
    ),
    case(
        "end-wrong-type",
        "`gone` is not one of `here`, `away`",
        ("name VARCHAR(40) NOT NULL", "name ENUM('here', 'away') NOT NULL"),
        on=["mariadb"],
    ),
    case(
        "end-not-encodable",
        "`name` of `customer` is kept in latin1, which has not all characters of `無名`",
        ("name VARCHAR(40)", "name VARCHAR(40) CHARACTER SET latin1"),
        stores=[("constant: gone", "constant: 無名")],
        on=["mariadb"],
    ),
    case(
        "end-not-unique",
        "`name` of `customer` ends as a value that several records share, and `one_name` allows no two",
        then=["CREATE UNIQUE INDEX one_name ON customer (status, name)"],
    ),
    case(
        "end-not-unique",
        "`name` of `customer` ends as a value",
        then=["CREATE UNIQUE INDEX one_name ON customer (lower(name))"],
        on=["sqlite", "postgresql"],
    ),
    case(
        "end-not-unique",
        "`email` of `customer` ends as NULL, and `one_email` allows no two",
        then=["CREATE UNIQUE INDEX one_email ON customer (email) NULLS NOT DISTINCT"],
        on=["postgresql"],
    ),
    case(
        "end-breaks-reference",
        "`points` of `customer` points at `level` by a foreign key, and ends as a value",
        ("CREATE TABLE customer", "CREATE TABLE level (id INTEGER PRIMARY KEY);\nCREATE TABLE customer"),
        and_also("FOREIGN KEY (points) REFERENCES level (id)"),
        also=["no-index"],
    ),
    case(
        "end-on-referenced",
        "`orders` points at `email` of `customer` by a foreign key, and it ends",
        ("email VARCHAR(80) {binary}", "email VARCHAR(80) {binary} UNIQUE"),
        (UP, f"FOREIGN KEY (status) REFERENCES customer (email),\n    {UP}"),
        also=["no-index"],
    ),
    case(
        "end-on-generated",
        "`points` of `customer` is computed from other columns",
        ("points INTEGER", "points INTEGER GENERATED ALWAYS AS (id * 2) STORED"),
        on=["sqlite", "postgresql"],
    ),
    case(
        "end-on-generated",
        "`points` of `customer` is computed from other columns",
        ("points INTEGER", "points INTEGER AS (length(status)) VIRTUAL"),
        on=["mariadb"],
    ),
    case(
        "end-under-check",
        "a check of `customer` reads `name`, which ends: ",
        and_also("CHECK (name <> 'gone')"),
    ),
    case(
        "end-under-check",
        "a check of `customer` reads `email`, which ends: ",
        and_also("CHECK (email IS NOT NULL)"),
    ),
    case("trigger-on-act", "trigger `keep` runs on delete of `customer`", then=["TRIGGER"]),
    case(
        "cascade-between-records",
        "the database itself deletes records of `orders` when one of `customer` is deleted; mend: make the",
        (UP, UP + " ON DELETE CASCADE"),
    ),
    case(
        "cascade-between-records",
        "the database itself changes records of `orders`",
        (UP, UP + " ON DELETE SET NULL"),
    ),
    # --- clocks
    case(
        "clock-moves-on-update",
        "`placed` of `orders` is set to now .*: ALTER TABLE `orders` MODIFY `placed` timestamp NOT NULL",
        ("placed {instant} NOT NULL", f"placed TIMESTAMP NOT NULL {NOW}"),
        on=["mariadb"],
        also=["archive-column-differs", "clock-moves-on-update", "clock-moves-on-update"],
    ),
    case(
        "clock-nullable",
        "`closed` of `orders` may be NULL, and nothing says what that means",
        stores=[("closed: {column: closed, open_while: {status: open}}", "closed: closed")],
    ),
    case(
        "clock-nullable",
        "`customer_id` of `orders` may be NULL",
        stores=[("last_contact: placed", "last_contact: customer.created")],
    ),
    case(
        "missing-nullable",
        "`closed`, read where `closed` is not known, may be NULL itself",
        stores=[("open_while: {status: open}}", "missing: closed}")],
    ),
    case(
        "latest-nullable",
        "`closed` of `orders` may be NULL: the latest is then not known",
        stores=[("shop.orders.placed", "shop.orders.closed")],
    ),
    case(
        "clock-wrong-type",
        "`seen` of `customer` is .*, and is to be read as a date or timestamp",
        ("seen {instant}", "seen INTEGER"),
    ),
    case(
        "clock-wrong-type",
        "`closed` of `orders` is .*, and is to be read as whole seconds",
        stores=[("open_while: {status: open}}", "open_while: {status: open}, stored_as: epoch}")],
    ),
    case(
        "clock-wrong-type",
        "`created` of `customer` is .*, and no date",
        ("created {instant} NOT NULL", "created VARCHAR(20) NOT NULL"),
        also=["clock-wrong-type"],
    ),
    case(
        "created-nullable",
        "`created` says when a record of `customer` came into being, and may be NULL",
        ("created {instant} NOT NULL", "created {instant}"),
        also=["missing-nullable"],
    ),
    # --- identity
    case(
        "identity-wrong-type",
        "`email` of `customer`, by which the holder is found, is ",
        ("email VARCHAR(80) {binary}", "email DATE"),
    ),
    case(
        "key-type-differs",
        "key `account` is .* in `status` as read for `orders`, and a number in `id` elsewhere",
        then=BY_STATUS,
        stores=[
            (
                CLOCKS_OF_ORDER,
                "          - {role: buyer, key: account, column: status, verified: session,"
                f" normalised: true}}\n{CLOCKS_OF_ORDER}",
            ),
            ("impersonal: [placed, closed, status]", "impersonal: [placed, closed]"),
            ("open_while: {status: open}", "missing: placed"),
        ],
    ),
    case(
        "identity-collation",
        "`email` of `customer` takes different texts for equal",
        ("{binary}", "COLLATE NOCASE"),
        on=["sqlite"],
    ),
    case(
        "identity-collation",
        r"`email` of `customer` takes different texts for equal \(utf8mb4_general_ci\)",
        ("{binary}", "COLLATE utf8mb4_general_ci"),
        on=["mariadb"],
    ),
    case(
        "no-index",
        "`email` of `customer`.*: the holder of `customer` is found by it; mend: run: CREATE INDEX ",
        ("CREATE INDEX customer_email ON customer (email);\n", ""),
    ),
    case(
        "no-index",
        "no index on `email` of `customer`",
        stores=[(LINK, LINK.replace(", normalised: true", ""))],
    ),
    case(
        "no-index",
        "no index on `customer_id` of `orders_archive`.*: `orders_archive` is found from `customer`",
        ("CREATE INDEX archive_customer ON orders_archive (customer_id);\n", ""),
    ),
    # --- archives
    case(
        "archive-column-missing",
        "archive table `orders_archive` lacks `note` of `orders`; mend: run: ALTER TABLE .*note",
        of_archive("    note TEXT,", ""),
    ),
    case(
        "archive-column-differs",
        "`status` of archive `orders_archive` is shorter",
        then=[
            "DROP TABLE orders_archive",
            NARROW_ARCHIVE,
            "CREATE INDEX archive_customer ON orders_archive (customer_id)",
        ],
        on=["postgresql"],
    ),
    case(
        "archive-column-differs",
        "`note` of archive `orders_archive` is stricter",
        of_archive("note TEXT", "note TEXT NOT NULL"),
    ),
    case(
        "archive-column-required",
        "`why` of archive `orders_archive` needs a value that `orders` lacks",
        ("orders_archive (\n", "orders_archive (\n    why INTEGER NOT NULL,\n"),
        also=["column-undeclared"],
    ),
    case(
        "flag-wrong-type",
        "`status` of `orders` is .*, and `True` is no text",
        stores=[
            ("archive: {table: orders_archive}", "archive: {column: status}"),
            NO_ARCHIVE,
            ("open_while: {status: open}", "missing: placed"),
        ],
    ),
]
