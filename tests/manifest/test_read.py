"""Two texts become one manifest."""

from datetime import date

import pytest

from troth.errors import ManifestError
from troth.manifest.condition import Absent, All, Among, AnyOf, Exists, Not, OfParent
from troth.manifest.model import Manifest
from troth.manifest.names import (
    ClockName,
    Column,
    ItemName,
    KindName,
    PurposeName,
    Relation,
    RoleName,
    StoreName,
    TableName,
)
from troth.manifest.period import Period
from troth.manifest.policy import NoOfficer
from troth.manifest.purposes import Basis, DataUse, Departure, EarlierPeriod, Limit, Purpose
from troth.manifest.read import Reading, read
from troth.manifest.source import SourceText
from troth.manifest.stores import (
    Anonymise,
    ColumnAt,
    ColumnOf,
    FlagIn,
    Generalise,
    Grain,
    MoveTo,
    Rounding,
    SetConstant,
    SetNull,
    Table,
    Up,
)
from troth.manifest.text import Text


def purpose(manifest: Manifest, name: str) -> Purpose:
    return manifest.purposes[PurposeName(name)]


def table(manifest: Manifest, name: str) -> Table:
    return manifest.table(StoreName("shop"), TableName(name))


def test_one_basis_is_spread_over_the_roles_of_the_kinds_used(manifest: Manifest) -> None:
    assert purpose(manifest, "taste").basis == {"buyer": Basis.CONSENT, "holder": Basis.CONSENT}
    assert purpose(manifest, "sales").basis == {
        "buyer": Basis.CONTRACT,
        "recipient": Basis.LEGITIMATE_INTEREST,
    }


def test_a_period_and_its_clock_can_stand_in_one_line(manifest: Manifest) -> None:
    sales = purpose(manifest, "sales")
    assert (sales.active.clock, sales.active.period) == ("closed", Period(months=24))
    assert sales.performance is not None
    assert (sales.performance.clock, sales.performance.period) == ("closed", Period(months=24))


def test_earlier_periods_and_limits_are_kept(manifest: Manifest) -> None:
    assert purpose(manifest, "invoicing").active.limit is Limit.MIN
    active = purpose(manifest, "account").active
    assert active.earlier == (EarlierPeriod(Period(months=36), date(2020, 1, 1)),)


def test_items_are_all_where_a_kind_is_named_alone(manifest: Manifest) -> None:
    assert purpose(manifest, "invoicing").data == {"invoice": DataUse()}
    sales = purpose(manifest, "sales")
    assert sales.data[KindName("line")] == DataUse()
    place = DataUse(frozenset({ItemName("address")}), KindName("order"))
    assert sales.data[KindName("place")] == place


def test_an_accepted_proposal_is_no_open_one(manifest: Manifest) -> None:
    archive = purpose(manifest, "sales").archive
    assert archive is not None
    assert archive.span.departure is not None
    assert not archive.span.is_open_proposal
    assert manifest.unsettled == {}


def test_what_departs_from_the_published_text_is_kept_beside_it(manifest: Manifest) -> None:
    newsletter = purpose(manifest, "newsletter")
    assert newsletter.departures["basis"] == Departure("law", "legitimate interest", None, "CPCE L34-5")
    assert newsletter.validity == Period(months=36)
    assert manifest.policy.requests.deadline == Period(months=1)
    assert manifest.policy.requests.departures["deadline"].stated == "two months"


def test_consent_is_asked_under_a_key_and_answers_a_wording(manifest: Manifest) -> None:
    newsletter = purpose(manifest, "newsletter")
    assert newsletter.decided_by == "email"
    assert newsletter.wording is not None
    assert newsletter.wording.covers == {"1"}
    assert list(newsletter.choices) == ["products", "sms"]


def test_conditions_are_read_from_mappings(manifest: Manifest) -> None:
    kinds = table(manifest, "orders").kinds
    status, region = Column("status"), Column("region")
    assert kinds[KindName("order")] == AnyOf((Among(status, ("open", "paid")), Not(Absent(region))))
    lines = Exists(TableName("lines"), Relation("order"), Among(Column("quantity"), (1,)))
    assert kinds[KindName("invoice")] == All((Among(status, ("paid",)), lines))
    parent = OfParent(Relation("customer"), Among(status, ("active",)))
    assert table(manifest, "orders").clocks[ClockName("closed")].open_while == All(
        (Among(status, ("open",)), parent)
    )


def test_fields_end_as_declared(manifest: Manifest) -> None:
    fields = table(manifest, "orders").fields
    assert fields[Column("email")].at_end == SetNull()
    assert fields[Column("name")].at_end == SetConstant("former customer")
    assert fields[Column("name")].about == frozenset({RoleName("buyer")})
    assert table(manifest, "customers").fields[Column("rating")].at_end == Generalise(Grain.RANGE, 10)


def test_links_follow_references(manifest: Manifest) -> None:
    account, email, friend = table(manifest, "orders").links
    assert account.path == ()
    assert email.path == (Up(Relation("customer")),)
    assert email.is_sure
    assert not friend.is_sure


def test_clocks_read_columns_events_and_the_latest_of_other_tables(manifest: Manifest) -> None:
    clock = table(manifest, "customers").clocks[ClockName("last_contact")]
    assert clock.column == ColumnAt(Column("created_at"))
    shop, orders = StoreName("shop"), TableName("orders")
    assert clock.latest == tuple(ColumnOf(shop, orders, Column(name)) for name in ("placed_at", "closed_at"))
    assert clock.event == "account_closed"
    lines = table(manifest, "lines").clocks[ClockName("closed")]
    assert lines.column == ColumnAt(Column("closed_at"), (Relation("order"),))
    assert table(manifest, "orders").clocks[ClockName("billed")].rounded_to is Rounding.FINANCIAL_YEAR


def test_an_archive_has_all_that_its_table_has(manifest: Manifest) -> None:
    orders, archive = table(manifest, "orders"), table(manifest, "orders_archive")
    assert orders.archive == MoveTo(TableName("orders_archive"))
    assert archive.archive is None
    assert archive.archive_of == "orders"
    assert (archive.fields, archive.links, archive.clocks) == (orders.fields, orders.links, orders.clocks)


def test_records_end_as_declared(manifest: Manifest) -> None:
    lines = table(manifest, "lines")
    assert lines.at_end == Anonymise(5, (Column("region"),))
    assert lines.archive == FlagIn(Column("archived"), 1)


def test_what_is_hosted_for_others_is_no_table_of_ours(manifest: Manifest) -> None:
    own = [table.name for table in manifest.tables()]
    assert own == [
        "customers",
        "orders",
        "orders_archive",
        "lines",
        "places",
    ]


def changed(policy_text: str, old: str, new: str) -> Reading:
    """What the policy says once a line is replaced."""
    assert policy_text.count(old) == 1
    return read(SourceText("policy.yaml", policy_text.replace(old, new)))


def test_a_site_can_say_why_it_has_no_officer(policy_text: str) -> None:
    officer = "{name: Grace Hopper, email: dpo@acme.example}"
    reading = changed(policy_text, officer, "{none_because: we are few}")
    assert reading.manifest.policy.officer == NoOfficer(Text({"und": "we are few"}))


def test_a_value_that_the_text_leaves_blank_stays_blank_and_says_so(policy_text: str) -> None:
    blank = "url: {stated: 'the website:', because: proposed}"
    controller = changed(policy_text, "url: https://acme.example", blank).manifest.policy.controller
    assert controller.url is None
    assert controller.departures["url"].is_open_proposal


@pytest.mark.parametrize("value", ["none", "null"])
def test_never_extended_is_read_beside_the_published_value_too(policy_text: str, value: str) -> None:
    beside = f"extension: {{value: {value}, stated: two months, because: law}}"
    requests = changed(policy_text, "extension: P2M", beside).manifest.policy.requests
    assert requests.extension is None
    assert requests.departures["extension"].stated == "two months"


def test_what_rests_on_a_proposal_waits(policy_text: str) -> None:
    proposed = "basis: {value: legal_obligation, because: proposed}"
    reading = changed(policy_text, "basis: legal_obligation", proposed)
    assert list(reading.manifest.unsettled) == ["invoice"]
    assert "open-proposal" in {remark.name for remark in reading.remarks}


def test_a_policy_can_be_read_before_there_is_a_store(policy_text: str) -> None:
    reading = read(SourceText("policy.yaml", policy_text))
    assert reading.manifest.stores == {}
    assert {remark.name for remark in reading.remarks} == {"not-as-published"}


def test_problems_of_both_files_are_told_at_once(policy_text: str, stores_text: str) -> None:
    policy = SourceText("policy.yaml", policy_text.replace("Europe/Paris", "Europe/Lyon"))
    with pytest.raises(ManifestError) as caught:
        read(policy, SourceText("stores.yaml", stores_text.replace("key: id", "keey: id", 1)))
    errors = [problem for problem in caught.value.problems if problem.severity == "error"]
    told = [(error.place.file, error.name) for error in errors]
    stores = [("stores.yaml", "unknown-key"), ("stores.yaml", "missing-key")]
    assert told == [("policy.yaml", "unknown-zone"), *stores]
