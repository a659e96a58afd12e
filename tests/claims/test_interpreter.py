"""The interpreter, sentence by sentence of docs/explanation/claims.md, where no case shows it already."""

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
    CLAIMS,
    CLEO,
    CONSENT,
    CONTRACT,
    DUTY,
    ENDED,
    FROZEN,
    INTEREST,
    MADE,
    Rows,
    archive,
    at,
    clock,
    day,
    down,
    erased,
    fact,
    latest,
    link,
    manifest,
    newsletter,
    purpose,
    record,
    refers,
    span,
    state,
    subscribers,
    table,
    up,
    words,
    world,
)
from troth.claims import interpreter
from troth.claims.facts import SEEN, Effect, Fact
from troth.claims.interpreter import Tie
from troth.claims.keys import Datum, Key
from troth.claims.states import State
from troth.claims.world import Value, World
from troth.manifest.condition import Absent, All, Among, AnyOf, Condition, Exists, Not, OfParent
from troth.manifest.model import Item, Manifest
from troth.manifest.names import ClockName, Column, ItemName, Relation, TableName
from troth.manifest.period import Period
from troth.manifest.purposes import Purpose
from troth.manifest.stores import (
    Clock,
    Rounding,
    StoredAs,
)

ACCOUNT = Key.of("account", 1)


def told(tie: Tie) -> tuple[str, list[str], bool]:
    """A tie in short."""
    return tie.role, [key.value for key in tie.keys], tie.is_sure


# --- conditions ---------------------------------------------------------------------------------------------

YES, NO, UNKNOWN = (Among(Column(c), (1,)) for c in ("yes", "no", "unknown"))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (YES, ACTIVE),
        (NO, FROZEN),  # in no kind: undeclared
        (UNKNOWN, FROZEN),
        (Not(NO), ACTIVE),
        (Not(UNKNOWN), FROZEN),
        (All(()), ACTIVE),
        (All((YES, UNKNOWN)), FROZEN),
        (AnyOf((UNKNOWN, YES)), ACTIVE),
        (AnyOf((NO, UNKNOWN)), FROZEN),
        (Absent(Column("unknown")), ACTIVE),
        (OfParent(Relation("parent"), YES), FROZEN),
        (Not(Exists(TableName("people"), Relation("parent"), YES)), ACTIVE),
    ],
)
def test_a_condition_answers_yes_no_or_unknown(condition: Condition, expected: State) -> None:
    people = table(
        "people", {"email": "email"}, link(), kinds={"it": condition, "rest": NO},
        impersonal=["yes", "no", "unknown"], refs={"parent": refers("people", parent_id="id")},
    )  # fmt: skip
    asked = world(
        manifest([people], [purpose("p", DUTY, "it")]),
        {"people": [{**ANAS, "yes": 1, "no": 0, "unknown": None, "parent_id": None}]},
    )
    assert state(asked, "people.email", 1, "2026-01-01") is expected


def test_no_and_unknown_are_told_apart_in_not_all_and_any() -> None:
    """A record that is surely of no kind but one is judged by that one."""
    conditions: dict[str, Condition | None] = {
        "no and unknown": All((NO, UNKNOWN)),
        "it": Not(All((NO, UNKNOWN))),
    }
    people = table("people", {"email": "email"}, link(), kinds=conditions, impersonal=["no", "unknown"])
    asked = world(manifest([people], []), {"people": [{**ANAS, "no": 0, "unknown": None}]})
    assert state(asked, "people.email", 1, "2026-01-01") is ENDED


# --- ties and people ----------------------------------------------------------------------------------------


def test_links_of_one_role_without_a_step_down_make_one_tie() -> None:
    people = table("people", {}, link("id", key="account"), link())
    orders = table(
        "orders", {}, link("phone", key="phone", sure=False), link("email", up("person")),
        link("id", up("person"), key="account"), link("to", role="recipient"),
        refs={"person": refers("people", person="id")},
    )  # fmt: skip
    row: Mapping[str, Value] = {"id": 5, "phone": " 06 ", "person": 1, "to": "ben@x.fr"}
    asked = world(
        manifest([people, orders], []), {"people": [ANAS], "orders": [row, {**row, "id": 6, "person": 9}]}
    )
    both = [told(tie) for tie in interpreter.ties(asked, record("orders", 5))]
    assert both == [("customer", ["06", "ana@x.fr", "1"], True), ("recipient", ["ben@x.fr"], True)]
    dead = [told(tie) for tie in interpreter.ties(asked, record("orders", 6))]
    assert dead == [("customer", ["06"], False), ("recipient", ["ben@x.fr"], True)]


def test_links_that_share_a_path_down_make_one_tie_for_each_row_at_its_end() -> None:
    people = table(
        "people", {}, link("id", key="account"), link(), refs={"home": refers("addresses", address_id="id")}
    )
    path = down("people", "home")
    addresses = table("addresses", {"street": "street"}, link("id", path, key="account"), link("email", path))
    rows_: Rows = {
        "people": [
            {**BENS, "address_id": 12},
            {**ANAS, "address_id": 12},
            {"id": 3, "email": None, "address_id": 1},
        ],
        "addresses": [{"id": 12, "street": "x"}, {"id": 13, "street": "y"}],
    }
    asked = world(manifest([people, addresses], []), rows_)
    found = [told(tie) for tie in interpreter.ties(asked, record("addresses", 12))]
    assert found == [("customer", ["1", "ana@x.fr"], True), ("customer", ["2", "ben@x.fr"], True)]
    assert interpreter.ties(asked, record("addresses", 13)) == ()


def test_people_are_joined_by_sure_keys_of_one_tie_and_by_what_troth_remembers() -> None:
    people = table("people", {}, link("id", key="account"), link(), link("phone", key="phone", sure=False))
    asked = world(
        manifest([people], []),
        {
            "people": [
                {**ANAS, "phone": "06"},
                {**ANAS, "id": 2, "phone": "07"},
                {**BENS, "id": 3, "phone": "06"},
            ]
        },
        remembered=[[Key.of("account", 3), Key.of("browser", "b")]],
    )
    assert interpreter.people(asked) == {
        frozenset({Key.of("account", 1), Key.of("account", 2), ANA}),
        frozenset({Key.of("account", 3), Key.of("browser", "b"), BEN}),
    }


def test_facts_of_a_sure_tie_are_those_of_its_person_and_of_a_tie_in_doubt_those_of_its_first_key() -> None:
    people = table("people", {"name": "name"}, link("id", key="account"), link())
    doubtful = table("notes", {"text": "text"}, link(sure=False), link("phone", key="phone", sure=False))
    declared = manifest([people, doubtful], [])
    given: Rows = {"people": [{**ANAS, "name": "A"}], "notes": [{**ANAS, "text": "t", "phone": "06"}]}
    for who, expected in [
        (ANA, (FROZEN, FROZEN)),
        (ACCOUNT, (FROZEN, ENDED)),
        (Key.of("phone", "06"), (ENDED, ENDED)),
    ]:
        asked = world(declared, given, fact(Effect.RESTRICTED, "2026-01-01", who))
        found = (state(asked, "people.name", 1, "2026-01-02"), state(asked, "notes.text", 1, "2026-01-02"))
        assert found == expected


def test_while_the_store_that_knows_who_is_who_is_down_what_is_known_by_its_keys_is_frozen() -> None:
    crm = table("contacts", {}, link("id", key="account"), link(), store="crm")
    people = table("people", {"name": "name"}, link())
    doubtful = table("notes", {"text": "text"}, link(sure=False))
    declared = manifest([crm, people, doubtful], [])
    given: Rows = {"people": [{**ANAS, "name": "A"}], "notes": [{**ANAS, "text": "t"}]}
    asked = world(declared, given, down=["crm"])
    assert state(asked, "people.name", 1, "2026-01-01") is FROZEN
    assert state(asked, "people.email", 1, "2026-01-01") is FROZEN
    assert state(asked, "notes.text", 1, "2026-01-01") is ENDED
    assert state(world(declared, given), "people.name", 1, "2026-01-01") is ENDED
    known = world(declared, given, down=["crm"], remembered=[[ANA, ACCOUNT]])
    assert state(known, "people.name", 1, "2026-01-01") is ENDED


def test_a_store_that_is_down_and_joins_nobody_freezes_nothing() -> None:
    alone = table("contacts", {}, link(), store="crm")
    people = table("people", {"name": "name"}, link())
    asked = world(manifest([alone, people], []), {"people": [{**ANAS, "name": "A"}]}, down=["crm"])
    assert state(asked, "people.name", 1, "2026-01-01") is ENDED


# --- clocks -------------------------------------------------------------------------------------------------


def ticking(ticks: Clock, period: str = "P1Y", zone: str = "UTC", **more: Any) -> Manifest:
    """People under a duty for that long after that clock."""
    people = table(
        "people", {"email": "email"}, link(), clocks={"it": ticks}, impersonal=["status", "at", "other"],
        refs={"boss": refers("people", boss_id="id")},
    )  # fmt: skip
    return manifest([people], [purpose("p", DUTY, "people", active=span("it", period))], zone=zone, **more)


def shown(declared: Manifest, on: str, *facts: Any, **values: Value) -> State:
    """The state of Ana's row with these values."""
    row = {**ANAS, "status": "done", "at": None, "other": None, "boss_id": None, **values}
    return state(world(declared, {"people": [row]}, *facts), "people.email", 1, on)


IS_OPEN = Among(Column("status"), ("open",))
HAPPENED, CANCELLED, NOTED = Effect.HAPPENED, Effect.CANCELLED, Effect.NOTED
ME = record("people", 1)


def test_an_open_relation_is_active_and_one_that_may_be_open_is_at_least_frozen() -> None:
    ticks = ticking(clock("at", open_while=IS_OPEN))
    assert shown(ticks, "2026-01-01", status="open", at=day("2020-01-01")) is ACTIVE
    assert shown(ticks, "2026-01-01", status="done", at=day("2020-01-01")) is ENDED
    assert shown(ticks, "2026-01-01", status=None, at=day("2020-01-01")) is FROZEN
    assert shown(ticks, "2026-01-01", status=None, at=day("2025-06-01")) is ACTIVE


def test_a_clock_may_be_read_from_a_parent() -> None:
    boss = {"id": 2, "email": None, "status": "x", "at": day("2025-06-01"), "other": None, "boss_id": None}
    mine = {**boss, **ANAS, "at": None}
    for boss_id, expected in [(2, ACTIVE), (9, FROZEN), (None, FROZEN)]:
        asked = world(ticking(clock("at", "boss")), {"people": [boss, {**mine, "boss_id": boss_id}]})
        assert state(asked, "people.email", 1, "2026-01-01") is expected


@pytest.mark.parametrize(
    ("stored_as", "value"),
    [
        (StoredAs.NATIVE, day("2025-01-02")),
        (StoredAs.NATIVE, datetime(2025, 1, 2, 13, 59)),  # noqa: DTZ001  in the store's zone
        (StoredAs.NATIVE, datetime(2025, 1, 1, 23, 59, tzinfo=UTC)),
        (StoredAs.EPOCH, 1_735_775_940),
        (StoredAs.EPOCH_MILLISECONDS, 1_735_775_940_999),
    ],
)
def test_an_instant_is_read_as_the_store_holds_it(stored_as: StoredAs, value: Value) -> None:
    """All of these are the 2nd of January 2025 in Paris; the store without zones stands in Auckland."""
    ticks = ticking(clock("at", stored_as=stored_as), zone="Europe/Paris", zones={"shop": "Pacific/Auckland"})
    assert shown(ticks, "2026-01-02T22:59", at=value) is ACTIVE
    assert shown(ticks, "2026-01-02T23:00", at=value) is ENDED


@pytest.mark.parametrize("value", ["2025-01-02", 1_735_775_940, date.min, date.max])
def test_what_is_no_instant_is_unknown(value: Value) -> None:
    assert shown(ticking(clock("at")), "2026-06-01", at=value) is FROZEN


def test_a_value_is_plausible_from_a_day_until_a_period_after_today() -> None:
    ticks = ticking(clock("at", plausible_from=day("2020-01-01"), plausible_for=Period.parse("P1M")))
    assert shown(ticks, "2026-01-01", at=day("2019-12-31")) is FROZEN
    assert shown(ticks, "2026-01-01", at=day("2020-01-01")) is ENDED
    assert shown(ticks, "2026-01-01", at=day("2026-02-01")) is ACTIVE
    assert shown(ticks, "2026-01-01", at=day("2026-02-02")) is FROZEN


def test_an_event_is_the_latest_word_on_it() -> None:
    ticks = ticking(clock(event="left"))
    happened = fact(HAPPENED, "2020-01-01", ANA, name="left")
    assert shown(ticks, "2026-01-01") is ACTIVE
    assert shown(ticks, "2026-01-01", happened) is ENDED
    assert shown(ticks, "2026-01-01", fact(HAPPENED, "2020-01-01", ANA, name="joined")) is ACTIVE
    assert shown(ticks, "2026-01-01", fact(HAPPENED, "2020-01-01", BEN, name="left")) is ACTIVE
    assert shown(ticks, "2026-01-01", happened, fact(CANCELLED, "2020-01-01", ANA, name="left")) is ACTIVE
    assert shown(ticks, "2026-01-01", fact(CANCELLED, "2020-01-01", ANA, name="left"), happened) is ENDED
    again = fact(HAPPENED, "2025-06-01", ANA, name="left")
    assert shown(ticks, "2026-01-01", happened, again) is ACTIVE


def test_the_word_on_the_record_and_the_word_on_the_person_are_two() -> None:
    ticks = ticking(clock(event="left"))
    of_record = fact(HAPPENED, "2020-01-01", ME, name="left")
    assert shown(ticks, "2026-01-01", of_record) is ENDED
    assert shown(ticks, "2026-01-01", of_record, fact(CANCELLED, "2021-01-01", ANA, name="left")) is ENDED
    assert shown(ticks, "2026-01-01", of_record, fact(CANCELLED, "2021-01-01", ME, name="left")) is ACTIVE


@pytest.mark.parametrize(
    "ticks",
    [
        clock(event="left", open_while=IS_OPEN),
        clock("at", event="left"),
        clock(event="left", missing=Column("other")),
    ],
)
def test_an_event_that_is_not_alone_is_unknown_until_something_is_known(ticks: Clock) -> None:
    assert shown(ticking(ticks), "2026-01-01") is FROZEN
    assert shown(ticking(ticks), "2026-01-01", fact(HAPPENED, "2020-01-01", ANA, name="left")) is ENDED


def test_an_event_or_a_note_stands_for_a_column_that_says_nothing() -> None:
    ticks = ticking(clock("at", event="left"))
    noted = fact(NOTED, "2020-01-01", ME, name="it")
    assert shown(ticks, "2026-01-01", noted) is ENDED
    assert shown(ticks, "2026-01-01", noted, at=day("9999-12-31")) is ENDED
    assert shown(ticks, "2026-01-01", noted, at=day("2025-06-01")) is ACTIVE
    assert shown(ticks, "2026-01-01", fact(NOTED, "2020-01-01", ME, name="other")) is FROZEN
    assert shown(ticks, "2026-01-01", fact(NOTED, "2020-01-01", record("people", 2), name="it")) is FROZEN


def test_a_note_counts_once_taken_even_of_an_instant_to_come() -> None:
    coming = fact(NOTED, "2026-06-01", ME, name="it", recorded="2025-01-01")
    assert shown(ticking(clock("at")), "2026-01-01", coming) is ACTIVE
    assert shown(ticking(clock("at")), "2024-01-01", coming) is FROZEN


def test_the_fallback_is_read_where_nothing_is_known() -> None:
    ticks = ticking(clock("at", missing=Column("other")))
    assert shown(ticks, "2026-01-01", other=day("2025-06-01")) is ACTIVE
    assert shown(ticks, "2026-01-01", other=day("2020-06-01")) is ENDED
    assert shown(ticks, "2026-01-01", other=day("1970-01-01")) is FROZEN
    assert shown(ticks, "2026-01-01", at=day("2020-01-01"), other=day("2025-06-01")) is ENDED
    assert shown(ticks, "2026-01-01", at=day("9999-12-31"), other=day("2020-01-01")) is FROZEN


def contacts(*sources: Mapping[str, Value], **more: Any) -> World:
    """Ana, whose last contact is read from the visits given."""
    people = table("people", {"email": "email"}, link(), clocks={"it": latest("visits.at", **more)})
    visits = table("visits", {}, link(), impersonal=["at"])
    declared = manifest([people, visits], [purpose("p", DUTY, "people", active=span("it", "P1Y"))])
    return world(declared, {"people": [ANAS], "visits": list(sources)})


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (["2025-06-01", "2020-01-01"], ACTIVE),
        (["2020-01-01", "2019-01-01"], ENDED),
        (["2025-06-01", None], ACTIVE),
        (["2020-01-01", None], FROZEN),
        (["2020-01-01", "1970-01-01"], FROZEN),
        ([], FROZEN),
    ],
)
def test_the_latest_of_a_persons_records_counts(days: list[str | None], expected: State) -> None:
    visits = [{**ANAS, "id": n, "at": d and day(d)} for n, d in enumerate(days)]
    others = {**BENS, "at": day("2025-12-31")}
    assert state(contacts(*visits, others), "people.email", 1, "2026-01-01") is expected


def test_the_latest_of_nobody_known_is_unknown() -> None:
    people = table("people", {"name": "name"}, link(sure=False), clocks={"it": latest("visits.at")})
    visits = table("visits", {}, link(), impersonal=["at"])
    declared = manifest([people, visits], [purpose("p", DUTY, "people", active=span("it", "P1Y"))])
    given: Rows = {"people": [{**ANAS, "name": "A"}], "visits": [{**ANAS, "at": day("2020-01-01")}]}
    assert state(world(declared, given), "people.name", 1, "2026-01-01") is FROZEN


def test_a_span_without_clock_has_no_end_and_one_of_an_unknown_clock_is_frozen() -> None:
    people = table("people", {"email": "email"}, link())
    for one, expected in [(span(), ACTIVE), (span("what", "P1Y"), FROZEN)]:
        asked = world(manifest([people], [purpose("p", DUTY, "people", active=one)]), {"people": [ANAS]})
        assert state(asked, "people.email", 1, "2026-01-01") is expected


def test_a_financial_year_ends_on_its_day_or_on_the_last_of_a_short_month() -> None:
    ticks = clock("at", rounded_to=Rounding.FINANCIAL_YEAR)
    assert shown(ticking(ticks, financial_year_ends=(6, 30)), "2026-06-30", at=day("2025-06-30")) is ACTIVE
    assert shown(ticking(ticks, financial_year_ends=(6, 30)), "2026-07-01", at=day("2025-06-30")) is ENDED
    assert shown(ticking(ticks, financial_year_ends=(6, 30)), "2027-06-30", at=day("2025-07-01")) is ACTIVE
    assert shown(ticking(ticks, financial_year_ends=(2, 29)), "2026-02-28", at=day("2025-02-28")) is ACTIVE
    assert shown(ticking(ticks, financial_year_ends=(2, 29)), "2026-03-01", at=day("2025-02-28")) is ENDED


# --- what is lawful -----------------------------------------------------------------------------------------


def decided(one: Purpose, *facts: Any, on: str = "2026-01-01", **row: Value) -> State:
    """The state of Ana's address under one purpose."""
    return state(
        world(subscribers(one), {"people": [{**ANAS, "made": None, **row}]}, *facts), "people.email", 1, on
    )


GIVEN, REFUSED, WITHDRAWN, COMPLETE = Effect.GIVEN, Effect.REFUSED, Effect.WITHDRAWN, Effect.COMPLETE


def test_without_a_key_of_the_type_that_decides_a_consent_is_frozen() -> None:
    given = fact(GIVEN, "2025-01-01", ANA)
    assert decided(newsletter(), given) is ACTIVE
    assert decided(purpose("newsletter", CONSENT, "people", decided_by="browser"), given) is FROZEN


def test_a_decision_that_names_no_purpose_and_no_choice_counts_for_all() -> None:
    offered = newsletter(choices={"mail": ["email"]})
    assert decided(offered, fact(GIVEN, "2025-01-01", ANA)) is ACTIVE
    assert decided(offered, fact(GIVEN, "2025-01-01", ANA, "newsletter")) is ACTIVE
    assert decided(offered, fact(GIVEN, "2025-01-01", ANA, "newsletter", choice="sms")) is FROZEN
    assert decided(newsletter(), fact(GIVEN, "2025-01-01", ANA, "newsletter", choice="sms")) is FROZEN
    assert decided(offered, fact(GIVEN, "2025-01-01", ANA, "other")) is FROZEN


def test_of_two_decisions_of_one_instant_the_one_recorded_last_wins() -> None:
    wording = newsletter(validity=None)
    first = fact(GIVEN, "2025-01-01", ANA, recorded="2025-01-03")
    assert decided(wording, first, fact(REFUSED, "2025-01-01", ANA, recorded="2025-01-02")) is ENDED
    assert decided(wording, fact(REFUSED, "2024-01-01", ANA), first) is ACTIVE


def test_a_ledger_is_complete_for_the_purposes_named() -> None:
    assert decided(newsletter(), fact(COMPLETE, "2025-01-01", None, "newsletter")) is ENDED
    assert decided(newsletter(), fact(COMPLETE, "2025-01-01", None, "other")) is FROZEN
    assert decided(newsletter(), fact(COMPLETE, "2025-01-01")) is FROZEN
    assert decided(newsletter(was=["letters"]), fact(COMPLETE, "2025-01-01", None, "letters")) is ENDED


def test_a_consent_runs_out() -> None:
    short = newsletter(validity=Period.parse("P13M"))
    given = fact(GIVEN, "2025-01-31", ANA)
    assert decided(short, given, on="2026-02-28") is ACTIVE
    assert decided(short, given, on="2026-03-01") is ENDED


COMPLETED = fact(COMPLETE, "2025-01-01", None, "newsletter")
AGREED = fact(GIVEN, "2025-01-01", ANA, "newsletter")


@pytest.mark.parametrize(
    ("one", "facts", "expected"),
    [
        (newsletter(), [AGREED], FROZEN),
        (newsletter(), [COMPLETED], ENDED),
        (newsletter(validity=Period.parse("P1M")), [AGREED], ENDED),
        (purpose("order", CONTRACT, "people"), [], FROZEN),
        (purpose("fraud", INTEREST, "people", direct_marketing=True), [], FROZEN),
    ],
)
def test_an_erasure_under_a_key_in_doubt_caps_at_frozen(
    one: Purpose, facts: list[Fact], expected: State
) -> None:
    """It ends nothing, and raises nothing that has ended."""
    people = table("people", {"name": "name"}, link(sure=False), created="made")
    row: Rows = {"people": [{**ANAS, "name": "A", "made": day("2024-01-01")}]}
    gone = fact(Effect.ERASED, "2025-06-01", ANA)
    assert (
        state(world(manifest([people], [one]), row, *facts, gone), "people.name", 1, "2026-01-01") is expected
    )


def test_a_record_of_unknown_age_may_have_existed() -> None:
    """What an erasure would end of it is frozen; what nothing would end stays active."""
    order = purpose("order", CONTRACT, "people")
    gone = fact(Effect.ERASED, "2025-06-01", ANA)
    assert decided(order, gone, made=None) is FROZEN
    assert decided(order, gone, made=day("2025-06-02")) is ACTIVE
    assert decided(order, gone, made=day("2025-06-01")) is ENDED
    assert decided(purpose("order", CONTRACT, "people", performance=span()), gone, made=None) is ACTIVE
    people = table("people", {"name": "name"}, link())
    asked = world(manifest([people], [order]), {"people": [{**ANAS, "name": "A"}]}, gone)
    assert state(asked, "people.name", 1, "2026-01-01") is FROZEN


@pytest.mark.parametrize(
    ("seen_on", "made", "expected"),
    [
        ("2025-06-01", None, ENDED),
        ("2025-05-31", None, ENDED),
        ("2025-06-02", None, FROZEN),
        ("2025-05-31", "2025-06-02", ACTIVE),
    ],
)
def test_a_record_without_a_date_existed_if_it_was_seen(
    seen_on: str, made: str | None, expected: State
) -> None:
    """A date counts before what was seen: nothing else could have been there under that key."""
    gone = fact(Effect.ERASED, "2025-06-01", ANA)
    seen = fact(Effect.NOTED, seen_on, record("people", 1), name=SEEN)
    order = purpose("order", CONTRACT, "people")
    assert decided(order, gone, seen, made=None if made is None else day(made)) is expected


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        ([], FROZEN),
        ([("REJECTED", "2025-03-01", "")], ACTIVE),
        ([("UPHELD", "2025-03-01", "")], ENDED),
        ([("REJECTED", "2025-03-01", ""), ("UPHELD", "2025-04-01", "")], ACTIVE),
        ([("REJECTED", "2025-03-01", ""), ("UPHELD", "2025-03-01", "")], ENDED),
        ([("REJECTED", "2025-01-01", "")], FROZEN),
        ([("REJECTED", "2025-02-01", "")], ACTIVE),
        ([("REJECTED", "2025-03-01", "erasure")], FROZEN),
    ],
)
def test_the_first_decision_after_an_objection_decides_it(
    decisions: list[tuple[str, str, str]], expected: State
) -> None:
    told_ = [fact(Effect[effect], on, ANA, "fraud", name=name) for effect, on, name in decisions]
    assert (
        decided(purpose("fraud", INTEREST, "people"), fact(Effect.OBJECTED, "2025-02-01", ANA), *told_)
        is expected
    )


@pytest.mark.parametrize(
    ("effect", "name", "expected"),
    [(Effect.REJECTED, "erasure", ACTIVE), (Effect.UPHELD, "erasure", ENDED), (Effect.UPHELD, "", FROZEN)],
)
def test_the_balance_that_an_erasure_opens_is_decided_by_name(
    effect: Effect, name: str, expected: State
) -> None:
    gone = fact(Effect.ERASED, "2025-06-01", ANA)
    decision = fact(effect, "2025-07-01", ANA, "fraud", name=name)
    assert decided(purpose("fraud", INTEREST, "people"), gone, decision, made=day("2025-01-01")) is expected


def test_a_purpose_ends_on_its_day() -> None:
    """From that day on it claims nothing, nor lets what is derived be used."""
    ending = purpose("p", DUTY, "people", ended=day("2026-01-01"))
    assert decided(ending, on="2025-12-31") is ACTIVE
    assert decided(ending, on="2026-01-01") is ENDED


def test_a_purpose_without_basis_for_the_role_claims_nothing() -> None:
    assert decided(purpose("p", {"recipient": DUTY}, "people")) is ENDED


def test_an_archive_for_claims_ends_only_for_what_existed_at_the_erasure() -> None:
    kept = purpose("p", CONSENT, "people", archive=archive("made", "P5Y", CLAIMS))
    assert state(erased(kept, clocks=MADE), "people.email", 1, "2026-06-02") is ENDED
    assert state(erased(kept, clocks=MADE, made="2026-07-01"), "people.email", 1, "2026-07-02") is ARCHIVED


def test_an_open_use_is_of_the_items_that_the_kind_holds() -> None:
    """A duty that uses "everything" of invoices does not keep a score that no invoice holds."""
    people = table("people", {"score": "score"}, link())
    invoices = table("invoices", {"name": "name"}, link())
    seen = Item(ItemName("seen"), words("seen"))
    score = Item(ItemName("score"), words("score"), derived_from=frozenset({seen.name}))
    declared = manifest(
        [people, invoices],
        [purpose("marketing", INTEREST, "people"), purpose("books", DUTY, "invoices")],
        items=[seen, score],
    )
    asked = world(declared, {"people": [{**ANAS, "score": 3}], "invoices": []})
    assert state(asked, "people.score", 1, "2026-01-01") is ENDED


def test_each_erasure_and_each_unlawful_use_counts_not_only_the_last() -> None:
    """The record existed at the second one only."""
    order, made = purpose("order", CONTRACT, "people"), day("2025-03-01")
    early, late = (fact(Effect.ERASED, on, ANA) for on in ("2025-01-01", "2025-06-01"))
    assert decided(order, early, late, made=made) is ENDED
    assert decided(purpose("fraud", INTEREST, "people"), early, late, made=made) is FROZEN
    told_ = [fact(Effect.UNLAWFUL, on, ANA, "order") for on in ("2025-01-01", "2025-06-01")]
    assert decided(order, *told_, made=made) is ENDED
    assert decided(order, told_[0], made=made) is ACTIVE


def test_an_unknown_of_any_source_of_the_last_contact_counts() -> None:
    """The first store is down, the second is up and says nothing of her."""
    people = table("people", {"email": "email"}, link(), clocks={"it": latest("calls.at", store="crm")})
    more = Clock(latest=(*people.clocks[ClockName("it")].latest, *latest("visits.at").latest))
    people = replace(people, clocks={ClockName("it"): more})
    calls = table("calls", {}, link(), impersonal=["at"], store="crm")
    visits = table("visits", {}, link(), impersonal=["at"])
    declared = manifest([people, calls, visits], [purpose("p", DUTY, "people", active=span("it", "P1Y"))])
    given: Rows = {"people": [ANAS], "visits": [{**ANAS, "at": day("2020-01-01")}]}
    assert state(world(declared, given, down=["crm"]), "people.email", 1, "2026-01-01") is FROZEN
    assert state(world(declared, given), "people.email", 1, "2026-01-01") is ENDED


def test_the_last_day_of_a_claim_is_told_only_where_its_end_is_known() -> None:
    ticks = ticking(clock("at", open_while=IS_OPEN))
    for status, expected in [("done", day("2026-06-01")), ("open", None), (None, None)]:
        row: Mapping[str, Value] = {
            **ANAS,
            "status": status,
            "at": day("2025-06-01"),
            "other": None,
            "boss_id": None,
        }
        (claim,) = interpreter.claims_on(
            world(ticks, {"people": [row]}), at("2026-01-01"), Datum(ME, Column("email"))
        )
        assert claim.until == expected


def test_a_candidate_matches_by_any_of_its_links() -> None:
    notes = table("notes", {"text": "text"}, link(sure=False), link("to", role="recipient", sure=False))
    asked = world(manifest([notes], []), {"notes": [{**BENS, "to": "ana@x.fr", "text": "t"}]})
    assert interpreter.candidates(asked, frozenset({ANA})) == {record("notes", 2)}
    assert interpreter.candidates(asked, frozenset({CLEO})) == frozenset()


def test_a_reference_of_several_columns_points_only_where_all_of_them_do() -> None:
    people = table("people", {}, link(), key=("country", "number"))
    orders = table(
        "orders", {"note": "note"}, link("email", up("person")),
        refs={"person": refers("people", home="country", person="number")},
    )  # fmt: skip
    asked = world(
        manifest([people, orders], []),
        {
            "people": [{"country": c, "number": 1, "email": f"{c}@x"} for c in ("ee", "fr")],
            "orders": [
                {"id": n, "home": c, "person": 1, "note": "n"} for n, c in enumerate(["fr", "lv", None])
            ],
        },
    )
    found = [[told(tie) for tie in interpreter.ties(asked, record("orders", n))] for n in range(3)]
    assert found == [[("customer", ["fr@x"], True)], [], []]


def test_what_narrows_at_the_instant_of_a_consent_or_at_the_end_of_one_wins() -> None:
    browsed = purpose("newsletter", CONSENT, "people", decided_by="browser")
    people = table(
        "people", {"name": "name"}, link("id", key="account"), link("b", key="browser"), created="made"
    )
    row: Rows = {"people": [{"id": 1, "b": "b1", "name": "A", "made": day("2024-01-01")}]}
    given = fact(GIVEN, "2025-01-01", Key.of("browser", "b1"), "newsletter")
    for effect in (WITHDRAWN, Effect.ERASED):
        for on, expected in [("2025-01-01", ENDED), ("2024-12-31", ACTIVE)]:
            asked = world(manifest([people], [browsed]), row, given, fact(effect, on, ACCOUNT))
            assert state(asked, "people.name", 1, "2026-01-01") is expected
    mailings = purpose("mailings", INTEREST, "people", direct_marketing=True)
    objected = fact(Effect.OBJECTED, "2025-01-01", ANA)
    both = [fact(effect, "2025-02-01", ANA, "mailings") for effect in (GIVEN, WITHDRAWN)]
    assert decided(mailings, objected, *both) is ENDED


@pytest.mark.parametrize("made", ["0001-01-01", "9999-12-31"])
def test_a_record_made_in_a_year_that_stands_for_nothing_is_of_unknown_age(made: str) -> None:
    assert (
        decided(purpose("order", CONTRACT, "people"), fact(Effect.ERASED, "2025-06-01", ANA), made=day(made))
        is FROZEN
    )


def test_any_use_of_an_input_that_is_lawful_keeps_what_is_derived_from_it() -> None:
    people = table("people", {"score": "score"}, link())
    visits = table("visits", {"page": "seen"}, link())
    seen = Item(ItemName("seen"), words("seen"))
    score = Item(ItemName("score"), words("score"), derived_from=frozenset({seen.name}))
    one = purpose("marketing", DUTY, "people")
    uses = [purpose("profiles", CONSENT, "visits"), purpose("security", DUTY, "visits")]
    row: Rows = {"people": [{**ANAS, "score": 3}]}
    refused = fact(REFUSED, "2025-01-01", ANA, "profiles")
    for listed, expected in [(uses, ACTIVE), (uses[:1], ENDED), ([], ENDED)]:
        asked = world(manifest([people, visits], [one, *listed], items=[seen, score]), row, refused)
        assert state(asked, "people.score", 1, "2026-01-01") is expected


def test_the_last_day_of_a_claim_is_that_of_its_latest_start_under_every_period_that_binds() -> None:
    """Two years from the event, which came after the column's date and before the period was lengthened."""
    people = table("people", {"email": "email"}, link(), clocks={"it": clock("at", event="left")})
    spans = span("it", "P3Y", earlier={"2026-01-01": "P2Y"})
    declared = manifest([people], [purpose("p", DUTY, "people", active=spans)])
    asked = world(
        declared,
        {"people": [{**ANAS, "at": day("2024-01-01")}]},
        fact(HAPPENED, "2025-03-01", ANA, name="left"),
    )
    (claim,) = interpreter.claims_on(asked, at("2026-01-01"), Datum(ME, Column("email")))
    assert claim.until == day("2027-03-01")


def test_one_unknown_kind_and_one_unsettled_kind_are_enough_to_freeze() -> None:
    kinds: dict[str, Condition | None] = {"sure": None, "unknown": UNKNOWN}
    people = table("people", {"email": "email"}, link(), kinds=kinds, impersonal=["unknown"])
    given: Rows = {"people": [{**ANAS, "unknown": None}]}
    assert state(world(manifest([people], []), given), "people.email", 1, "2026-01-01") is FROZEN
    two = table("people", {"email": "email"}, link(), kinds={"sure": None, "too": None})
    for unsettled, expected in [({}, ENDED), ({"too": "?"}, FROZEN)]:
        asked = world(manifest([two], [], unsettled=unsettled), given)
        assert state(asked, "people.email", 1, "2026-01-01") is expected
