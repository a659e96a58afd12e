"""What the interpreter says of a datum, and of the acts of a plan, where no case shows it already."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.claims.build import (
    ACTIVE,
    ANA,
    ANAS,
    ARCHIVED,
    BEN,
    BENS,
    CLEO,
    CONSENT,
    CONTRACT,
    DUTY,
    ENDED,
    FROZEN,
    MADE,
    Rows,
    archive,
    at,
    clock,
    customers,
    day,
    down,
    fact,
    fate,
    foreign_key,
    item,
    latest,
    link,
    manifest,
    outcome,
    purpose,
    record,
    refers,
    rows,
    span,
    state,
    swept,
    table,
    up,
    use,
    words,
    world,
)
from troth.claims import interpreter
from troth.claims.facts import Effect
from troth.claims.keys import Datum, Key
from troth.claims.states import Fate, State
from troth.claims.world import ColumnType, LiveColumn, LiveTable, Value, World
from troth.manifest.condition import Absent, All, Among, Exists, Not, OfParent
from troth.manifest.model import Item
from troth.manifest.names import Column, ItemName, Relation, StoreName, TableName
from troth.manifest.stores import (
    Anonymise,
    FieldEnd,
    FlagIn,
    Generalise,
    Grain,
    MoveTo,
    SetConstant,
    SetNull,
)

NOTED, HAPPENED = Effect.NOTED, Effect.HAPPENED
ME = record("people", 1)


# --- data ---------------------------------------------------------------------------------------------------


def test_a_claim_that_follows_has_the_best_state_of_what_it_follows() -> None:
    people = table("people", {"name": "name"}, link())
    orders = table(
        "orders", {}, link("email", up("person")), refs={"person": refers("people", person="id")},
        kinds={"order": Among(Column("status"), ("x",))}, impersonal=["status"], clocks=MADE,
    )  # fmt: skip
    one = purpose("books", DUTY, data={"people": use(follows="order")}, active=span("made", "P1Y"))
    declared = manifest([people, orders], [one])
    old, late = day("2020-01-01"), day("2025-06-01")
    orders_made: list[tuple[list[tuple[date, str | None]], State]] = [
        ([(old, "x"), (late, "x")], ACTIVE),
        ([(old, "x")], ENDED),
        ([(old, "x"), (late, None)], FROZEN),
        ([(late, "y")], ENDED),
        ([], ENDED),
    ]
    for listed, expected in orders_made:
        followed = [{"id": n, "person": 1, "made": m, "status": s} for n, (m, s) in enumerate(listed)]
        asked = world(declared, {"people": [{**ANAS, "name": "A"}], "orders": followed})
        assert state(asked, "people.name", 1, "2026-01-01") is expected


def test_a_hold_names_its_matter_and_a_release_ends_it() -> None:
    declared, given = customers()
    held = fact(Effect.HELD, "2025-01-01", ME, name="m")
    for released, expected in [
        (fact(Effect.RELEASED, "2025-02-01", ME, name="m"), ENDED),
        (fact(Effect.RELEASED, "2025-02-01", None, name="m"), ENDED),
        (fact(Effect.RELEASED, "2025-02-01", record("people", 2), name="m"), ARCHIVED),
        (fact(Effect.RELEASED, "2025-02-01", None, name="n"), ARCHIVED),
        (fact(Effect.RELEASED, "2025-01-01", None, name="m"), ARCHIVED),
    ]:
        assert state(world(declared, given, held, released), "people.name", 1, "2026-01-01") is expected


def test_a_link_is_held_with_what_is_found_through_it() -> None:
    """The reference that leads to her is hers, and the address that it leads to."""
    people = table("people", {"email": "email", "name": "name"})
    orders = table(
        "orders", {"note": item("note"), "gift": item("gift", "recipient")}, link("email", up("person")),
        link("to", role="recipient"), refs={"person": refers("people", person="id")},
    )  # fmt: skip
    declared = manifest([people, orders], [purpose("p", {"customer": DUTY}, "orders")])
    given: Rows = {
        "people": [{**ANAS, "name": "A"}],
        "orders": [{"id": 1, "person": 1, "to": "ben@x.fr", "note": "n", "gift": "g"}],
    }
    asked = world(declared, given)
    found = {c: state(asked, f"orders.{c}", 1, "2026-01-01") for c in ("note", "gift", "person", "to")}
    assert found == {"note": ACTIVE, "gift": ENDED, "person": ACTIVE, "to": ENDED}
    assert state(asked, "people.email", 1, "2026-01-01") is ACTIVE  # unlinked itself, but read through
    assert state(asked, "people.name", 1, "2026-01-01") is ENDED


def test_a_link_stays_while_a_hold_or_a_restriction_of_whatever_items_lasts() -> None:
    people = table("people", {"phone": item("phone"), "name": item("name")}, link())
    declared = manifest([people], [])
    given: Rows = {"people": [{**ANAS, "phone": "1", "name": "A"}]}
    held = world(declared, given, fact(Effect.HELD, "2025-01-01", ME, name="m", items=["phone"]))
    assert [state(held, f"people.{c}", 1, "2026-01-01") for c in ("email", "phone", "name")] == [
        ARCHIVED,
        ARCHIVED,
        ENDED,
    ]
    restricted = world(declared, given, fact(Effect.RESTRICTED, "2025-01-01", ANA, items=["fax"]))
    assert [state(restricted, f"people.{c}", 1, "2026-01-01") for c in ("email", "name")] == [FROZEN, ENDED]


def test_a_reference_that_a_claim_follows_is_held_with_it() -> None:
    """The order's own person is gone; the address is still claimed because of that order."""
    addresses = table("addresses", {"street": "street"}, link())
    orders = table(
        "orders",
        {"note": "note"},
        link("email", up("home")),
        refs={"home": refers("addresses", home_id="id")},
    )
    one = purpose("p", {"recipient": DUTY}, "orders", data={"addresses": use(follows="orders")})
    both = purpose(
        "q", {"customer": DUTY}, data={"addresses": use(follows="orders")}, active=span("made", "P1Y")
    )
    declared = manifest([addresses, orders], [one, both])
    asked = world(
        declared, {"addresses": [{**ANAS, "street": "s"}], "orders": [{"id": 1, "home_id": 1, "note": "n"}]}
    )
    assert state(asked, "orders.note", 1, "2026-01-01") is ENDED
    assert state(asked, "addresses.street", 1, "2026-01-01") is FROZEN
    assert state(asked, "orders.home_id", 1, "2026-01-01") is FROZEN


def test_what_the_accepted_version_did_not_know_is_not_released() -> None:
    """A column, a table or a kind that is new to the manifest is not destroyed by its first words."""
    old = table("people", {"email": "email"}, link())
    new = table("people", {"email": "email", "name": "name"}, link())
    given: Rows = {"people": [{**ANAS, "name": "A"}], "notes": [{**ANAS, "text": "t"}]}
    accepted = manifest([old], [])
    wider = world(manifest([new, table("notes", {"text": "t"}, link())], []), given, accepted=accepted)
    found = [state(wider, where, 1, "2026-01-01") for where in ("people.email", "people.name", "notes.text")]
    assert found == [ENDED, FROZEN, FROZEN]
    split = table("people", {"email": "email"}, link(), kinds={"member": None})
    narrow = table("people", {"email": "email"}, link(), kinds={"guest": Among(Column("email"), ("b",))})
    kinds = world(manifest([split], []), given, accepted=manifest([narrow], []))
    assert state(kinds, "people.email", 1, "2026-01-01") is FROZEN


# --- acts ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("end", "value", "expected"),
    [
        (SetNull(), "x", None),
        (SetConstant("former member"), "x", "former member"),
        (SetConstant(True), "x", 1),
        (Generalise(Grain.PREFIX, 2), "75001", "75"),
        (Generalise(Grain.RANGE, 10), 37, 30),
        (Generalise(Grain.RANGE, 10), -3, -10),
        (Generalise(Grain.YEAR), day("2024-05-06"), day("2024-01-01")),
        (Generalise(Grain.MONTH), datetime(2024, 5, 6, 7, 8), datetime(2024, 5, 1)),  # noqa: DTZ001
        (
            Generalise(Grain.YEAR),
            datetime(2023, 12, 31, 23, 30, tzinfo=UTC),
            datetime(2023, 12, 31, 23, tzinfo=UTC),
        ),
        (Generalise(Grain.YEAR), "no date", None),
        (Generalise(Grain.PREFIX, 2), None, None),
    ],
)
def test_an_ended_field_takes_its_end(end: FieldEnd, value: Value, expected: Value) -> None:
    """The timestamp with zone is of the year 2024 in Paris."""
    people = table("people", {"it": item("it", end=end), "name": "name"}, link())
    declared = manifest([people], [purpose("p", DUTY, data={"people": use("name")})], zone="Europe/Paris")
    once = swept(world(declared, {"people": [{**ANAS, "it": value, "name": "A"}]}), "2026-01-01")
    assert rows(once, "people")[0]["it"] == expected
    assert interpreter.fates(once, at("2026-01-01")) == {}


def test_what_may_not_be_null_stays_and_so_do_keys() -> None:
    """Nothing is planned that the database would refuse."""
    people = table("people", {"name": "name", "email": "email", "code": "code"}, link(), key=("email",))
    declared = manifest([people], [purpose("p", DUTY, data={"people": use("code")})])
    asked = world(declared, {"people": [{**ANAS, "name": "A", "code": "c"}]}, required=["people.name"])
    assert state(asked, "people.name", "ana@x.fr", "2026-01-01") is ENDED
    assert outcome(asked, "people", "ana@x.fr", "2026-01-01").changes == {}


def test_what_records_are_judged_by_is_not_changed_while_they_stay() -> None:
    """Or the next plan would judge otherwise: the kind, the age, and the way to the parent."""
    columns = ["status", "made", "name", "note", "boss_id"]
    is_open = All(
        (Among(Column("status"), ("open",)), OfParent(Relation("boss"), Not(Absent(Column("status")))))
    )
    people = table(
        "people", dict(zip(columns, columns, strict=True)), link(), created="made",
        kinds={"member": is_open, "rest": Not(is_open)}, refs={"boss": refers("people", boss_id="id")},
    )  # fmt: skip
    declared = manifest([people], [purpose("p", DUTY, data={"member": use("name")})])
    row: Mapping[str, Value] = {
        "status": "open",
        "made": day("2024-01-01"),
        "name": "A",
        "note": "n",
        "boss_id": 1,
    }
    asked = world(declared, {"people": [{**ANAS, **row}]})
    assert outcome(asked, "people", 1, "2026-01-01").changes == {"note": None}


def test_a_witness_stays_while_the_record_that_it_speaks_for_stays() -> None:
    """An order answers whether a person is a client: it is not deleted before the client is."""
    ordered = Exists(TableName("orders"), Relation("person"), All(()))
    people = table(
        "people", {"name": "name"}, link(), kinds={"client": ordered, "other": Not(ordered)}, clocks=MADE
    )
    orders = table(
        "orders",
        {"note": "note"},
        link("id", up("person"), key="account"),
        refs={"person": refers("people", person="id")},
    )
    declared = manifest([people, orders], [purpose("p", DUTY, "client", active=span("made", "P1Y"))])
    given: Rows = {
        "people": [{**ANAS, "name": "A", "made": day("2025-06-01")}],
        "orders": [{"id": 1, "person": 1, "note": "n"}],
    }
    asked = world(declared, given)
    assert outcome(asked, "orders", 1, "2026-01-01").fate is Fate.STUB
    assert state(swept(asked, "2026-01-01"), "people.name", 1, "2026-01-02") is ACTIVE
    gone = swept(asked, "2026-01-01", "2026-07-01")
    assert (rows(gone, "people"), rows(gone, "orders")) == ([], [])


def test_the_row_through_which_people_are_found_stays_while_what_is_theirs_does() -> None:
    """A thread's members stand in a table of nothing but keys."""
    threads = table("threads", {"text": "text"}, link("user", down("members", "thread"), key="account"))
    members = table(
        "members", {"joined": "joined"}, link("user", key="account"), key=("thread", "user"),
        refs={"thread": refers("threads", thread="id")},
    )  # fmt: skip
    given: Rows = {"threads": [{"id": 1, "text": "t"}], "members": [{"thread": 1, "user": 7, "joined": "j"}]}
    kept = world(manifest([threads, members], [purpose("p", DUTY, "threads")]), given)
    assert interpreter.fates(kept, at("2026-01-01")).keys() == {record("members", 1, 7)}
    assert interpreter.ties(swept(kept, "2026-01-01"), record("threads", 1)) == interpreter.ties(
        kept, record("threads", 1)
    )
    free = world(manifest([threads, members], []), given)
    assert set(interpreter.fates(free, at("2026-01-01"))) == {record("threads", 1), record("members", 1, 7)}


def test_of_a_chain_what_stays_keeps_all_that_it_needs() -> None:
    people = table(
        "people", {"name": "name"}, link(), refs={"boss": refers("people", boss_id="id")}, clocks=MADE
    )
    declared = manifest([people], [purpose("p", DUTY, "people", active=span("made", "P1Y"))])
    chain: list[Mapping[str, Value]] = [
        {"id": n, "email": f"{n}@x", "name": "A", "boss_id": n + 1, "made": day("2020-01-01")}
        for n in range(4)
    ]
    assert rows(swept(world(declared, {"people": chain}), "2026-01-01"), "people") == []
    chain[1] = {**chain[1], "made": day("2025-12-01")}
    left = swept(world(declared, {"people": chain}), "2026-01-01")
    assert [(row["id"], row["name"]) for row in rows(left, "people")] == [(1, "A"), (2, None), (3, None)]


def test_a_reference_cut_by_the_plan_needs_nothing_any_more() -> None:
    people = table("people", {"name": "name"}, link())
    orders = table(
        "orders", {"note": item("note", "customer"), "wish": item("wish", "recipient")},
        link("email", up("person")), link("to", role="recipient"),
        refs={"person": refers("people", person="id")},
    )  # fmt: skip
    declared = manifest([people, orders], [purpose("p", {"recipient": DUTY}, "orders")])
    given: Rows = {
        "people": [{**ANAS, "name": "A"}],
        "orders": [{"id": 1, "person": 1, "to": "ben@x.fr", "note": "n", "wish": "w"}],
    }
    left = swept(world(declared, given), "2026-01-01")
    assert rows(left, "people") == []
    assert rows(left, "orders") == [{"id": 1, "person": None, "to": "ben@x.fr", "note": None, "wish": "w"}]
    refused = world(declared, given, required=["orders.person"])
    assert outcome(refused, "people", 1, "2026-01-01").fate is Fate.STUB


def test_a_plan_changes_only_what_is_tied_to_the_people_it_is_for() -> None:
    declared, _ = customers()
    given: Rows = {
        "people": [{**ANAS, "name": "A"}, {**BENS, "name": "B"}, {"id": 3, "email": None, "name": "C"}]
    }
    asked = world(declared, given)
    assert set(interpreter.fates(asked, at("2026-01-01"), frozenset({ANA}))) == {record("people", 1)}
    assert interpreter.fates(asked, at("2026-01-01"), frozenset({CLEO})) == {}
    assert len(rows(interpreter.after(asked, at("2026-01-01"), frozenset({ANA, BEN})), "people")) == 1


def crowd(*who: str | None, k: int = 2, **more: Any) -> World:
    """Done visits of these people, to be anonymised."""
    visits = table(
        "visits", {"page": item("page", end=SetConstant("/"))}, link(), at_end=Anonymise(k, ()), **more
    )
    given = [{"id": n, "email": one, "page": f"/{n}"} for n, one in enumerate(who)]
    return world(manifest([visits], []), {"visits": given})


def test_a_group_counts_people_not_rows() -> None:
    assert fate(crowd("a@x", "b@x"), "visits", 0, "2026-01-01") is Fate.ANONYMISE
    assert fate(crowd("a@x", "A@x"), "visits", 0, "2026-01-01") is Fate.DELETE
    assert fate(crowd("a@x", None), "visits", 0, "2026-01-01") is Fate.DELETE


def test_who_was_anonymised_before_still_counts_and_who_is_out_of_scope_does_too() -> None:
    """So that plans for one person after another end like one plan for all."""
    alone = interpreter.after(crowd("a@x", "b@x"), at("2026-01-01"), frozenset({Key.of("email", "a@x")}))
    assert rows(alone, "visits") == [
        {"id": 0, "email": None, "page": "/"},
        {"id": 1, "email": "b@x", "page": "/1"},
    ]
    assert rows(swept(alone, "2026-01-01"), "visits") == rows(
        swept(crowd("a@x", "b@x"), "2026-01-01"), "visits"
    )


def test_a_record_whose_link_cannot_be_cut_is_not_anonymised() -> None:
    assert fate(crowd("a@x", "b@x", key=("email",)), "visits", "a@x", "2026-01-01") is Fate.DELETE


def moving(*facts: Any, archived: Any = None, old: Rows | None = None) -> World:
    """A ticket that is archived, and one of a table that points at it."""
    fields = {"text": "text"}
    kinds: dict[str, Any] = {"kinds": {"ticket": None}, "clocks": {"made": clock("made")}}
    tickets = table(
        "tickets", fields, link(), archive=archived or MoveTo(TableName("old")), impersonal=["flag"], **kinds
    )
    into = table("old", fields, link(), archive_of=TableName("tickets"), impersonal=["flag"], **kinds)
    replies = table(
        "replies",
        {"said": "said"},
        link("email", up("ticket")),
        refs={"ticket": refers("tickets", ticket="id")},
        clocks=MADE,
    )
    one = purpose("p", DUTY, "ticket", active=span("made", "P1Y"), archive=archive("made", "P9Y"))
    other = purpose("q", DUTY, "replies", active=span("made", "P1Y"))
    row = {**ANAS, "text": "t", "flag": None, "made": day("2024-01-01")}
    return world(
        manifest([tickets, into, replies], [one, other]),
        {"tickets": [row], "old": [], "replies": [], **(old or {})},
        *facts,
    )


def test_a_record_does_not_move_from_where_it_is_pointed_at_or_to_where_one_stands() -> None:
    reply: Rows = {"replies": [{"id": 1, "ticket": 1, "said": "s", "made": day("2025-06-01")}]}
    assert fate(moving(), "tickets", 1, "2026-01-01") is Fate.MOVE
    assert fate(moving(old=reply), "tickets", 1, "2026-01-01") is Fate.KEEP
    assert fate(moving(old=reply), "tickets", 1, "2026-06-02") is Fate.MOVE
    taken: Rows = {"old": [{**ANAS, "text": "t", "flag": None, "made": day("2025-01-01")}]}
    assert fate(moving(old=taken), "tickets", 1, "2026-01-01") is Fate.KEEP


def test_what_decides_where_a_record_stood_takes_its_end_when_it_moves() -> None:
    """Replies ask whether their ticket has a nickname; nobody asks that of the archive."""
    fields = {"text": "text", "nick": "nick"}
    told: dict[str, Any] = {"clocks": {"made": clock("made")}, "kinds": {"t": None}}
    tickets = table("tickets", fields, link(), archive=MoveTo(TableName("old")), **told)
    into = table("old", fields, link(), archive_of=TableName("tickets"), **told)
    asking = {"reply": OfParent(Relation("ticket"), Absent(Column("nick")))}
    replies = table("replies", {}, kinds=asking, refs={"ticket": refers("tickets", ticket="id")})
    one = purpose("p", DUTY, data={"t": use("text")}, active=span("made"), archive=archive("made", "P9Y"))
    row = {**ANAS, "text": "t", "nick": "n", "made": day("2024-01-01")}
    given: Rows = {"tickets": [row], "old": [], "replies": []}
    moved = swept(world(manifest([tickets, into, replies], [one]), given), "2026-01-01")
    assert [(row["text"], row["nick"]) for row in rows(moved, "old")] == [("t", None)]


def test_notes_and_events_of_a_record_move_with_it() -> None:
    told_ = [
        fact(NOTED, "2025-06-01", record("tickets", 1), name="made"),
        fact(HAPPENED, "2024-05-01", record("tickets", 1), name="x"),
    ]
    moved = swept(moving(*told_), "2026-06-02")
    assert [(f.effect, f.since, f.record) for f in moved.facts.known[2:]] == [
        (f.effect, f.since, record("old", 1)) for f in told_
    ]
    assert state(moved, "old.text", 1, "2034-06-01") is ARCHIVED
    assert state(moved, "old.text", 1, "2034-06-02") is ENDED


def test_an_archived_record_without_anything_left_is_neither_moved_nor_flagged() -> None:
    empty = moving(
        archived=FlagIn(Column("flag"), 1),
        old={"tickets": [{"id": 1, "email": None, "text": None, "flag": None, "made": day("2024-01-01")}]},
    )
    assert state(empty, "tickets.text", 1, "2026-01-01") is ARCHIVED
    assert fate(empty, "tickets", 1, "2026-01-01") is Fate.KEEP


def test_a_note_keeps_the_greatest_value_known_and_that_something_was_unknown() -> None:
    """A visit has no date: when it goes, the last contact stays unknown, and no earlier than it was."""
    people = table("people", {"email": "email"}, link(), clocks={"it": latest("visits.at")})
    visits = table("visits", {"page": "page"}, link(), impersonal=["at"])
    declared = manifest([people, visits], [purpose("p", DUTY, "people", active=span("it", "P1Y"))])
    given = [{**ANAS, "id": n, "page": "/", "at": d} for n, d in enumerate([day("2020-01-01"), None])]
    begun = world(declared, {"people": [ANAS], "visits": given})
    once = swept(begun, "2026-01-01")
    assert rows(once, "visits") == []
    (note,) = once.facts.known
    assert (note.effect, note.record, note.name, note.ground) == (NOTED, ME, "it", "unknown")
    assert (note.since, note.recorded, note.sequence, note.by) == (
        at("2020-01-01T00:00"),
        at("2026-01-01"),
        1,
        "troth",
    )
    assert state(once, "people.email", 1, "2026-01-01") is FROZEN


def test_nothing_is_noted_where_nothing_is_lost() -> None:
    """The visit stays, and with it what it says."""
    people = table("people", {"email": "email"}, link(), clocks={"it": latest("visits.at")})
    visits = table("visits", {"page": "page"}, link(), impersonal=["at"])
    listed = [purpose("p", DUTY, "people", active=span("it", "P1Y")), purpose("q", DUTY, "visits")]
    given: Rows = {"people": [ANAS], "visits": [{**ANAS, "page": "/", "at": day("2025-06-01")}]}
    assert swept(world(manifest([people, visits], listed), given), "2026-01-01").facts.known == ()


def test_the_claims_through_a_link_are_told_with_it() -> None:
    people = table("people", {"name": "name"}, link())
    asked = world(manifest([people], [purpose("p", DUTY, "people")]), {"people": [{**ANAS, "name": "A"}]})
    (claim,) = interpreter.claims_on(asked, at("2026-01-01"), Datum(ME, Column("email")))
    assert (claim.purpose.name, claim.state, claim.tie) == ("p", ACTIVE, interpreter.ties(asked, ME)[0])


def test_a_fallback_is_not_read_because_an_act_removed_the_column() -> None:
    """The account was made after the last order; when the order's date goes, nothing comes to life again."""
    ticks = clock("placed", missing=Column("made"))
    people = table(
        "people", {"placed": "placed", "name": "name"}, link(), clocks={"it": ticks}, impersonal=["made"]
    )
    one = purpose("p", DUTY, data={"people": use("name")}, active=span("it", "P1Y"))
    row: Mapping[str, Value] = {"name": "A", "placed": day("2025-02-01"), "made": day("2025-06-01")}
    once = swept(world(manifest([people], [one]), {"people": [{**ANAS, **row}]}), "2026-01-01")
    assert rows(once, "people")[0]["placed"] is None
    assert state(once, "people.name", 1, "2026-02-01") is ACTIVE
    assert state(once, "people.name", 1, "2026-02-02") is ENDED


def test_each_persons_last_contact_is_noted_by_itself() -> None:
    """Ben's later visit does not hide that Ana's, which went, was what kept her data."""
    people = table(
        "people", {"name": item("name", "customer")}, link(), link("to", role="recipient"),
        clocks={"it": latest("visits.at")},
    )  # fmt: skip
    visits = table("visits", {"page": "page"}, link(), impersonal=["at"])
    declared = manifest([people, visits], [purpose("p", DUTY, "people", active=span("it", "P1Y"))])
    seen: Mapping[str, Value] = {"page": "/", "at": day("2025-06-01")}
    asked = world(
        declared,
        {
            "people": [{**ANAS, "to": "ben@x.fr", "name": "A"}],
            "visits": [{**ANAS, **seen}, {**BENS, **seen, "at": day("2025-09-01")}],
        },
        fact(Effect.HELD, "2025-01-01", record("visits", 2), name="m"),
    )
    once = swept(asked, "2026-01-01")
    assert [row["id"] for row in rows(once, "visits")] == [2]
    assert state(once, "people.name", 1, "2026-06-01") is ACTIVE
    assert state(once, "people.name", 1, "2026-06-02") is ENDED


def test_a_claim_that_follows_is_judged_by_the_people_of_what_it_follows() -> None:
    """Whoever has a basis there; where nobody has, by the clocks of what is followed."""
    people = table("people", {"name": "name"}, link())
    orders = table(
        "orders", {}, link("buyer"), link("to", role="recipient"), clocks=MADE, created="made",
        refs={"person": refers("people", person="id"), "before": refers("orders", before="id")},
    )  # fmt: skip
    one = purpose("p", CONTRACT, data={"people": use(follows="orders")}, active=span("made", "P1Y"))
    row: Mapping[str, Value] = {"id": 1, "person": 1, "before": 1, "made": day("2025-06-01")}
    for buyer, erased_, expected in [
        ("ben@x.fr", BEN, ENDED),
        ("ben@x.fr", CLEO, ACTIVE),
        (None, CLEO, ACTIVE),
    ]:
        asked = world(
            manifest([people, orders], [one]),
            {"people": [{**ANAS, "name": "A"}], "orders": [{**row, "buyer": buyer, "to": "cleo@x.fr"}]},
            fact(Effect.ERASED, "2025-12-01", erased_),
        )
        assert state(asked, "people.name", 1, "2026-01-01") is expected
        (claim,) = interpreter.claims_on(asked, at("2026-01-01"), Datum(ME, Column("name")))
        assert (claim.follows, claim.until) == (record("orders", 1), day("2026-06-01"))


def test_the_person_that_a_followed_record_is_claimed_for_stays_found_in_it() -> None:
    """The order holds Ana's name for its buyer: the buyer's link stays, the recipient's goes."""
    people = table("people", {"name": "name"}, link())
    orders = table(
        "orders",
        {},
        link("buyer"),
        link("to", role="recipient"),
        refs={"person": refers("people", person="id")},
    )
    one = purpose("p", DUTY, data={"people": use(follows="orders")})
    row: Mapping[str, Value] = {"id": 1, "person": 1, "buyer": "ben@x.fr", "to": "cleo@x.fr"}
    asked = world(manifest([people, orders], [one]), {"people": [{**ANAS, "name": "A"}], "orders": [row]})
    assert state(asked, "orders.buyer", 1, "2026-01-01") is ACTIVE
    assert state(asked, "orders.to", 1, "2026-01-01") is ENDED
    assert swept(asked, "2026-01-01") == swept(asked, "2026-01-01", "2026-01-01")


def test_a_record_that_is_followed_goes_to_an_archive_only_where_it_can_be_followed() -> None:
    people = table("people", {"name": "name"}, link())
    for can_follow in (True, False):
        refs = {"person": refers("people", person="id")}
        ticks: dict[str, Any] = {"clocks": MADE, "kinds": {"orders": None}, "impersonal": ["person"]}
        orders = table(
            "orders", {"note": "note"}, link(), refs=refs, archive=MoveTo(TableName("old")), **ticks
        )
        old = table(
            "old",
            {"note": "note"},
            link(),
            archive_of=TableName("orders"),
            refs=refs if can_follow else {},
            **ticks,
        )
        one = purpose(
            "p", DUTY, "orders", data={"people": use(follows="orders")},
            active=span("made", "P1Y"), archive=archive("made", "P9Y"),
        )  # fmt: skip
        order: Mapping[str, Value] = {**ANAS, "person": 1, "note": "n", "made": day("2024-01-01")}
        asked = world(
            manifest([people, orders, old], [one]),
            {"people": [{**ANAS, "name": "A"}], "orders": [order], "old": []},
        )
        assert fate(asked, "orders", 1, "2026-01-01") is (Fate.MOVE if can_follow else Fate.KEEP)
        assert state(swept(asked, "2026-01-01"), "people.name", 1, "2026-01-01") is ARCHIVED


def test_only_identities_that_the_acts_part_are_remembered() -> None:
    people = table("people", {"name": "name"}, link("id", key="account"), link())
    letters = table("letters", {"text": "text"}, link("id", key="account"), link())
    declared = manifest([people, letters], [purpose("p", DUTY, "letters")])
    given: Rows = {"people": [{**ANAS, "name": "A"}, {"id": 2, "email": None, "name": "B"}], "letters": []}
    both: Rows = {**given, "letters": [{**ANAS, "text": "t"}]}
    assert swept(world(declared, given), "2026-01-01").remembered == {frozenset({ANA, Key.of("account", 1)})}
    assert swept(world(declared, both), "2026-01-01").remembered == frozenset()


def test_a_record_that_only_its_key_ties_to_somebody_restricted_stays() -> None:
    people = table(
        "people", {"name": item("name", "other")}, link("id", key="account"), link("with", role="friend")
    )
    declared = manifest([people], [])
    given: Rows = {"people": [{"id": 1, "with": "ben@x.fr", "name": "A"}]}
    restricted = world(declared, given, fact(Effect.RESTRICTED, "2025-01-01", Key.of("account", 1)))
    assert fate(restricted, "people", 1, "2026-01-01") is not Fate.DELETE
    assert fate(world(declared, given), "people", 1, "2026-01-01") is Fate.DELETE


def test_what_troth_notes_is_numbered_after_all_that_it_knows() -> None:
    told_ = [fact(HAPPENED, f"2024-0{n}-01", record("tickets", 1), name="x") for n in (1, 2, 3)]
    moved = swept(moving(*told_), "2026-01-01")
    assert [f.sequence for f in moved.facts.known] == [1, 2, 3, 4, 5, 6]


def test_what_is_linked_to_a_role_that_has_nobody_is_kept_by_the_fields_about_that_role_alone() -> None:
    people = table("people", {"email": "email"}, link())
    orders = table(
        "orders", {"note": item("note", "customer"), "wish": item("wish", "recipient")}, link("email", up("person")),
        link("to", role="recipient"), refs={"person": refers("people", person="id")}, clocks=MADE,
    )  # fmt: skip
    wishes = purpose("p", {"recipient": DUTY}, data={"orders": use("wish")})
    notes = purpose("q", DUTY, data={"orders": use("note")}, active=span("made", "P1Y"))
    row: Mapping[str, Value] = {"id": 1, "person": 9, "to": "ben@x.fr", "note": "n", "wish": "w"}
    for made, expected in [(day("2025-06-01"), ACTIVE), (day("2020-01-01"), ENDED)]:
        asked = world(
            manifest([people, orders], [wishes, notes]), {"people": [], "orders": [{**row, "made": made}]}
        )
        assert state(asked, "orders.person", 1, "2026-01-01") is expected


def test_the_link_of_an_undeclared_record_is_left_alone_whatever_its_fields() -> None:
    """Nobody knows what the record is: neither its kind, nor what it is kept for."""
    for value, kind in [(None, Among(Column("sort"), ("x",))), ("y", Among(Column("sort"), ("x",)))]:
        people = table("people", {}, link(), kinds={"it": kind}, impersonal=["sort"])
        asked = world(manifest([people], []), {"people": [{**ANAS, "sort": value}]})
        assert state(asked, "people.email", 1, "2026-01-01") is FROZEN


def test_a_link_that_holds_nothing_is_kept_by_the_fields_that_it_should_tell_of() -> None:
    """An empty address names nobody; it stays with what has no owner until a human says whose it is."""
    people = table("people", {"name": "name"}, link(), link("to", role="recipient"))
    asked = world(
        manifest([people], [purpose("p", DUTY, "people")]),
        {"people": [{"id": 1, "email": " ", "to": None, "name": "A"}, {**BENS, "to": None, "name": "B"}]},
    )
    assert state(asked, "people.email", 1, "2026-01-01") is FROZEN
    assert state(asked, "people.email", 2, "2026-01-01") is ACTIVE


def test_a_restriction_is_lifted_later_not_at_its_own_instant() -> None:
    declared, given = customers()
    told_ = [fact(Effect.RESTRICTED, "2025-01-01", ANA), fact(Effect.LIFTED, "2025-01-01", ANA)]
    assert state(world(declared, given, *told_), "people.name", 1, "2026-01-01") is FROZEN


def test_what_is_prohibited_keeps_no_link() -> None:
    """The code is ended whatever holds it, and the card's owner is not found through it."""
    cards = table("cards", {"code": "cvv"}, link())
    cvv = Item(ItemName("cvv"), words("cvv"), prohibited="PCI")
    asked = world(
        manifest([cards], [purpose("p", DUTY, "cards")], items=[cvv]), {"cards": [{**ANAS, "code": "1"}]}
    )
    assert fate(asked, "cards", 1, "2026-01-01") is Fate.DELETE


def test_what_is_only_frozen_keeps_what_it_is_found_and_claimed_through() -> None:
    threads = table("threads", {"text": "text"}, link("user", down("members", "thread"), key="account"))
    members = table(
        "members", {"joined": "joined"}, link("user", key="account"), key=("thread", "user"),
        refs={"thread": refers("threads", thread="id")},
    )  # fmt: skip
    given: Rows = {"threads": [{"id": 1, "text": "t"}], "members": [{"thread": 1, "user": 7, "joined": "j"}]}
    consent = purpose("p", CONSENT, "threads", decided_by="account")
    assert (
        fate(world(manifest([threads, members], [consent]), given), "threads", 1, "2026-01-01") is Fate.KEEP
    )
    assert outcome_of_member(world(manifest([threads, members], [consent]), given)) is Fate.STUB
    people = table("people", {"name": "name"}, link())
    orders = table(
        "orders", {"note": "note"}, link(), refs={"person": refers("people", person="id")}, clocks=MADE
    )
    followed = purpose("p", CONSENT, data={"people": use(follows="orders")})
    row: Mapping[str, Value] = {**ANAS, "person": 1, "note": "n", "made": day("2024-01-01")}
    kept = world(manifest([people, orders], [followed]), {"people": [{**ANAS, "name": "A"}], "orders": [row]})
    assert state(kept, "people.name", 1, "2026-01-01") is FROZEN
    assert rows(swept(kept, "2026-01-01"), "orders") == [{**row, "note": None}]


def outcome_of_member(of: World) -> Fate:
    """What becomes of the one member of the one thread."""
    return interpreter.fates(of, at("2026-01-01"))[record("members", 1, 7)].fate


def test_a_group_is_of_done_records_that_will_look_alike() -> None:
    """A claimed record does not count, nor one that remains telling otherwise."""
    visits = table(
        "visits", {"page": "page", "zip": item("zip", end=Generalise(Grain.PREFIX, 1))}, link(), clocks=MADE,
        at_end=Anonymise(2, (Column("zip"),)),
    )  # fmt: skip
    declared = manifest([visits], [purpose("p", DUTY, "visits", active=span("made", "P1Y"))])
    old: Mapping[str, Value] = {"page": "/", "zip": "75", "made": day("2020-01-01")}
    ana, ben = {**ANAS, **old}, {**BENS, **old}
    for other, expected in [
        (ben, Fate.ANONYMISE),
        ({**ben, "made": day("2025-06-01")}, Fate.DELETE),
        ({**ben, "zip": "13"}, Fate.DELETE),
        ({**ben, "zip": "78"}, Fate.ANONYMISE),
    ]:
        assert fate(world(declared, {"visits": [ana, other]}), "visits", 1, "2026-01-01") is expected


def test_a_record_with_something_frozen_beside_what_is_archived_does_not_move() -> None:
    begun = moving(fact(Effect.HELD, "2025-01-01", record("tickets", 1), name="m"))
    assert fate(begun, "tickets", 1, "2026-01-01") is Fate.MOVE
    tickets = table(
        "tickets", {"text": "text", "note": "note"}, link(), archive=FlagIn(Column("flag"), 1), clocks=MADE
    )
    listed = [
        purpose(
            "p", DUTY, data={"tickets": use("text")}, active=span("made"), archive=archive("made", "P9Y")
        ),
        purpose("q", CONSENT, data={"tickets": use("note")}),
    ]
    row: Mapping[str, Value] = {**ANAS, "text": "t", "note": "n", "flag": None, "made": day("2024-01-01")}
    frozen = world(manifest([tickets], listed), {"tickets": [row]})
    assert fate(frozen, "tickets", 1, "2026-01-01") is Fate.KEEP
    refused = frozen.facts.and_(fact(Effect.REFUSED, "2025-01-01", ANA, "q"))
    assert fate(frozen.with_facts(refused), "tickets", 1, "2026-01-01") is Fate.FLAG


def test_a_key_of_another_store_to_a_table_of_that_name_is_no_key_to_this_one() -> None:
    declared, given = customers()
    elsewhere = table("others", {}, store="crm")
    both = manifest([*declared.tables(), elsewhere], [])
    asked = world(both, given)
    stranger = LiveTable({Column("p"): LiveColumn(ColumnType.INTEGER)}, (), (foreign_key("people", p="id"),))
    for store, expected in [("crm", Fate.DELETE), ("shop", Fate.STUB)]:
        schema = {**asked.schema, (StoreName(store), TableName("strangers")): stranger}
        assert fate(replace(asked, schema=schema), "people", 1, "2026-01-01") is expected


def test_a_doubt_about_a_clock_is_noted_even_where_its_latest_value_stays() -> None:
    """The visit without a date goes, the dated one is held: the last contact is no surer than it was."""
    people = table("people", {"email": "email"}, link(), clocks={"it": latest("visits.at")})
    visits = table("visits", {"page": "page"}, link(), impersonal=["at"])
    declared = manifest([people, visits], [purpose("p", DUTY, "people", active=span("it", "P1Y"))])
    given: Rows = {
        "people": [ANAS],
        "visits": [{**ANAS, "id": n, "page": "/", "at": d} for n, d in enumerate([day("2020-01-01"), None])],
    }
    held = fact(Effect.HELD, "2025-01-01", record("visits", 0), name="m")
    once = swept(world(declared, given, held), "2026-01-01")
    assert [row["id"] for row in rows(once, "visits")] == [0]
    assert state(once, "people.email", 1, "2026-01-01") is FROZEN


def test_a_doubt_beside_a_sure_tie_to_the_same_person_is_no_reason_for_a_note() -> None:
    """A visit of nobody goes. Ana's last contact is read by her sure tie, before and after."""
    doubtful, told = link(sure=False), link("email", down("visits", "person"))
    people = table("people", {"name": "name"}, doubtful, told, clocks={"it": latest("visits.at")})
    to_people = {"person": refers("people", person="id")}
    visits = table("visits", {"page": "page"}, link(), refs=to_people, clocks={"at": clock("at")})
    purposes = [purpose("p", DUTY, "visits", active=span("at", "P1Y")), purpose("q", DUTY, "people")]
    declared = manifest([people, visits], purposes)
    seen = {**ANAS, "person": 1, "page": "/", "at": day("2025-06-01")}
    nobodys = {"id": 2, "email": None, "person": None, "page": "/", "at": day("2020-06-01")}
    given: Rows = {"people": [{**ANAS, "name": "Ana"}], "visits": [seen, nobodys]}
    once = swept(world(declared, given), "2026-01-01")
    assert [row["id"] for row in rows(once, "visits")] == [1]
    assert not once.facts.known


def test_a_hold_on_an_undeclared_record_holds_its_link() -> None:
    people = table("people", {}, link(), kinds={"it": Among(Column("sort"), ("x",))}, impersonal=["sort"])
    held = fact(Effect.HELD, "2025-01-01", ME, name="m")
    asked = world(manifest([people], []), {"people": [{**ANAS, "sort": None}]}, held)
    assert state(asked, "people.email", 1, "2026-01-01") is ARCHIVED
