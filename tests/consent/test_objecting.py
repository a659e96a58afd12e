"""An objection to marketing: suppression list, facts and ledger in one transaction, or nothing of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from tests.consent.asked import DAY, NOON, POLICY, later, manifest, replaced
from tests.consent.conftest import opened_site
from tests.database.own import Own
from troth.claims.facts import Effect
from troth.claims.keys import Key
from troth.consent.marketing import marketing, objectable
from troth.consent.model import Answer, NewDecision, Notice, id_of
from troth.consent.objecting import decide, object_to_marketing
from troth.consent.offers import offers
from troth.consent.record import record
from troth.consent.records import records_of
from troth.consent.state import standing
from troth.errors import TrothError
from troth.manifest.names import PurposeName
from troth.site import Site
from troth.subjects import NewFact, facts_for
from troth.subjects.suppressions import suppressed

ANA = Key.of("email", "ana@example.com")
LETTER = id_of("newsletter.by_email")
PAGE = Notice("en", "page")
CATALOGUE = (
    "  sales:",
    "  catalogue: {title: The catalogue, basis: legitimate_interest, data: {subscription: [email]},\n"
    "    direct_marketing: true, retention: {criterion: until you object}}\n  sales:",
)


@pytest.fixture
def shop(own: Own, tmp_path: Path) -> Iterator[Site]:
    """The small policy with a catalogue that is sent on an interest; Ana takes its newsletter."""
    site = opened_site(own, tmp_path, POLICY.replace(*CATALOGUE))
    record(site, [NewDecision(ANA, {LETTER: Answer.GRANTED}, PAGE, "save", NOON)])
    yield site
    site.close()


def known(site: Site) -> tuple[int, int, int]:
    """How much stands about Ana on the suppression list, as objections, and in the ledger."""
    with site.database.reading() as tx:
        return (
            len(suppressed(tx, site.name, {ANA}).get(ANA, ())),
            len(list(facts_for(tx, site.name, {ANA}, ()).of(Effect.OBJECTED))),
            len(list(records_of(tx, site.name, [ANA]))),
        )


def test_marketing_on_an_interest_can_be_objected_to() -> None:
    declared = replaced(CATALOGUE)
    assert [purpose.name for purpose in objectable(declared, DAY)] == ["catalogue"]
    assert objectable(manifest(), DAY) == ()
    assert {offer.purpose for offer in marketing(declared, offers(declared, DAY))} == {"newsletter"}


def test_an_objection_is_known_to_list_facts_and_ledger(shop: Site) -> None:
    object_to_marketing(shop, [[ANA]], PAGE, later(hours=1), "post")
    assert standing(shop, {ANA}, later(hours=2))[LETTER].answer is Answer.REFUSED
    entries, objections, acts = known(shop)
    assert entries >= 2
    assert (objections, acts) == (1, 2)


def test_what_the_same_act_decided_is_not_decided_twice(shop: Site) -> None:
    refused = {offer.id: Answer.REFUSED for offer in offers(shop.manifest, DAY) if offer.key_type == "email"}
    besides = [NewDecision(ANA, refused, PAGE, "stop", later(hours=1))]
    object_to_marketing(shop, [[ANA]], PAGE, later(hours=1), besides=besides)
    assert known(shop)[2] == 2


@pytest.mark.parametrize("table", ["suppressions", "facts", "consent_records"])
def test_whichever_part_fails_nothing_was_said(shop: Site, own: Own, table: str) -> None:
    before = known(shop)
    objections = [NewFact(Effect.OBJECTED, NOON, NOON, ANA, purposes=frozenset({PurposeName("catalogue")}))]
    refusal = NewDecision(ANA, {LETTER: Answer.REFUSED}, PAGE, "unsubscribe", later(hours=1))
    acts = (
        lambda: object_to_marketing(shop, [[ANA]], PAGE, later(hours=1)),
        lambda: decide(shop, [refusal], objections),
    )
    for act in acts:
        refuse(own, table)
        try:
            with pytest.raises((TrothError, DBAPIError)):
                act()
        finally:
            allow(own, table)
        assert known(shop) == before
        assert standing(shop, {ANA}, later(hours=2))[LETTER].answer is Answer.GRANTED
    for act in acts:  # nothing is in the way of saying it again
        act()
    assert standing(shop, {ANA}, later(hours=2))[LETTER].answer is Answer.REFUSED


def refuse(own: Own, table: str) -> None:
    """Let the database refuse every new row of this table, as a full disk would."""
    if own.address.startswith("sqlite"):
        act = f"CREATE TRIGGER no_more BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'no more'); END"
        own.sql(act)
        return
    own.sql(
        "CREATE FUNCTION no_more() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'no more' USING ERRCODE = 'disk_full'; END $$",
        f"CREATE TRIGGER no_more BEFORE INSERT ON {table} EXECUTE FUNCTION no_more()",
    )


def allow(own: Own, table: str) -> None:
    """Let it take rows again."""
    if own.address.startswith("sqlite"):
        own.sql("DROP TRIGGER no_more")
        return
    own.sql(f"DROP TRIGGER no_more ON {table}", "DROP FUNCTION no_more()")
