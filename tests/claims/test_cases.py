"""The cases D1 to D13, which decide the definition of a claim: a simpler one destroys or keeps at scale.

Each docstring names its case. Where a case reaches beyond the claims, its docstring says where the rest
is tested.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from tests.claims.build import (
    ACTIVE,
    ANA,
    ANAS,
    ARCHIVED,
    BEN,
    BENS,
    CLAIMS,
    CLEO,
    CONSENT,
    CONTRACT,
    DUTY,
    ENDED,
    FROZEN,
    INTEREST,
    MADE,
    TASK,
    Rows,
    archive,
    at,
    clock,
    customers,
    day,
    down,
    erased,
    fact,
    fate,
    foreign_key,
    item,
    latest,
    link,
    manifest,
    newsletter,
    outcome,
    purpose,
    record,
    refers,
    rows,
    span,
    state,
    subscribers,
    swept,
    table,
    up,
    use,
    world,
)
from troth.claims import interpreter
from troth.claims.facts import Effect
from troth.claims.keys import Key
from troth.claims.states import Fate, State
from troth.claims.world import ColumnType as Type
from troth.claims.world import LiveColumn, LiveTable, OnDelete, Value
from troth.manifest.condition import Absent, Among, Exists, Not, OfParent
from troth.manifest.model import Manifest
from troth.manifest.names import Column, Relation, TableName
from troth.manifest.period import Period
from troth.manifest.purposes import (
    Basis,
    DataUse,
    Purpose,
    Wording,
)
from troth.manifest.stores import Anonymise, Generalise, Grain


def test_an_objection_freezes_until_it_is_decided() -> None:
    """D1: a score under an interest is neither used nor erased while the objection is weighed."""
    scores = table("scores", {"score": "score"}, link())
    declared = manifest([scores], [purpose("fraud", INTEREST, "scores")])
    row = {"scores": [{**ANAS, "score": 70}]}
    objected = fact(Effect.OBJECTED, "2026-03-03", ANA, "fraud")

    pending = world(declared, row, objected)
    assert state(pending, "scores.score", 1, "2026-03-02") is ACTIVE
    assert state(pending, "scores.score", 1, "2026-03-04") is FROZEN
    assert rows(swept(pending, "2026-03-04"), "scores") == row["scores"]

    rejected = world(declared, row, objected, fact(Effect.REJECTED, "2026-03-20", ANA, "fraud"))
    assert state(rejected, "scores.score", 1, "2026-03-21") is ACTIVE
    upheld = world(declared, row, objected, fact(Effect.UPHELD, "2026-03-20", ANA, "fraud"))
    assert state(upheld, "scores.score", 1, "2026-03-21") is ENDED


def test_a_consent_whose_wording_was_outgrown_is_frozen_for_three_months_then_ends() -> None:
    """D2 (a): the addresses are kept long enough to ask again."""
    wording = Wording("v4", day("2026-01-10"), covers=frozenset({"v3b"}))
    declared = subscribers(newsletter(wording=wording))
    given = {"v3": "v3", "v3b": "v3b", "v4": "v4"}
    worlds = {
        version: world(
            declared, {"people": [ANAS]}, fact(Effect.GIVEN, "2025-01-01", ANA, "newsletter", name=name)
        )
        for version, name in given.items()
    }
    assert state(worlds["v3"], "people.email", 1, "2026-04-10") is FROZEN
    assert state(worlds["v3"], "people.email", 1, "2026-04-11") is ENDED
    assert state(worlds["v3b"], "people.email", 1, "2026-04-11") is ACTIVE
    assert state(worlds["v4"], "people.email", 1, "2026-04-11") is ACTIVE


def test_an_outgrown_consent_does_not_outlive_its_own_end() -> None:
    """D2 (a): the window to ask again lies inside the consent's validity."""
    wording = Wording("v4", day("2026-01-10"))
    declared = subscribers(newsletter(wording=wording, validity=Period.parse("P13M")))
    gone = world(declared, {"people": [ANAS]}, fact(Effect.GIVEN, "2025-01-01", ANA, "newsletter", name="v3"))
    assert state(gone, "people.email", 1, "2026-02-01") is FROZEN
    assert state(gone, "people.email", 1, "2026-02-02") is ENDED


def test_no_trace_of_a_consent_means_nothing_until_the_ledger_is_declared_complete() -> None:
    """D2 (b): on day one, ten years of consents are in a column and the ledger is empty."""
    declared = subscribers(newsletter())
    assert state(world(declared, {"people": [ANAS]}), "people.email", 1, "2026-01-01") is FROZEN
    complete = fact(Effect.COMPLETE, "2026-01-01", None, "newsletter")
    assert state(world(declared, {"people": [ANAS]}, complete), "people.email", 1, "2026-01-02") is ENDED


@pytest.mark.parametrize(("column", "expected"), [(1, ACTIVE), (0, ENDED), (None, FROZEN)])
def test_consents_are_read_from_the_column_that_keeps_them(column: Value, expected: State) -> None:
    """D2 (b): facts may stand in a declared column of the operator."""
    decisions = {"newsletter": Among(Column("opted_in"), (1,))}
    declared = subscribers(newsletter(), decisions=decisions, impersonal=["opted_in"])
    asked = world(declared, {"people": [{**ANAS, "opted_in": column}]})
    assert state(asked, "people.email", 1, "2026-01-01") is expected


def test_a_renamed_purpose_keeps_its_facts() -> None:
    """D2 (c): `newsletter` becomes `news`; consents and objections given to the old name count."""
    given = fact(Effect.GIVEN, "2025-01-01", ANA, "newsletter")
    news = purpose("news", CONSENT, "people", was=["newsletter"])
    assert (
        state(world(subscribers(news), {"people": [ANAS]}, given), "people.email", 1, "2026-01-01") is ACTIVE
    )

    objected = fact(Effect.OBJECTED, "2025-01-01", ANA, "fraud")
    checks = purpose("checks", INTEREST, "people", was=["fraud"])
    asked = world(subscribers(checks), {"people": [ANAS]}, objected)
    assert state(asked, "people.email", 1, "2026-01-01") is FROZEN


def test_what_a_change_of_declaredreleases_waits_for_a_person() -> None:
    """D2 (d): a purpose lost in a merge, or a shorter period, destroys nothing until that change is accepted.

    Counting it, and calling it broken after a week, belong to the verdict.
    """
    before = subscribers(purpose("account", DUTY, "people", active=span("made", "P5Y")), clocks=MADE)
    shorter = subscribers(purpose("account", DUTY, "people", active=span("made", "P1Y")), clocks=MADE)
    row = {"people": [{**ANAS, "made": day("2024-01-01")}]}
    for after in (shorter, subscribers(clocks=MADE)):
        released = world(after, row, accepted=before)
        assert state(released, "people.email", 1, "2026-01-01") is FROZEN
        assert rows(swept(released, "2026-01-01"), "people") == row["people"]
        assert rows(swept(world(after, row), "2026-01-01"), "people") == []


def test_before_a_first_version_is_accepted_nothing_is_destroyed() -> None:
    """D2, day one: everything is at least frozen."""
    first = world(subscribers(), {"people": [ANAS]}, accepted=None)
    assert state(first, "people.email", 1, "2026-01-01") is FROZEN
    assert fate(first, "people", 1, "2026-01-01") is Fate.KEEP


def accounts(**more: Any) -> Manifest:
    """Accounts that are claimed for five years after they were closed."""
    closing = clock("closed_at", **more)
    customers = table(
        "accounts", {"email": "email"}, link(), clocks={"closed": closing}, impersonal=["status", "made"]
    )
    return manifest([customers], [purpose("account", CONTRACT, "accounts", active=span("closed", "P5Y"))])


def account(**values: Value) -> Rows:
    """One account."""
    return {"accounts": [{**ANAS, "made": day("2014-05-01"), "status": "open", "closed_at": None, **values}]}


def test_a_clock_says_what_null_means() -> None:
    """D3: not come yet, or known by another column, or unknown."""
    not_yet = accounts(open_while=Among(Column("status"), ("open",)))
    assert state(world(not_yet, account()), "accounts.email", 1, "2026-01-01") is ACTIVE
    assert state(world(not_yet, account(status="closed")), "accounts.email", 1, "2026-01-01") is FROZEN
    assert state(world(not_yet, account(status=None)), "accounts.email", 1, "2026-01-01") is FROZEN
    fallback = accounts(missing=Column("made"))
    assert state(world(fallback, account()), "accounts.email", 1, "2026-01-01") is ENDED
    assert (
        state(world(fallback, account(made=day("2024-05-01"))), "accounts.email", 1, "2026-01-01") is ACTIVE
    )
    assert state(world(accounts(), account()), "accounts.email", 1, "2026-01-01") is FROZEN


@pytest.mark.parametrize("absurd", ["0001-01-01", "1970-01-01", "9999-12-31"])
def test_an_absurd_instant_is_unknown_and_no_fallback_hides_it(absurd: str) -> None:
    """D3: neither expired at once nor for ever."""
    for declared in (accounts(), accounts(missing=Column("made"))):
        asked = world(declared, account(closed_at=day(absurd)))
        assert state(asked, "accounts.email", 1, "2026-01-01") is FROZEN


def prospects() -> tuple[Manifest, Rows]:
    """Prospects, three years from the last contact; their logins, one year."""
    people = table(
        "people", {"email": "email"}, link(), clocks={"contact": latest("orders.placed", "logins.seen")}
    )
    orders = table("orders", {}, link(), clocks={"placed": clock("placed")})
    logins = table("logins", {"address": "ip"}, link(), clocks={"seen": clock("seen")})
    purposes = [
        purpose("prospects", INTEREST, "people", active=span("contact", "P3Y")),
        purpose("orders", CONTRACT, "orders", active=span("placed", "P10Y")),
        purpose("security", INTEREST, "logins", active=span("seen", "P12M")),
    ]
    ana = {"email": "ana@x.fr"}
    return manifest([people, orders, logins], purposes), {
        "people": [ANAS],
        "orders": [{"id": 1, **ana, "placed": day("2021-01-01")}],
        "logins": [{"id": 1, **ana, "address": "::1", "seen": day("2024-06-01")}],
    }


def test_deleting_a_login_does_not_make_its_person_a_stranger() -> None:
    """D4 (i): last contact does not fall back to 2021 because the login of 2024 was swept."""
    once = swept(world(*prospects()), "2025-07-01")
    assert rows(once, "logins") == []
    assert state(once, "people.email", 1, "2025-07-02") is ACTIVE
    assert state(once, "people.email", 1, "2027-06-01") is ACTIVE
    assert state(once, "people.email", 1, "2027-06-02") is ENDED
    assert swept(once, "2025-07-01") == once


def test_an_order_keeps_the_closing_of_an_account_that_was_erased() -> None:
    """D4 (ii): the orders of an erased account do not become immortal."""
    people = table("people", {"email": "email", "closed_at": "closing"}, link())
    orders = table(
        "orders", {"note": "note"}, link(), clocks={"closed": clock("closed_at", "account")},
        refs={"account": refers("people", person="id")},
    )  # fmt: skip
    retention = purpose("retention", DUTY, "orders", active=span("closed", "P7Y"))
    begun = world(
        manifest([people, orders], [retention]),
        {
            "people": [{**ANAS, "closed_at": day("2020-03-01")}],
            "orders": [{"id": 1, "email": "ana@x.fr", "note": "blue", "person": 1}],
        },
    )
    once = swept(begun, "2026-01-01")
    assert rows(once, "people") == [{"id": 1, "email": None, "closed_at": None}]
    assert state(once, "orders.note", 1, "2027-03-01") is ACTIVE
    assert state(once, "orders.note", 1, "2027-03-02") is ENDED


def test_an_act_that_coarsens_a_date_does_not_shift_the_clock_it_feeds() -> None:
    """D4 (iii): an order's date is reduced to its month, and the order ends on the day it always had."""
    coarse = item("when", end=Generalise(Grain.MONTH))
    orders = table("orders", {"placed": coarse, "note": "note"}, link(), clocks={"placed": clock("placed")})
    declared = manifest(
        [orders], [purpose("delivery", DUTY, data={"orders": use("note")}, active=span("placed", "P1Y"))]
    )
    once = swept(
        world(declared, {"orders": [{**ANAS, "placed": day("2025-03-20"), "note": "x"}]}), "2026-01-01"
    )
    assert rows(once, "orders")[0]["placed"] == day("2025-03-01")
    assert state(once, "orders.note", 1, "2026-03-20") is ACTIVE
    assert state(once, "orders.note", 1, "2026-03-21") is ENDED


def test_last_contact_is_unknown_while_a_store_that_feeds_it_is_down() -> None:
    """D4 (iv): the greatest of what is left would be too early."""
    calls = table("calls", {"number": "phone"}, link(), clocks={"made": clock("made")}, store="crm")
    people = table(
        "people", {"email": "email"}, link(), clocks={"contact": latest("calls.made", store="crm")}
    )
    declared = manifest(
        [people, calls], [purpose("prospects", INTEREST, "people", active=span("contact", "P3Y"))]
    )
    of_ana: Rows = {"people": [ANAS], "calls": [{**ANAS, "number": "1", "made": day("2020-01-01")}]}
    assert state(world(declared, of_ana), "people.email", 1, "2026-01-01") is ENDED
    assert state(world(declared, of_ana, down=["crm"]), "people.email", 1, "2026-01-01") is FROZEN


def test_an_archive_is_a_phase_and_no_basis_is_one_by_nature() -> None:
    """D5: this week's invoice under a duty is in use; a closed relation is archived for claims."""
    invoices = table("invoices", {"name": "name"}, link(), clocks={"issued": clock("issued")})
    accounting = purpose(
        "accounting", DUTY, "invoices", active=span("issued", "P1Y"), archive=archive("issued", "P10Y")
    )
    asked = world(
        manifest([invoices], [accounting]), {"invoices": [{**ANAS, "name": "A", "issued": day("2025-01-01")}]}
    )
    assert state(asked, "invoices.name", 1, "2026-01-01") is ACTIVE
    assert state(asked, "invoices.name", 1, "2026-01-02") is ARCHIVED
    assert state(asked, "invoices.name", 1, "2035-01-01") is ARCHIVED
    assert state(asked, "invoices.name", 1, "2035-01-02") is ENDED


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (newsletter(), ENDED),
        (purpose("fraud", INTEREST, "people"), FROZEN),
        (purpose("mailings", INTEREST, "people", direct_marketing=True), ENDED),
        (purpose("order", CONTRACT, "people"), ENDED),
        (purpose("order", CONTRACT, "people", performance=span("made", "P2Y")), ACTIVE),
        (purpose("order", CONTRACT, "people", performance=span("made", "P1Y")), ENDED),
        (purpose("invoices", DUTY, "people"), ACTIVE),
        (purpose("census", TASK, "people"), ACTIVE),
        (purpose("first aid", Basis.VITAL_INTEREST, "people"), ACTIVE),
        (purpose("disputes", CONSENT, "people", archive=archive("made", "P5Y", CLAIMS)), ENDED),
        (
            purpose(
                "disputes", CONSENT, "people", archive=archive("made", "P5Y", CLAIMS, resists="17(3)(e)")
            ),
            ARCHIVED,
        ),
        (purpose("proof", CONSENT, "people", archive=archive("made", "P5Y")), ARCHIVED),
    ],
    ids=lambda one: getattr(one, "name", str(one)),
)
def test_an_erasure_does_to_each_basis_what_the_law_says(one: Purpose, expected: State) -> None:
    """D6: consents are withdrawn, interests objected to, contracts end when performed, duties stay."""
    assert state(erased(one, clocks=MADE), "people.email", 1, "2026-06-02") is expected


def test_an_erasure_speaks_of_records_that_existed_then() -> None:
    """D6: Ana was erased in 2026 and buys again: her new order is not erased on the day it is delivered."""
    order = purpose("order", CONTRACT, "people")
    assert state(erased(order, made="2026-07-01"), "people.email", 1, "2026-08-01") is ACTIVE
    assert state(erased(order, made="2026-05-31"), "people.email", 1, "2026-08-01") is ENDED


def test_an_erasure_that_came_before_a_new_consent_does_not_undo_it() -> None:
    """D6: she subscribes again after her erasure."""
    again = fact(Effect.GIVEN, "2026-07-01", ANA, "newsletter")
    base = erased(newsletter())
    assert state(base.with_facts(base.facts.and_(again)), "people.email", 1, "2026-07-02") is ACTIVE


def test_a_purpose_found_unlawful_ends_whatever_its_basis() -> None:
    """D6: Art. 17(1)(d) ends the named purpose, a duty and its archive too; others stay."""
    row = {"people": [{**ANAS, "made": day("2025-01-01")}]}
    spying = purpose("spying", DUTY, "people", archive=archive("made", "P5Y"))
    told = fact(Effect.UNLAWFUL, "2026-06-01", ANA, "spying")
    alone = world(subscribers(spying, clocks=MADE), row, told)
    assert state(alone, "people.email", 1, "2026-06-02") is ENDED
    beside = world(subscribers(spying, purpose("order", CONTRACT, "people"), clocks=MADE), row, told)
    assert state(beside, "people.email", 1, "2026-06-02") is ACTIVE


def test_only_what_the_erasure_names_is_erased() -> None:
    """D6: an erasure of some items leaves the others."""
    people = table("people", {"email": "email", "phone": "phone"}, link(), created="made")
    declared = manifest([people], [purpose("order", CONTRACT, "people")])
    row = {"people": [{**ANAS, "phone": "1", "made": day("2025-01-01")}]}
    asked = world(declared, row, fact(Effect.ERASED, "2026-06-01", ANA, items=["phone"]))
    assert state(asked, "people.phone", 1, "2026-06-02") is ENDED
    assert state(asked, "people.email", 1, "2026-06-02") is ACTIVE


def test_kinds_split_the_rows_of_one_table() -> None:
    """D7: candidates are kept two years only if they were informed; what is in no kind is undeclared."""
    informed = Among(Column("informed"), ("yes",))
    candidates = table(
        "candidates", {"letter": "letter"}, link(), clocks=MADE, impersonal=["informed"],
        kinds={"informed": informed, "uninformed": Among(Column("informed"), ("no",))},
    )  # fmt: skip
    declared = manifest([candidates], [purpose("pool", INTEREST, "informed", active=span("made", "P2Y"))])
    given = {n: {**ANAS, "id": n, "letter": "l", "made": day("2025-01-01")} for n in range(4)}
    answers = ["yes", "no", None, "who knows"]
    asked = world(
        declared, {"candidates": [{**given[n], "informed": told} for n, told in enumerate(answers)]}
    )
    found = [state(asked, "candidates.letter", n, "2026-01-01") for n in range(4)]
    assert found == [ACTIVE, ENDED, FROZEN, FROZEN]
    assert len(rows(swept(asked, "2028-01-01"), "candidates")) == 2  # the unknown and the undeclared one


def test_a_kind_may_ask_the_parent_or_who_points_at_it() -> None:
    """D7: an order's history feeds marketing only with an account; a shop's client is who ordered."""
    people = table(
        "people", {"email": "email"}, link(), kinds={"client": _ordered(), "other": Not(_ordered())},
        impersonal=["type"],
    )  # fmt: skip
    with_account = OfParent(Relation("person"), Among(Column("type"), ("account",)))
    orders = table(
        "orders", {"note": "note"}, link(), refs={"person": refers("people", person="id")},
        kinds={"order": with_account, "guest order": Not(with_account)},
    )  # fmt: skip
    declared = manifest([people, orders], [purpose("profile", DUTY, "order", "client")])
    types = ["account", "guest", "account"]
    asked = world(
        declared,
        {
            "people": [{**ANAS, "id": n, "type": type_} for n, type_ in enumerate(types)],
            "orders": [{**ANAS, "id": n, "note": "x", "person": n} for n in range(2)],
        },
    )
    assert [state(asked, "orders.note", n, "2026-01-01") for n in range(2)] == [ACTIVE, ENDED]
    assert state(asked, "people.email", 0, "2026-01-01") is ACTIVE
    assert fate(asked, "people", 2, "2026-01-01") is Fate.DELETE


def _ordered() -> Exists:
    return Exists(TableName("orders"), Relation("person"), Not(Absent(Column("person"))))


def household() -> tuple[Manifest, Rows]:
    """Ana and Ben live at one address."""
    people = table(
        "people", {"email": item("email"), "address_id": item("home")}, link(),
        refs={"home": refers("addresses", address_id="id")}, created="made",
    )  # fmt: skip
    addresses = table(
        "addresses", {"street": "street"}, link("email", down("people", "home")), created="made"
    )
    delivery = purpose("delivery", CONTRACT, "people", "addresses")
    made: Mapping[str, Value] = {"made": day("2025-01-01"), "address_id": 12}
    row: Rows = {
        "people": [{**ANAS, **made}, {**BENS, **made}],
        "addresses": [{"id": 12, "street": "x", "made": day("2025-01-01")}],
    }
    return manifest([people, addresses], [delivery]), row


def test_in_a_household_her_link_goes_and_the_shared_address_stays_for_the_other() -> None:
    """D8: Ben's right to the address does not keep Ana's link to it."""
    asked = world(*household(), fact(Effect.ERASED, "2026-06-01", ANA))
    assert state(asked, "addresses.street", 12, "2026-06-02") is ACTIVE
    assert state(asked, "people.address_id", 1, "2026-06-02") is ENDED
    left = swept(asked, "2026-06-02")
    assert [row["id"] for row in rows(left, "people")] == [2]
    assert rows(left, "addresses") == rows(asked, "addresses")
    both = world(*household(), fact(Effect.ERASED, "2026-06-01", ANA), fact(Effect.ERASED, "2026-06-01", BEN))
    assert rows(swept(both, "2026-06-02"), "addresses") == []


def gift() -> tuple[Manifest, Rows]:
    """Ana buys for Cleo: a contract with the one, an interest in the other."""
    orders = table(
        "orders",
        {"street": "street", "card": item("card", "buyer"), "wish": item("wish", "recipient")},
        link("buyer", role="buyer"), link("to", role="recipient"), created="made",
    )  # fmt: skip
    delivery = purpose("delivery", {"buyer": CONTRACT, "recipient": INTEREST}, "orders")
    row: Mapping[str, Value] = {
        "id": 1,
        "buyer": "ana@x.fr",
        "to": "cleo@x.fr",
        "street": "s",
        "card": "c",
        "wish": "w",
    }
    return manifest([orders], [delivery]), {"orders": [{**row, "made": day("2026-05-01")}]}


def test_a_gift_stands_on_a_basis_for_each_role() -> None:
    """D8: Cleo can object to what is about her alone; the address stays while Ana's contract runs."""
    objected = world(
        *gift(), fact(Effect.OBJECTED, "2026-06-01", CLEO), fact(Effect.UPHELD, "2026-06-02", CLEO)
    )
    found = {
        c: state(objected, f"orders.{c}", 1, "2026-06-03") for c in ("street", "card", "wish", "buyer", "to")
    }
    assert found == {"street": ACTIVE, "card": ACTIVE, "wish": ENDED, "buyer": ACTIVE, "to": ENDED}
    kept = rows(swept(objected, "2026-06-03"), "orders")[0]
    assert (kept["to"], kept["wish"], kept["buyer"], kept["street"]) == (None, None, "ana@x.fr", "s")


def test_no_one_freezes_another_ones_data() -> None:
    """D8: Ben's restriction acts through his own link only."""
    restricted = world(
        *gift(), fact(Effect.RESTRICTED, "2026-05-02", CLEO), fact(Effect.ERASED, "2026-06-01", ANA)
    )
    assert state(restricted, "orders.card", 1, "2026-06-02") is ENDED
    assert state(restricted, "orders.wish", 1, "2026-06-02") is ACTIVE


def test_an_undeclared_column_keeps_its_record() -> None:
    """D9 (a): the fields go, the record with its loyalty points stays."""
    declared, row = customers()
    assert rows(swept(world(declared, row, also={"people": ["points"]}), "2026-01-01"), "people") == [
        {"id": 1, "email": None, "name": None, "points": 3}
    ]
    assert rows(swept(world(declared, row), "2026-01-01"), "people") == []


def test_a_cascade_into_an_undeclared_table_keeps_the_record() -> None:
    """D9 (b): deleting it would delete wish lists that nobody declared."""
    wishes = LiveTable(
        {Column("person"): LiveColumn(Type.INTEGER)},
        (Column("person"),),
        (foreign_key("people", OnDelete.CASCADE, person="id"),),
    )
    assert fate(world(*customers(), strangers={"wishes": wishes}), "people", 1, "2026-01-01") is Fate.STUB


def invoiced(also: Mapping[str, DataUse] | None = None) -> tuple[Manifest, Rows]:
    """A customer whom only an invoice still needs."""
    people = table("people", {"email": "email", "name": "name", "phone": "phone"}, link())
    invoices = table(
        "invoices", {"amount": "amount"}, link("email", up("person")), clocks={"issued": clock("issued")},
        refs={"person": refers("people", person="id")},
    )  # fmt: skip
    accounting = purpose("accounting", DUTY, "invoices", data=also, active=span("issued", "P10Y"))
    return manifest([people, invoices], [accounting]), {
        "people": [{**ANAS, "name": "Ana", "phone": "1"}],
        "invoices": [{"id": 1, "person": 1, "amount": 9, "issued": day("2020-01-01")}],
    }


def test_a_customer_stays_as_a_stub_while_an_invoice_points_at_it_and_goes_with_the_last() -> None:
    """D9 (c), (d): name and phone go; the address stays, by which the invoice is found, as long as it."""
    begun = world(*invoiced())
    once = swept(begun, "2026-01-01")
    assert rows(once, "people") == [{"id": 1, "email": "ana@x.fr", "name": None, "phone": None}]
    assert interpreter.ties(once, record("invoices", 1)) == interpreter.ties(begun, record("invoices", 1))
    last = swept(once, "2030-01-02")
    assert (rows(last, "people"), rows(last, "invoices")) == ([], [])


def test_a_record_is_a_stub_only_for_the_time_it_is_pointed_at() -> None:
    """D9 (c): the foreign key of the live schema counts as a declared reference does."""
    people = table("people", {"email": "email"}, link())
    notes = table("notes", {"text": "text"}, link(), impersonal=["person"])
    declared = manifest([people, notes], [purpose("notes", DUTY, "notes")])
    pointing: Rows = {"people": [ANAS], "notes": [{**BENS, "text": "t", "person": 1}]}
    enforced = world(declared, pointing, keys={"notes": foreign_key("people", person="id")})
    assert outcome(enforced, "people", 1, "2026-01-01").fate is Fate.STUB
    assert outcome(world(declared, pointing), "people", 1, "2026-01-01").fate is Fate.DELETE


def test_a_claim_may_follow_a_link() -> None:
    """D9 (e): the invoice holds the name that stands in the customer's row, while it is held itself."""
    begun = world(*invoiced({"people": use("name", follows="invoices")}))
    assert state(begun, "people.name", 1, "2030-01-01") is ACTIVE
    assert state(begun, "people.phone", 1, "2030-01-01") is ENDED
    assert state(begun, "people.name", 1, "2030-01-02") is ENDED


def tickets() -> tuple[Manifest, Rows]:
    """Tickets with the sender's verified address, and another that anybody may type."""
    mine = table("tickets", {"text": "text"}, link("email"), link("alt", sure=False), created="made")
    orders = table("orders", {"note": "note"}, link(), created="made")
    made = {"made": day("2025-01-01")}
    return manifest([mine, orders], [purpose("help", CONTRACT, "tickets", "orders")]), {
        "tickets": [
            {"id": 1, "email": "mallory@x.fr", "alt": "ana@x.fr", "text": "hi", **made},
            {"id": 2, "email": None, "alt": "ana@x.fr", "text": "ho", **made},
        ],
        "orders": [{**ANAS, "note": "n", **made}],
    }


def test_an_address_that_anybody_may_type_joins_nobody() -> None:
    """D10: Mallory writes Ana's address beside her own; neither reaches the other's data."""
    asked = world(*tickets(), fact(Effect.ERASED, "2026-01-01", ANA))
    mallory = Key.of("email", "mallory@x.fr")
    assert not any({ANA, mallory} <= person for person in interpreter.people(asked))
    assert state(asked, "orders.note", 1, "2026-01-02") is ENDED
    assert state(asked, "tickets.text", 1, "2026-01-02") is ACTIVE
    assert interpreter.candidates(asked, frozenset({ANA})) == {record("tickets", 1), record("tickets", 2)}


def test_what_an_erasure_would_end_about_a_tie_in_doubt_is_frozen() -> None:
    """D10: a ticket that bears only an unverified address is a question for a human."""
    asked = world(*tickets(), fact(Effect.ERASED, "2026-01-01", ANA))
    assert state(asked, "tickets.text", 2, "2026-01-02") is FROZEN


@pytest.mark.parametrize(
    ("written", "is_ana"),
    [
        ("ana@x.fr", True),
        (" Ana@X.FR  ", True),
        ("aná@x.fr", False),
        ("", False),
        ("  ", False),
        (None, False),
    ],
)
def test_keys_are_compared_after_one_normalisation_and_in_binary(written: str | None, is_ana: bool) -> None:
    """D10: case and spaces are no difference, an accent is; what is empty is nobody's."""
    people = table("people", {"name": "name"}, link())
    asked = world(manifest([people], []), {"people": [{"id": 1, "email": written, "name": "A"}]})
    ties = interpreter.ties(asked, record("people", 1))
    assert (ANA in [key for tie in ties for key in tie.keys]) is is_ana
    assert bool(ties) is bool(written and written.strip())


def test_a_shared_address_joins_no_two_accounts() -> None:
    """D10: a family's address, or the one typed for customers by phone, belongs to many."""
    people = table("people", {"name": "name"}, link("id", key="account"), link("email", many=True))
    asked = world(manifest([people], []), {"people": [{**ANAS, "id": n, "name": "A"} for n in (1, 2)]})
    assert interpreter.people(asked) == {frozenset({Key.of("account", n)}) for n in (1, 2)}


def visits() -> tuple[Manifest, Rows]:
    """What two browsers of Ana's account did, under a choice made in each browser."""
    pages = table(
        "visits", {"page": "page"}, link("account", key="account"), link("browser", key="browser", many=True)
    )
    analytics = purpose("analytics", CONSENT, "visits", decided_by="browser")
    return manifest([pages], [analytics]), {
        "visits": [{"id": n, "account": 7, "browser": f"b{n}", "page": "/"} for n in (1, 2)]
    }


B1, B2, ACCOUNT = Key.of("browser", "b1"), Key.of("browser", "b2"), Key.of("account", 7)


def test_each_browser_decides_for_what_was_seen_in_it() -> None:
    """D11: what widens never leaves its key."""
    asked = world(
        *visits(),
        fact(Effect.GIVEN, "2026-01-01", B1, "analytics"),
        fact(Effect.REFUSED, "2026-01-02", B2, "analytics"),
    )
    assert state(asked, "visits.page", 1, "2026-01-03") is ACTIVE
    assert state(asked, "visits.page", 2, "2026-01-03") is ENDED


def test_a_withdrawal_by_the_account_follows_the_person_into_each_browser() -> None:
    """D11: what narrows follows the person; a later consent in one browser counts there."""
    narrowed = [
        fact(Effect.GIVEN, "2026-01-01", B1, "analytics"),
        fact(Effect.GIVEN, "2026-01-01", B2, "analytics"),
        fact(Effect.WITHDRAWN, "2026-02-01", ACCOUNT, "analytics"),
    ]
    asked = world(*visits(), *narrowed, fact(Effect.GIVEN, "2026-03-01", B2, "analytics"))
    assert [state(asked, "visits.page", n, "2026-02-02") for n in (1, 2)] == [ENDED, ENDED]
    assert [state(asked, "visits.page", n, "2026-03-02") for n in (1, 2)] == [ENDED, ACTIVE]


def reduced(people: Sequence[str], k: int = 3) -> tuple[Manifest, Rows]:
    """Orders that stay as numbers per town, of these people; their claims end two years after."""
    orders = table(
        "orders", {"zip": item("zip", end=Generalise(Grain.PREFIX, 2)), "text": "text"}, link(),
        clocks=MADE, at_end=Anonymise(k, (Column("zip"),)),
    )  # fmt: skip
    row: Mapping[str, Value] = {"zip": "75001", "text": "free", "made": day("2024-01-01")}
    listed = [{"id": n, "email": who, **row} for n, who in enumerate(people)]
    return manifest([orders], [purpose("delivery", CONTRACT, "orders", active=span("made", "P2Y"))]), {
        "orders": listed
    }


def test_a_table_ends_one_way_whatever_the_purposes() -> None:
    """D12: links cut, fields reduced, free text gone where enough look alike; under k the record goes."""
    enough = world(*reduced(["a@x", "b@x", "c@x"]))
    assert rows(swept(enough, "2026-01-02"), "orders") == [
        {"id": n, "email": None, "zip": "75", "text": None, "made": day("2024-01-01")} for n in range(3)
    ]
    assert rows(swept(world(*reduced(["a@x", "b@x", "b@x"])), "2026-01-02"), "orders") == []
    claimed = world(*reduced(["a@x", "b@x", "c@x"]))
    assert swept(claimed, "2026-01-01") == claimed


def test_a_hold_may_make_more_anonymous_rows_go_but_no_personal_datum() -> None:
    """D13: one order of five on hold leaves four under k, which go; without it all five are anonymised.

    So "a hold makes nothing more go" is promised of states. The properties that hold are in `test_always`.
    """
    five = ["a@x", "b@x", "c@x", "d@x", "e@x"]
    free = world(*reduced(five, k=5))
    held = world(*reduced(five, k=5), fact(Effect.HELD, "2025-01-01", record("orders", 0), name="audit"))
    assert len(rows(swept(free, "2026-01-02"), "orders")) == 5
    assert [row["id"] for row in rows(swept(held, "2026-01-02"), "orders")] == [0]
    before, after = (interpreter.states(one, at("2026-01-02")) for one in (free, held))
    assert all(after[datum] >= before[datum] for datum in before)
