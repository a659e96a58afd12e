"""The cases D14 to D38, which decide the definition of a claim: a simpler one is wrong for some people.

Each docstring names its case. Where a case reaches beyond the claims, its docstring says where the rest
is tested.
"""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.claims.build import (
    ACTIVE,
    ANA,
    ANAS,
    ARCHIVED,
    BEN,
    BENS,
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
    erased,
    fact,
    fate,
    foreign_key,
    item,
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
    words,
    world,
)
from troth.claims import interpreter
from troth.claims.facts import Effect
from troth.claims.keys import Datum, Key
from troth.claims.states import Fate, State
from troth.claims.world import Value, World
from troth.manifest.condition import Among
from troth.manifest.model import Item, Manifest
from troth.manifest.names import Column, ItemName, TableName
from troth.manifest.purposes import (
    Acceptance,
    Departure,
    Limit,
)
from troth.manifest.stores import ArchivePlace, FlagIn, MoveTo, Rounding


def test_a_restriction_clamps_against_expiry_and_lasts() -> None:
    """D14: her ticket of 2021 stays for her lawsuit, claimed or not, until the restriction is lifted."""
    begun = fact(Effect.RESTRICTED, "2025-12-01", ANA)
    declared, row = customers()
    assert state(world(declared, row, begun), "people.name", 1, "2040-01-01") is FROZEN
    assert fate(world(declared, row, begun), "people", 1, "2040-01-01") is Fate.KEEP
    lifted = world(declared, row, begun, fact(Effect.LIFTED, "2026-02-01", ANA))
    assert state(lifted, "people.name", 1, "2026-02-02") is ENDED
    again = world(declared, row, fact(Effect.LIFTED, "2025-01-01", ANA), begun)
    assert state(again, "people.name", 1, "2026-02-02") is FROZEN


def test_a_restriction_withstands_an_erasure_of_what_is_claimed_by_nobody() -> None:
    """D14: a clamp is no claim; the claims under it go on as they are."""
    ordered = subscribers(purpose("order", CONTRACT, "people"))
    both = [fact(Effect.RESTRICTED, "2026-05-01", ANA), fact(Effect.ERASED, "2026-06-01", ANA)]
    asked = world(ordered, {"people": [{**ANAS, "made": day("2025-01-01")}]}, *both)
    assert state(asked, "people.email", 1, "2026-05-02") is ACTIVE
    assert state(asked, "people.email", 1, "2026-06-02") is FROZEN


def test_what_the_law_forbids_to_keep_goes_whatever_stands_above() -> None:
    """D15: a card's security code is kept by no claim, no hold and no restriction."""
    payments = table("payments", {"code": "cvv", "amount": "amount"}, link())
    declared = manifest(
        [payments],
        [purpose("fraud", DUTY, "payments")],
        items=[Item(ItemName("cvv"), words("cvv"), prohibited="PCI")],
    )
    asked = world(
        declared,
        {"payments": [{**ANAS, "code": "123", "amount": 9}]},
        fact(Effect.HELD, "2026-01-01", record("payments", 1), name="audit"),
        fact(Effect.RESTRICTED, "2026-01-01", ANA),
    )
    assert outcome(asked, "payments", 1, "2026-01-02").changes == {"code": None}


def test_a_kind_that_a_duty_may_concern_is_destroyed_by_no_plan_until_a_person_settled_it() -> None:
    """D15: where a rule guesses that rows are invoices, they stay. The guessing is tested with the rules."""
    declared, row = customers()
    opened = world(manifest(list(declared.tables()), [], unsettled={"people": "invoices?"}), row)
    assert state(opened, "people.name", 1, "2026-01-01") is FROZEN
    assert fate(opened, "people", 1, "2026-01-01") is Fate.KEEP


def dated(period: str, zone: str = "UTC", value: Value = None, **more: Any) -> World:
    """Ana's row under a duty of that length from its only date."""
    made = {"made": clock("made", **more)}
    people = table("people", {"email": "email"}, link(), clocks=made)
    declared = manifest([people], [purpose("duty", DUTY, "people", active=span("made", period))], zone=zone)
    return world(declared, {"people": [{**ANAS, "made": value}]})


@pytest.mark.parametrize(
    ("period", "start", "last", "gone"),
    [
        ("P1M", "2023-01-31", "2023-02-28", "2023-03-01"),
        ("P1Y", "2024-02-29", "2025-02-28", "2025-03-01"),
        ("P6M", "2025-08-31", "2026-02-28", "2026-03-01"),
        ("P0D", "2026-01-01", "2026-01-01", "2026-01-02"),
    ],
)
def test_a_period_lives_through_the_day_start_plus_period(
    period: str, start: str, last: str, gone: str
) -> None:
    """D16: months are clamped to the month's last day; gone the day after."""
    assert state(dated(period, value=day(start)), "people.email", 1, last) is ACTIVE
    assert state(dated(period, value=day(start)), "people.email", 1, gone) is ENDED


def test_days_are_those_of_the_controllers_zone() -> None:
    """D16: an instant at 23:30 UTC is tomorrow in Paris, and the day of the question is Paris's too."""
    late = datetime(2026, 1, 30, 23, 30, tzinfo=UTC)
    in_paris = dated("P1D", zone="Europe/Paris", value=late)
    assert state(in_paris, "people.email", 1, "2026-02-01T22:59") is ACTIVE
    assert state(in_paris, "people.email", 1, "2026-02-01T23:00") is ENDED
    assert state(dated("P1D", value=late), "people.email", 1, "2026-01-31T23:59") is ACTIVE
    assert state(dated("P1D", value=late), "people.email", 1, "2026-02-01T00:00") is ENDED


def test_a_period_in_hours_is_exact() -> None:
    """D16: forty-eight hours are forty-eight hours, daylight saving or not."""
    exact = dated("PT48H", zone="Europe/Paris", value=datetime(2026, 3, 28, 10, 0, tzinfo=UTC))
    assert state(exact, "people.email", 1, "2026-03-30T10:00:00") is ACTIVE
    assert state(exact, "people.email", 1, "2026-03-30T10:00:01") is ENDED


def test_a_clock_may_be_rounded_up_to_the_end_of_the_financial_year() -> None:
    """D16: ten years after the close of the year, which is no column."""
    rounded = dated("P10Y", value=day("2016-03-01"), rounded_to=Rounding.FINANCIAL_YEAR)
    assert state(rounded, "people.email", 1, "2026-12-31") is ACTIVE
    assert state(rounded, "people.email", 1, "2027-01-01") is ENDED


@pytest.mark.parametrize(
    ("limit", "expected"), [(Limit.MAX, ENDED), (Limit.MIN, ACTIVE), (Limit.EXACT, ACTIVE)]
)
def test_a_longer_period_binds_only_what_starts_after_it_was_published(limit: Limit, expected: State) -> None:
    """D17: people were promised one year; a duty's longer minimum binds at once."""
    lengthened = span("made", "P3Y", earlier={"2026-01-01": "P1Y"}, limit=limit)
    people = table("people", {"email": "email"}, link(), clocks=MADE)
    declared = manifest([people], [purpose("prospects", DUTY, "people", active=lengthened)])
    old, new = ({**ANAS, "id": n, "made": day(d)} for n, d in enumerate(["2025-01-02", "2026-01-01"]))
    asked = world(declared, {"people": [old, new]})
    assert state(asked, "people.email", 0, "2026-01-03") is expected
    assert state(asked, "people.email", 1, "2028-12-31") is ACTIVE


def test_a_shorter_period_binds_everything() -> None:
    """D17: what was promised for three years goes after one (once a person accepted that change: D2)."""
    shortened = span("made", "P1Y", earlier={"2026-01-01": "P3Y"})
    people = table("people", {"email": "email"}, link(), clocks=MADE)
    declared = manifest([people], [purpose("prospects", DUTY, "people", active=shortened)])
    asked = world(declared, {"people": [{**ANAS, "made": day("2025-01-02")}]})
    assert state(asked, "people.email", 1, "2026-01-03") is ENDED


def test_an_objection_to_a_public_task_is_weighed_and_one_to_marketing_ends_it_at_once() -> None:
    """D18: direct marketing is a property of the purpose, and of each that feeds it."""
    listed = [
        purpose("census", TASK, "people"),
        purpose("mailings", INTEREST, "people", direct_marketing=True),
        purpose("profiles", INTEREST, "people", feeds=["segments"]),
        purpose("segments", INTEREST, "other", feeds=["mailings"]),
    ]
    for one, expected in zip(listed, [FROZEN, ENDED, ENDED], strict=False):
        objected = world(
            subscribers(*listed[1:], one), {"people": [ANAS]}, fact(Effect.OBJECTED, "2026-01-01", ANA)
        )
        found = interpreter.claims_on(objected, at("2026-01-02"), Datum(record("people", 1), Column("email")))
        assert [claim.state for claim in found if claim.purpose is one] == [expected]


def test_each_choice_is_a_claim_of_its_own_with_its_own_items() -> None:
    """D19: e-mail yes, text messages no: the phone number is not kept by the newsletter."""
    people = table("people", {"email": "email", "phone": "phone"}, link())
    offered = purpose("newsletter", CONSENT, "people", choices={"mail": ["email"], "sms": ["phone"]})
    asked = world(
        manifest([people], [offered]),
        {"people": [{**ANAS, "phone": "1"}]},
        fact(Effect.GIVEN, "2026-01-01", ANA, "newsletter", choice="mail"),
        fact(Effect.REFUSED, "2026-01-01", ANA, "newsletter", choice="sms"),
    )
    assert state(asked, "people.email", 1, "2026-01-02") is ACTIVE
    assert state(asked, "people.phone", 1, "2026-01-02") is ENDED


@pytest.mark.parametrize(
    ("second", "third", "expected"),
    [("GIVEN 2026-02-01 2026-05-01", "WITHDRAWN 2026-03-01 2026-03-01", ENDED),
     ("WITHDRAWN 2026-02-01 2026-02-02", "GIVEN 2026-02-01 2026-02-03", ENDED),
     ("WITHDRAWN 2026-02-01 2026-02-02", "GIVEN 2026-02-02 2026-02-03", ACTIVE)],
)  # fmt: skip
def test_the_latest_decision_is_by_the_act_and_a_narrowing_one_wins(
    second: str, third: str, expected: State
) -> None:
    """D19: an offline consent imported in May, given before a withdrawal of March, undoes nothing."""
    told = [
        fact(Effect[effect], since, ANA, "newsletter", recorded=recorded)
        for effect, since, recorded in (one.split() for one in (second, third))
    ]
    assert (
        state(world(subscribers(newsletter()), {"people": [ANAS]}, *told), "people.email", 1, "2026-06-01")
        is expected
    )


def closing() -> Manifest:
    """Accounts whose closing is an event, with seven years after it."""
    people = table("people", {"email": "email"}, link(), clocks={"closed": clock(event="closed")})
    return manifest([people], [purpose("account", CONTRACT, "people", active=span("closed", "P7Y"))])


def test_a_contract_is_claimed_from_the_first_step_she_asks_for() -> None:
    """D20: a basket or a quote is claimed although no contract is signed yet."""
    assert (
        state(
            world(subscribers(purpose("order", CONTRACT, "people")), {"people": [ANAS]}),
            "people.email",
            1,
            "2026-01-01",
        )
        is ACTIVE
    )


def test_closing_is_an_event_column_or_not_and_reopening_cancels_it() -> None:
    """D20: the archive starts although the store has no column for it; each account has its own clock."""
    row = {"people": [ANAS, {**ANAS, "id": 2}]}
    closed = fact(Effect.HAPPENED, "2018-01-01", record("people", 1), name="closed")
    asked = world(closing(), row, closed)
    assert [state(asked, "people.email", n, "2025-01-02") for n in (1, 2)] == [ENDED, ACTIVE]
    reopened = fact(Effect.CANCELLED, "2019-01-01", record("people", 1), name="closed")
    assert state(world(closing(), row, closed, reopened), "people.email", 1, "2025-01-02") is ACTIVE
    of_person = fact(Effect.HAPPENED, "2018-01-01", ANA, name="closed")
    assert [state(world(closing(), row, of_person), "people.email", n, "2025-01-02") for n in (1, 2)] == [
        ENDED,
        ENDED,
    ]


def test_a_hold_is_on_listed_records_and_never_ends_by_drift() -> None:
    """D21: she moves out of Lyon and stays in the matter; her running contract stays active."""
    people = table("people", {"email": "email", "city": "city"}, link(), clocks=MADE)
    declared = manifest([people], [purpose("order", CONTRACT, "people", active=span("made", "P1Y"))])
    held = fact(Effect.HELD, "2025-01-01", record("people", 1), name="audit", items=["city"])
    for city in ("Lyon", "Nice"):
        asked = world(declared, {"people": [{**ANAS, "city": city, "made": day("2025-01-01")}]}, held)
        assert state(asked, "people.city", 1, "2026-01-01") is ACTIVE
        assert state(asked, "people.city", 1, "2040-01-01") is ARCHIVED
        assert state(asked, "people.email", 1, "2040-01-01") is ARCHIVED  # it is her link
        released = fact(Effect.RELEASED, "2041-01-01", None, name="audit")
        assert state(asked.with_facts(asked.facts.and_(released)), "people.city", 1, "2041-01-02") is ENDED


def test_an_open_dispute_claims_the_items_of_its_order() -> None:
    """D21: it is no hold but a purpose whose claim follows the link, while the complaint is open."""
    orders = table("orders", {"note": "note", "ip": "ip"}, link())
    complaints = table(
        "complaints", {"text": "text"}, link(), impersonal=["status"],
        refs={"order": refers("orders", order_id="id")},
        clocks={"settled": clock("settled", open_while=Among(Column("status"), ("open",)))},
    )  # fmt: skip
    dispute = purpose(
        "dispute",
        INTEREST,
        "complaints",
        data={"orders": use("note", follows="complaints")},
        active=span("settled"),
    )
    declared = manifest([orders, complaints], [dispute])
    order = {"orders": [{**ANAS, "note": "n", "ip": "::1"}]}
    complaint = {**ANAS, "id": 5, "order_id": 1, "text": "t"}
    opened = world(declared, {**order, "complaints": [{**complaint, "status": "open", "settled": None}]})
    assert (state(opened, "orders.note", 1, "2026-01-01"), state(opened, "orders.ip", 1, "2026-01-01")) == (
        ACTIVE,
        ENDED,
    )
    closed = world(
        declared, {**order, "complaints": [{**complaint, "status": "done", "settled": day("2025-12-01")}]}
    )
    assert state(closed, "orders.note", 1, "2026-01-01") is ENDED


def test_newer_facts_only_shrink_what_a_plan_destroys() -> None:
    """D22: what came between preview and run saves; what newly ended waits for the next plan.

    Here: that the two plans have nothing in common. How a run asks again is tested with the run.
    """
    declared = subscribers(newsletter())
    complete = fact(Effect.COMPLETE, "2026-01-01", None, "newsletter")
    preview = world(
        declared, {"people": [ANAS, BENS]}, complete, fact(Effect.GIVEN, "2026-01-02", BEN, "newsletter")
    )
    newer = preview.facts.and_(
        fact(Effect.GIVEN, "2026-01-10T11:00", ANA, "newsletter"),
        fact(Effect.WITHDRAWN, "2026-01-10T11:00", BEN, "newsletter"),
    )
    planned = interpreter.fates(preview, at("2026-01-10"))
    still = interpreter.fates(preview.with_facts(newer), at("2026-01-10"))
    assert (set(planned), set(still)) == ({record("people", 1)}, {record("people", 2)})
    assert planned.keys() & still.keys() == set()


def test_a_restored_troth_destroys_nothing() -> None:
    """D23: behind the checkpoint withdrawals and holds may be missing; not even a move is made.

    That Troth's own tables are a store under the same claims is tested with them.
    """
    behind = world(*customers(), checkpoint=5)
    assert state(behind, "people.name", 1, "2026-01-01") is FROZEN
    assert swept(behind, "2026-01-01") == behind


def test_what_a_person_is_known_by_is_remembered_when_a_plan_parts_it() -> None:
    """D23, D9 (d): what tied address and account goes; a restriction under the account still counts."""
    people = table("people", {"name": "name"}, link("id", key="account"), link())
    letters = table("letters", {"text": "text"}, link())
    declared = manifest([people, letters], [purpose("letters", DUTY, "letters")])
    begun = world(declared, {"people": [{**ANAS, "name": "A"}], "letters": [{**ANAS, "text": "t"}]})
    once = swept(begun, "2026-01-01")
    assert rows(once, "people") == []
    assert once.remembered == {frozenset({ANA, Key.of("account", 1)})}
    restricted = once.facts.and_(fact(Effect.RESTRICTED, "2026-01-02", Key.of("account", 1)))
    ended = world(
        manifest([people, letters], []), {"letters": rows(once, "letters")}, remembered=once.remembered
    )
    assert state(ended, "letters.text", 1, "2026-01-03") is ENDED
    assert state(ended.with_facts(restricted), "letters.text", 1, "2026-01-03") is FROZEN


@pytest.mark.parametrize(
    ("accepted", "expected"), [(None, FROZEN), (Acceptance("Dora", day("2026-01-01")), ENDED)]
)
def test_a_proposed_period_destroys_nothing_until_it_is_adopted(
    accepted: Acceptance | None, expected: State
) -> None:
    """D24: at its proposed end the datum is frozen."""
    proposed = Departure(because="proposed", accepted=accepted)
    people = table("people", {"email": "email"}, link(), clocks=MADE)
    one = purpose("prospects", DUTY, "people", active=span("made", "P1Y", departure=proposed))
    asked = world(manifest([people], [one]), {"people": [{**ANAS, "made": day("2024-01-01")}]})
    assert state(asked, "people.email", 1, "2025-01-01") is ACTIVE
    assert state(asked, "people.email", 1, "2026-01-02") is expected


def segments() -> tuple[Manifest, Rows]:
    """A segment made from browsing, which is collected under consent."""
    people = table("people", {"segment": "segment"}, link())
    pages = table("visits", {"page": "browsing"}, link())
    listed = [
        purpose("marketing", INTEREST, "people"),
        purpose("browsing", CONSENT, "visits"),
    ]
    made = [
        Item(ItemName("segment"), words("segment"), derived_from=frozenset({ItemName("score")})),
        Item(ItemName("score"), words("score"), derived_from=frozenset({ItemName("browsing")})),
    ]
    scoring = purpose("scoring", DUTY, data={"scores": use("score")})
    return manifest([people, pages], [*listed, scoring], items=made), {
        "people": [{**ANAS, "segment": "rich"}],
        "visits": [],
    }


def test_what_is_derived_lives_no_longer_than_its_inputs_may_be_used() -> None:
    """D25: the consent to browsing is withdrawn, and the segment goes, through the score between them."""
    given = fact(Effect.GIVEN, "2026-01-01", ANA, "browsing")
    asked = world(*segments(), given, fact(Effect.WITHDRAWN, "2026-06-01", ANA, "browsing"))
    assert state(asked, "people.segment", 1, "2026-05-01") is ACTIVE
    assert state(asked, "people.segment", 1, "2026-06-02") is ENDED
    assert state(world(*segments()), "people.segment", 1, "2026-06-02") is FROZEN


def archived(place: ArchivePlace) -> tuple[Manifest, Rows]:
    """Tickets in use for a year and archived for five, with notes that end with their use."""
    fields = {"text": item("text"), "note": item("note")}
    options: dict[str, Any] = {"clocks": {"closed": clock("closed")}, "impersonal": ["flag"]}
    tickets = table("tickets", fields, link(), archive=place, **options)
    old = table(
        "old_tickets",
        fields,
        link(),
        archive_of=TableName("tickets"),
        kinds={"tickets": None},
        **options,
    )
    support = purpose(
        "help",
        DUTY,
        data={"tickets": use("text", "email")},
        active=span("closed", "P1Y"),
        archive=archive("closed", "P5Y"),
    )
    notes = purpose("notes", DUTY, data={"tickets": use("note")}, active=span("closed", "P6M"))
    row = {**ANAS, "text": "t", "note": "n", "flag": 0, "closed": day("2024-01-01")}
    return manifest([tickets, old], [support, notes]), {"tickets": [row], "old_tickets": []}


def test_a_record_moves_when_all_that_is_held_of_it_is_archived() -> None:
    """D26: a record that is active elsewhere stays; ended fields are nulled before the move."""
    begun = world(
        *archived(MoveTo(TableName("old_tickets"))),
        fact(Effect.HELD, "2024-05-01", record("tickets", 1), name="m"),
    )
    assert fate(begun, "tickets", 1, "2024-08-01") is Fate.KEEP
    held = fact(Effect.RELEASED, "2024-06-01", None, name="m")
    begun = begun.with_facts(begun.facts.and_(held))
    moved = swept(begun, "2025-01-02")
    assert rows(moved, "tickets") == []
    assert rows(moved, "old_tickets") == [{**rows(begun, "tickets")[0], "note": None}]
    assert state(moved, "old_tickets.text", 1, "2029-01-01") is ARCHIVED
    assert rows(swept(moved, "2029-01-02"), "old_tickets") == []


def test_a_record_that_moves_takes_its_holds_along() -> None:
    """D26: the hold is recorded again for the new place, since when it always was."""
    held = fact(Effect.HELD, "2024-05-01", record("tickets", 1), name="m", items=["text"])
    moved = swept(world(*archived(MoveTo(TableName("old_tickets"))), held), "2025-01-02")
    again = moved.facts.known[-1]
    assert (again.effect, again.record, again.since) == (Effect.HELD, record("old_tickets", 1), held.since)
    assert (again.sequence, again.recorded, again.by) == (2, at("2025-01-02"), "troth")
    assert state(moved, "old_tickets.text", 1, "2040-01-01") is ARCHIVED


def test_a_record_may_be_flagged_in_its_place() -> None:
    """D26: it stays and is marked."""
    flagged = swept(world(*archived(FlagIn(Column("flag"), 1))), "2025-01-02")
    assert rows(flagged, "tickets")[0]["flag"] == 1
    assert swept(flagged, "2025-01-02") == flagged


def test_what_another_site_declares_is_not_ours_to_touch() -> None:
    """D27: a table that this site does not map keeps its rows.

    That a kind belongs to one site, or is joined over all that map it, is tested with the sites of a server.
    """
    declared, row = customers()
    beside = world(declared, {**row, "brand_b": [{"id": 1, "email": "ana@x.fr"}]})
    assert rows(swept(beside, "2026-01-01"), "brand_b") == [{"id": 1, "email": "ana@x.fr"}]


def test_what_is_hosted_for_others_is_neither_read_nor_touched() -> None:
    """D28: and a row of it keeps what it points at. What a scan reads is tested with the scan."""
    people = table("people", {"email": "email"}, link())
    theirs = table(
        "guests",
        {"email": "email"},
        link(),
        refs={"host": refers("people", host="id")},
        hosted_for="a client",
    )
    hosted = world(
        manifest([people, theirs], []),
        {"people": [ANAS], "guests": [{**ANAS, "host": 1}]},
        keys={"guests": foreign_key("people", host="id")},
    )
    found = interpreter.states(hosted, at("2026-01-01"))
    assert {datum.record.table for datum in found} == {"people"}
    assert outcome(hosted, "people", 1, "2026-01-01").fate is Fate.STUB
    assert rows(swept(hosted, "2026-01-01"), "guests") == rows(hosted, "guests")


def test_a_fact_counts_from_when_it_took_effect_not_from_when_it_was_keyed_in() -> None:
    """D29: a withdrawal received on Monday and keyed in on Wednesday had ended the consent on Tuesday.

    Recipients, channels and conditions are the gate's.
    """
    told = [
        fact(Effect.GIVEN, "2026-01-01", ANA, "newsletter"),
        fact(Effect.WITHDRAWN, "2026-03-02", ANA, "newsletter", recorded="2026-03-04"),
    ]
    asked = world(subscribers(newsletter()), {"people": [ANAS]}, *told)
    assert state(asked, "people.email", 1, "2026-03-03") is ENDED
    assert state(asked, "people.email", 1, "2026-03-01") is ACTIVE


def test_an_orphan_is_read_by_its_own_clocks_only() -> None:
    """D30: an address that nobody points at is frozen, unless it has a clock of its own."""
    orphans = table("orphans", {"street": "street"}, link(), clocks=MADE)
    row = {"orphans": [{"id": 1, "email": None, "street": "s", "made": day("2024-01-01")}]}
    for basis in (CONSENT, INTEREST, CONTRACT, DUTY):
        without = world(manifest([orphans], [purpose("p", basis, "orphans")]), row)
        assert state(without, "orphans.street", 1, "2026-01-01") is FROZEN
        dated_one = world(
            manifest([orphans], [purpose("p", basis, "orphans", active=span("made", "P1Y"))]), row
        )
        assert state(dated_one, "orphans.street", 1, "2025-01-01") is ACTIVE
        assert state(dated_one, "orphans.street", 1, "2025-01-02") is ENDED


def test_a_link_that_leads_nowhere_stays_with_the_fields_that_a_human_may_still_assign() -> None:
    """D30: an order with a dead customer number is not made more of an orphan."""
    people = table("people", {"email": "email"}, link())
    orders = table(
        "orders",
        {"note": "note"},
        link("email", up("person")),
        refs={"person": refers("people", person="id")},
    )
    asked = world(
        manifest([people, orders], [purpose("p", DUTY, "orders")]),
        {"people": [], "orders": [{"id": 1, "person": 33, "note": "n"}]},
    )
    assert state(asked, "orders.person", 1, "2026-01-01") is FROZEN


def test_a_claim_tells_the_last_day_it_lives() -> None:
    """D31: from it the verdict tells what is due from what is overdue; the lag itself is the verdict's."""
    asked = dated("P1Y", value=day("2025-03-01"))
    (claim,) = interpreter.claims_on(asked, at("2026-01-01"), Datum(record("people", 1), Column("email")))
    assert (claim.purpose.name, claim.until, claim.state) == ("duty", day("2026-03-01"), ACTIVE)


def test_every_declared_datum_has_a_state_claimed_or_not_and_undeclared_columns_have_none() -> None:
    """D32: access shows what nobody claims too. That it names undeclared columns is tested with access."""
    asked = world(*customers(), also={"people": ["points"]})
    assert set(interpreter.states(asked, at("2026-01-01"))) == {
        Datum(record("people", 1), Column(column)) for column in ("email", "name")
    }
    assert interpreter.claims_on(asked, at("2026-01-01"), Datum(record("people", 1), Column("name"))) == []


def test_each_claim_tells_its_basis_and_phase() -> None:
    """D33: one consent or contract claim makes a datum portable, frozen or not; an archive phase does not.

    Choosing what is portable by them is tested with portability.
    """
    people = table("people", {"email": "email"}, link(), clocks=MADE)
    listed = [
        purpose("order", CONTRACT, "people", active=span("made", "P1Y"), archive=archive("made", "P5Y")),
        purpose("fraud", INTEREST, "people"),
    ]
    asked = world(
        manifest([people], listed),
        {"people": [{**ANAS, "made": day("2025-06-01")}]},
        fact(Effect.OBJECTED, "2026-01-01", ANA, "fraud"),
    )
    found = interpreter.claims_on(asked, at("2026-01-02"), Datum(record("people", 1), Column("email")))
    told = {(claim.purpose.name, claim.phase.value, claim.basis, claim.state) for claim in found}
    assert told == {
        ("order", "active", CONTRACT, ACTIVE),
        ("order", "archive", CONTRACT, ARCHIVED),
        ("fraud", "active", INTEREST, FROZEN),
    }


def test_an_erasure_of_a_minors_data_ends_contracts_and_leaves_duties() -> None:
    """D34: an erasure under LIL art. 51 keeps what duties keep. What a death does is tested with requests."""
    people = table("people", {"email": "email", "name": "name"}, link(), created="made")
    listed = [
        purpose("game", CONTRACT, "people"),
        purpose("invoices", DUTY, data={"people": use("name")}),
    ]
    asked = world(
        manifest([people], listed),
        {"people": [{**ANAS, "name": "A", "made": day("2025-01-01")}]},
        fact(Effect.ERASED, "2026-01-01", ANA),
    )
    assert state(asked, "people.email", 1, "2026-01-02") is ACTIVE  # the link of what the duty keeps
    assert state(asked, "people.name", 1, "2026-01-02") is ACTIVE
    (game, *_) = [
        c
        for c in interpreter.claims_on(asked, at("2026-01-02"), Datum(record("people", 1), Column("email")))
        if c.purpose.name == "game"
    ]
    assert game.state is ENDED


def test_a_row_that_comes_back_is_still_erased() -> None:
    """D35: a sync imports again what was erased; the erasure speaks of it, for it existed then.

    That an import passes the gate is tested with the gate.
    """
    order = purpose("order", CONTRACT, "people")
    begun = erased(order)
    once = swept(begun, "2026-06-02")
    assert rows(once, "people") == []
    back = world(begun.manifest, {"people": rows(begun, "people")}, *once.facts.known)
    assert rows(swept(back, "2026-06-03"), "people") == []


def test_a_store_that_is_down_keeps_no_other_store_waiting() -> None:
    """D36: fates are per store; what is down is answered when it is up."""
    people = table("people", {"email": "email"}, link(), created="made")
    contacts = table("contacts", {"phone": "phone"}, link(), created="made", store="crm")
    declared = manifest([people, contacts], [purpose("order", CONTRACT, "people", "contacts")])
    row = {
        "people": [{**ANAS, "made": day("2025-01-01")}],
        "contacts": [{**ANAS, "phone": "1", "made": day("2025-01-01")}],
    }
    half = swept(world(declared, row, fact(Effect.ERASED, "2026-01-01", ANA), down=["crm"]), "2026-01-02")
    assert rows(half, "people") == []
    assert rows(half, "contacts") == row["contacts"]
    whole = swept(world(declared, {"contacts": rows(half, "contacts")}, *half.facts.known), "2026-01-03")
    assert rows(whole, "contacts") == []


def test_a_new_objection_freezes_again_what_was_decided() -> None:
    """D37: the latest undecided one wins."""
    told = [
        fact(Effect.OBJECTED, "2026-01-01", ANA, "fraud"),
        fact(Effect.REJECTED, "2026-01-20", ANA, "fraud"),
        fact(Effect.OBJECTED, "2026-03-01", ANA, "fraud"),
    ]
    asked = world(subscribers(purpose("fraud", INTEREST, "people")), {"people": [ANAS]}, *told)
    assert state(asked, "people.email", 1, "2026-02-01") is ACTIVE
    assert state(asked, "people.email", 1, "2026-03-02") is FROZEN


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ([], ENDED),
        ([(Effect.REJECTED, "2026-02-01", "mailings")], ENDED),
        ([(Effect.GIVEN, "2026-02-01", "mailings")], ACTIVE),
        ([(Effect.GIVEN, "2025-12-01", "mailings")], ENDED),
        ([(Effect.GIVEN, "2026-02-01", "other")], ENDED),
        ([(Effect.GIVEN, "2026-02-01", "mailings"), (Effect.WITHDRAWN, "2026-02-02", "mailings")], ENDED),
    ],
)
def test_an_objection_to_marketing_is_lifted_only_by_a_later_explicit_consent(
    later: list[tuple[Effect, str, str]], expected: State
) -> None:
    """D37: and not by one that was withdrawn since."""
    told = [fact(effect, on, ANA, name) for effect, on, name in later]
    mailings = purpose("mailings", INTEREST, "people", direct_marketing=True)
    asked = world(subscribers(mailings), {"people": [ANAS]}, fact(Effect.OBJECTED, "2026-01-01", ANA), *told)
    assert state(asked, "people.email", 1, "2026-03-01") is expected


def test_correcting_a_frozen_or_held_datum_changes_nothing_but_its_value() -> None:
    """D38: a state does not depend on the value corrected. Who may correct is tested with requests."""
    told = [
        fact(Effect.HELD, "2026-01-01", record("people", 1), name="audit"),
        fact(Effect.RESTRICTED, "2026-01-01", ANA),
    ]
    declared, row = customers()
    wrong, right = (
        world(declared, {"people": [{**row["people"][0], "name": name}]}, *told) for name in ("Anna", "Ana")
    )
    assert interpreter.states(wrong, at("2026-01-02")) == interpreter.states(right, at("2026-01-02"))
    assert fate(right, "people", 1, "2026-01-02") is Fate.KEEP
