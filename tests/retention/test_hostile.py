"""Hostile values, names and schemas, end to end through an erasure: all of the person goes, and nobody else's."""

from pathlib import Path
from uuid import UUID

import pytest

from tests.retention.hostile import Parameters, site_of, thing
from tests.retention.shop import ANA, NOON, Shop, fact, statements
from tests.stores.base import Base
from troth.claims.facts import Effect
from troth.claims.states import Fate
from troth.errors import Surprise
from troth.requests.hold import place
from troth.retention import plan
from troth.retention.model import Outcome

PLAIN = "CREATE TABLE things (id INTEGER PRIMARY KEY, email VARCHAR(200), text {long}, made TIMESTAMP NULL)"
LONG = {"sqlite": "TEXT", "postgresql": "TEXT", "mariadb": "LONGTEXT"}
OLD = "2024-01-01 00:00:00"


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"])
def base(request: pytest.FixtureRequest) -> Base | None:
    """A server's database, or none for an SQLite file."""
    if request.param == "sqlite":
        return None
    found: Base = request.getfixturevalue(request.param)
    return found


def dialect(base: Base | None) -> str:
    """The engine's name."""
    return "sqlite" if base is None else base.dialect


def url(base: Base | None) -> str | None:
    """Where it is."""
    return None if base is None else base.url


def of(outcome: Outcome) -> dict[str, dict[Fate, int]]:
    """What was done, by table."""
    assert outcome.is_complete, [store.failure for store in outcome.stores]
    return {table: dict(fates) for store in outcome.stores for table, fates in store.counts.items()}


def rows(base: Base | None, *texts: str) -> list[tuple[str, Parameters]]:
    """Ana's things with these texts, and one of Ben's with each."""
    mark = "?" if base is None else "%s"
    statement = f"INSERT INTO things VALUES ({mark}, {mark}, {mark}, {mark})"
    made: list[tuple[str, Parameters]] = []
    for index, text in enumerate(texts):
        made.append((statement, (2 * index, "ana@example.com", text, OLD)))
        made.append((statement, (2 * index + 1, "ben@example.com", text, OLD)))
    return made


TEXTS = [
    "'); DROP TABLE things; --",
    "%s %(keys)s :keys {keys} ? $1",
    "\\'; \\x00 \\",
    "🦆" * 1000,
    "\u202eevil\u202c \u200f\u0623\u0628",
    '{"k0": 1}',
    "a\r\n\tb\x1b[31m",
    "",
    " ",
]


def test_texts_that_look_like_sql_or_like_nothing(base: Base | None, tmp_path: Path) -> None:
    plain = PLAIN.format(long=LONG[dialect(base)])
    shop = site_of(tmp_path, {"things": thing()}, plain, *rows(base, *TEXTS), url=url(base))
    assert of(shop.erased(ANA)) == {"things": {Fate.DELETE: len(TEXTS)}}
    assert shop.rows("SELECT text FROM things ORDER BY id") == [(text,) for text in TEXTS]


def test_ten_megabytes(base: Base | None, tmp_path: Path) -> None:
    plain = PLAIN.format(long=LONG[dialect(base)])
    shop = site_of(tmp_path, {"things": thing()}, plain, *rows(base, "é" * 5_000_000), url=url(base))
    assert of(shop.erased(ANA)) == {"things": {Fate.DELETE: 1}}
    assert shop.rows("SELECT id FROM things") == [(1,)]


@pytest.mark.parametrize("engine", ["sqlite", "mariadb"])
def test_nul_bytes(request: pytest.FixtureRequest, tmp_path: Path, engine: str) -> None:
    base = None if engine == "sqlite" else request.getfixturevalue(engine)
    plain = PLAIN.format(long=LONG[engine])
    shop = site_of(tmp_path, {"things": thing()}, plain, *rows(base, "a\0b", "\0"), url=url(base))
    assert of(shop.erased(ANA)) == {"things": {Fate.DELETE: 2}}
    assert shop.rows("SELECT text FROM things") == [("a\0b",), ("\0",)]


def test_half_characters_in_a_file(tmp_path: Path) -> None:
    """A lone surrogate, and bytes that are no UTF-8, in a text and in an e-mail address."""
    plain = PLAIN.format(long="TEXT")
    insert = "INSERT INTO things VALUES (?, CAST(? AS TEXT), CAST(? AS TEXT), ?)"
    shop = site_of(
        tmp_path,
        {"things": thing()},
        plain,
        (insert, (1, b"ana@example.com", b"\xed\xa0\x80", OLD)),
        (insert, (2, b"ana@example.com", b"\xff\xfe", OLD)),
        (insert, (3, b"\xed\xa0\x80@example.com", b"x", OLD)),
    )
    assert of(shop.erased(ANA)) == {"things": {Fate.DELETE: 2}}
    assert shop.rows("SELECT id FROM things") == [(3,)]


def test_names_that_look_like_sql(base: Base | None, tmp_path: Path) -> None:
    quote = "`" if dialect(base) == "mariadb" else '"'
    table, text = "th'ings; DROP TABLE x --", "te%xt %(a)s :b ? ]"
    named = f"{quote}{table}{quote}", f"{quote}{text}{quote}"
    key = f"{quote}or{quote * 2}der{quote}"
    shop = site_of(
        tmp_path,
        {f'"{table}"': thing(key=f"'or{quote}der'", fields=f'"{text}": text')},
        f"CREATE TABLE {named[0]} ({key} INTEGER PRIMARY KEY, email VARCHAR(200), {named[1]} VARCHAR(20),"
        " made TIMESTAMP NULL)",
        f"INSERT INTO {named[0]} VALUES (1, 'ana@example.com', 'x', '{OLD}'), (2, 'ben@example.com', 'x', '{OLD}')",
        url=url(base),
    )
    assert of(shop.erased(ANA)) == {table: {Fate.DELETE: 1}}


def test_days_at_the_ends_of_the_calendar_are_not_known_and_keep_their_record(
    base: Base | None, tmp_path: Path
) -> None:
    days = ["0001-01-01", "9999-12-31", "2024-01-01"]
    days += ["infinity", "-infinity"] if dialect(base) == "postgresql" else []
    kind = "DATETIME" if dialect(base) == "mariadb" else "TIMESTAMP"
    inserted = [
        f"INSERT INTO things VALUES ({n}, 'ana@example.com', 'x', '{day}')" for n, day in enumerate(days)
    ]
    shop = site_of(
        tmp_path,
        {"things": thing()},
        f"CREATE TABLE things (id INTEGER PRIMARY KEY, email VARCHAR(200), text VARCHAR(20), made {kind} NULL)",
        *inserted,
        url=url(base),
    )
    assert of(shop.erased(ANA)) == {"things": {Fate.DELETE: 1}}
    assert shop.rows("SELECT count(*) FROM things") == [(len(days) - 1,)]


def test_latin1_columns(mariadb: Base, tmp_path: Path) -> None:
    shop = site_of(
        tmp_path,
        {"things": thing()},
        "CREATE TABLE things (id INT PRIMARY KEY, email VARCHAR(200), text VARCHAR(200), made DATETIME) "
        "CHARACTER SET latin1 COLLATE latin1_swedish_ci",
        f"INSERT INTO things VALUES (1, 'ana@example.com', 'été', '{OLD}'), (2, 'ána@example.com', 'été', '{OLD}'), "
        f"(3, 'ANA@EXAMPLE.COM', 'x', '{OLD}')",
        url=mariadb.url,
    )
    assert of(shop.erased(ANA)) == {"things": {Fate.DELETE: 2}}
    assert shop.rows("SELECT id, text FROM things") == [(2, "été")]


def test_nocase_columns_in_a_file(tmp_path: Path) -> None:
    shop = site_of(
        tmp_path,
        {"things": thing()},
        "CREATE TABLE things (id TEXT COLLATE NOCASE PRIMARY KEY, email TEXT COLLATE NOCASE, text TEXT COLLATE NOCASE,"
        " made TIMESTAMP)",
        f"INSERT INTO things VALUES ('A', 'ana@example.com', 'x', '{OLD}'), ('b', 'Ana@Example.com', 'x', '{OLD}'),"
        f" ('ß', 'anä@example.com', 'x', '{OLD}')",
    )
    assert of(shop.erased(ANA)) == {"things": {Fate.DELETE: 2}}
    assert shop.rows("SELECT id FROM things") == [("ß",)]


def test_uuid_keys(base: Base | None, tmp_path: Path) -> None:
    kind = "TEXT" if base is None else "UUID"
    one, two = (str(UUID(int=2**127 + n)) for n in (1, 2))
    shop = site_of(
        tmp_path,
        {"things": thing()},
        f"CREATE TABLE things (id {kind} PRIMARY KEY, email VARCHAR(200), text VARCHAR(20), made TIMESTAMP NULL)",
        f"INSERT INTO things VALUES ('{one}', 'ana@example.com', 'x', '{OLD}'),"
        f" ('{two}', 'ben@example.com', 'x', '{OLD}')",
        url=url(base),
    )
    assert of(shop.erased(ANA)) == {"things": {Fate.DELETE: 1}}
    assert [str(row[0]) for row in shop.rows("SELECT id FROM things")] == [two]


ODD_KEYS = [
    ("sqlite", "BLOB", "x'00ff27'"),
    ("sqlite", "TEXT", "CAST(x'610062' AS TEXT)"),
    ("sqlite", "", "1.5"),
    ("postgresql", "BYTEA", "'\\x00ff27'"),
    ("postgresql", "NUMERIC", "1.50"),
    ("mariadb", "BINARY(4)", "x'00ff2700'"),
    ("mariadb", "DECIMAL(9, 2)", "1.50"),
]


@pytest.mark.parametrize(("engine", "kind", "key"), ODD_KEYS)
def test_keys_that_are_bytes_or_no_whole_numbers(
    request: pytest.FixtureRequest, tmp_path: Path, engine: str, kind: str, key: str
) -> None:
    base = None if engine == "sqlite" else request.getfixturevalue(engine)
    shop = site_of(
        tmp_path,
        {"things": thing()},
        f"CREATE TABLE things (id {kind} PRIMARY KEY, email VARCHAR(200), text VARCHAR(20), made TIMESTAMP NULL)",
        f"INSERT INTO things VALUES ({key}, 'ana@example.com', 'x', '{OLD}')",
        url=url(base),
    )
    assert of(shop.erased(ANA)) == {"things": {Fate.DELETE: 1}}
    assert shop.rows("SELECT * FROM things") == []


def test_composite_keys(base: Base | None, tmp_path: Path) -> None:
    shop = site_of(
        tmp_path,
        {"things": thing(key="[day, place, n]")},
        "CREATE TABLE things (n INTEGER, day DATE, place VARCHAR(20), email VARCHAR(200), text VARCHAR(20),"
        " made TIMESTAMP NULL, PRIMARY KEY (day, place, n))",
        f"INSERT INTO things VALUES (1, '2024-01-01', 'a''b', 'ana@example.com', 'x', '{OLD}'),"
        f" (1, '2024-01-01', 'A''B ', 'ben@example.com', 'x', '{OLD}'),"
        f" (2, '2024-01-01', 'a''b', 'ben@example.com', 'x', '{OLD}')"
        if dialect(base) != "mariadb"
        else f"INSERT INTO things VALUES (1, '2024-01-01', 'a''b', 'ana@example.com', 'x', '{OLD}'),"
        f" (2, '2024-01-01', 'a''b', 'ben@example.com', 'x', '{OLD}')",
        url=url(base),
    )
    assert of(shop.erased(ANA)) == {"things": {Fate.DELETE: 1}}
    assert {row[0] for row in shop.rows("SELECT email FROM things")} == {"ben@example.com"}


@pytest.mark.parametrize("more", ["", ", note TEXT"], ids=["deleted", "emptied"])
def test_composite_keys_of_what_is_no_text(tmp_path: Path, more: str) -> None:
    """Bytes, a NUL, and bytes that are no UTF-8: carried to the file as they came, for deleting and for changing."""
    keys = [(b"\x00\xff", b"a"), (b"a", b"b\x00c"), (b"a", b"caf\xe9"), (b"a", b"caf")]
    insert = f"INSERT INTO things VALUES (?, CAST(? AS TEXT), ?, 'x', '{OLD}'{', NULL' if more else ''})"
    people = [("ana", keys[0]), ("ana", keys[1]), ("ana", keys[2]), ("ben", keys[3])]
    shop = site_of(
        tmp_path,
        {"things": thing(key="[code, place]")},
        f"CREATE TABLE things (code BLOB, place TEXT, email TEXT, text TEXT, made TIMESTAMP{more},"
        " PRIMARY KEY (code, place))",
        *((insert, (*key, f"{who}@example.com")) for who, key in people),
    )
    fate = Fate.STUB if more else Fate.DELETE
    assert of(shop.erased(ANA)) == {"things": {fate: 3}}
    left = shop.rows("SELECT email, CAST(place AS BLOB) FROM things WHERE email IS NOT NULL")
    assert left == [("ben@example.com", b"caf")]


def test_two_keys_that_read_alike_are_not_taken_for_one(tmp_path: Path) -> None:
    """A byte that is no UTF-8 is shown as `\\xe9`; so is a text that says just that."""
    insert = f"INSERT INTO things VALUES (CAST(? AS TEXT), ?, 'x', '{OLD}')"
    shop = site_of(
        tmp_path,
        {"things": thing(key="code")},
        "CREATE TABLE things (code TEXT PRIMARY KEY, email TEXT, text TEXT, made TIMESTAMP)",
        (insert, (b"caf\xe9", "ana@example.com")),
        (insert, (rb"caf\xe9", "ben@example.com")),
    )
    (store,) = shop.erased(ANA).stores
    assert store.failure is not None
    assert "cannot be told apart by their key" in store.failure.words
    assert len(shop.rows("SELECT 1 FROM things")) == 2


def test_a_record_without_a_key_is_told_and_not_taken_for_gone(base: Base | None, tmp_path: Path) -> None:
    """It could not be found again: a hold would not hold it."""
    shop = site_of(
        tmp_path,
        {"things": thing(key="code")},
        "CREATE TABLE things (code VARCHAR(20), email VARCHAR(200), text VARCHAR(20), made TIMESTAMP NULL)",
        f"INSERT INTO things VALUES (NULL, 'ana@example.com', 'x', '{OLD}')",
        url=None if base is None else base.url,
    )
    (store,) = shop.erased(ANA).stores
    assert store.failure is not None
    assert "a record of `things` has nothing in its key" in store.failure.words
    with shop.open() as site, pytest.raises(Surprise, match="nothing in its key"):
        place(site, frozenset({ANA}), fact(Effect.HELD, name="case 7"), NOON)
    assert len(shop.rows("SELECT 1 FROM things")) == 1


def test_a_condition_on_a_boolean_column(base: Base | None, tmp_path: Path) -> None:
    declared = thing().replace("impersonal: [made]", "impersonal: [made, is_open]")
    declared = declared.replace(
        "clocks: {made: made}", "clocks: {made: {column: made, open_while: {is_open: true}}}"
    )
    shop = site_of(
        tmp_path,
        {"things": declared.replace("kind: thing", "kinds: {thing: {is_open: false}}")},
        "CREATE TABLE things (id INTEGER PRIMARY KEY, email VARCHAR(200), text VARCHAR(20), made TIMESTAMP NULL,"
        " is_open BOOLEAN)",
        f"INSERT INTO things VALUES (1, 'ana@example.com', 'x', '{OLD}', FALSE),"
        f" (2, 'ana@example.com', 'x', '{OLD}', TRUE), (3, 'ana@example.com', 'x', '{OLD}', NULL)",
        url=url(base),
    )
    assert of(shop.erased(ANA)) == {"things": {Fate.DELETE: 1}}
    assert shop.rows("SELECT id FROM things ORDER BY id") == [(2,), (3,)]


CHAIN = (
    "CREATE TABLE things (id INTEGER PRIMARY KEY, email VARCHAR(200), text VARCHAR(20), made TIMESTAMP NULL, "
)
CHAIN += "parent INTEGER NULL, FOREIGN KEY (parent) REFERENCES things (id) ON DELETE RESTRICT)"


def chain(*people: str) -> str:
    """Things each of which points at the one before."""
    listed = [
        f"({n}, '{who}@example.com', 'x', '{OLD}', {n - 1 if n else 'NULL'})" for n, who in enumerate(people)
    ]
    return f"INSERT INTO things VALUES {', '.join(listed)}"


def chained(folder: Path, base: Base | None, *people: str, more: tuple[str, ...] = ()) -> Shop:
    """A site over such a chain."""
    declared = {"things": thing(more="        references: {parent: parent -> things.id}\n")}
    return site_of(folder, declared, CHAIN, chain(*people), *more, url=url(base))


def test_a_chain_of_rows_that_forbids_to_delete_what_is_pointed_at(base: Base | None, tmp_path: Path) -> None:
    shop = chained(tmp_path, base, *["ana"] * 50)
    assert of(shop.erased(ANA)) == {"things": {Fate.DELETE: 50}}
    assert shop.rows("SELECT * FROM things") == []


def test_a_chain_with_somebody_else_in_the_middle(base: Base | None, tmp_path: Path) -> None:
    shop = chained(tmp_path, base, "ana", "ana", "ben", "ana")
    assert of(shop.erased(ANA)) == {"things": {Fate.STUB: 2, Fate.DELETE: 1}}
    assert shop.rows("SELECT id, email, text, parent FROM things ORDER BY id") == [
        (0, None, None, None),
        (1, None, None, 0),
        (2, "ben@example.com", "x", 1),
    ]


def test_a_ring_within_a_table(base: Base | None, tmp_path: Path) -> None:
    shop = chained(tmp_path, base, "ana", "ana", "ana", more=("UPDATE things SET parent = 2 WHERE id = 0",))
    assert of(shop.erased(ANA)) == {"things": {Fate.DELETE: 3}}
    assert shop.rows("SELECT * FROM things") == []


def test_a_ring_of_two_tables(base: Base | None, tmp_path: Path) -> None:
    columns = "id INTEGER PRIMARY KEY, email VARCHAR(200), text VARCHAR(20), made TIMESTAMP NULL"
    late = [] if base is None else ["ALTER TABLE things ADD FOREIGN KEY (other) REFERENCES others (id)"]
    inline = ", FOREIGN KEY (other) REFERENCES others (id)" if base is None else ""
    shop = site_of(
        tmp_path,
        {
            "things": thing(more="        references: {other: other -> others.id}\n"),
            "others": thing(more="        references: {thing: thing -> things.id}\n"),
        },
        f"CREATE TABLE things ({columns}, other INTEGER NULL{inline})",
        f"CREATE TABLE others ({columns}, thing INTEGER NOT NULL, FOREIGN KEY (thing) REFERENCES things (id))",
        *late,
        f"INSERT INTO things VALUES (1, 'ana@example.com', 'x', '{OLD}', NULL),"
        f" (2, 'ben@example.com', 'x', '{OLD}', NULL)",
        f"INSERT INTO others VALUES (1, 'ana@example.com', 'x', '{OLD}', 1), (2, 'ben@example.com', 'x', '{OLD}', 2)",
        "UPDATE things SET other = id",
        url=url(base),
    )
    assert of(shop.erased(ANA)) == {"things": {Fate.DELETE: 1}, "others": {Fate.DELETE: 1}}
    assert shop.rows("SELECT id, other FROM things") == [(2, 2)]
    assert shop.rows("SELECT id FROM others") == [(2,)]


def test_a_table_whose_records_are_anonymised_has_no_other_one_judged_whole(tmp_path: Path) -> None:
    """Whether a group is large enough is asked of everybody's records, but of that table alone."""
    columns = "id INTEGER PRIMARY KEY, email VARCHAR(200), text VARCHAR(20), made TIMESTAMP NULL"
    counts = []
    for number, end in enumerate(("", "        at_end: {anonymise: {k: 2, group_by: [made]}}\n")):
        shop = site_of(
            tmp_path / str(number),
            {"things": thing(more=end), "others": thing()},
            f"CREATE TABLE things ({columns})",
            f"CREATE TABLE others ({columns})",
            f"INSERT INTO things VALUES (1, 'ana@example.com', 'x', '{OLD}'), (2, 'ben@example.com', 'x', '{OLD}')",
            f"INSERT INTO others VALUES (1, 'ana@example.com', 'x', '{OLD}')",
        )
        with shop.open() as site, statements(site, lambda text: '"others"' in text) as sent:
            made = plan.make(site, {ANA}, NOON, [fact(Effect.ERASED, ANA)])
        assert {one.record.table for one in made.planned} == {"things", "others"}
        counts.append(len(sent))
    assert counts[0] == counts[1]
