"""Whatever is changed in the ledger is found; what was forgotten is not missed."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.consent.asked import NOON, later
from tests.consent.tampering import behind_troth
from tests.consent.test_record import ADVERTISING, ANA, AUDIENCE, LETTER, NO, YES, by_browser, by_mail
from tests.database.own import Own
from troth.claims.facts import Effect
from troth.consent.proof import forget_ended
from troth.consent.record import record
from troth.consent.sequence import link
from troth.consent.verify import verify
from troth.manifest.names import PurposeName
from troth.site import Site
from troth.subjects import NewFact, forget_facts
from troth.subjects.record import record as told


def written(site: Site) -> None:
    record(site, [by_browser({AUDIENCE: YES, ADVERTISING: NO}), by_mail({LETTER: YES})])
    link(site, NOON)
    record(site, [by_browser({AUDIENCE: NO, ADVERTISING: NO}, act="refuse_all")])
    link(site, NOON)
    record(site, [by_browser({AUDIENCE: YES, ADVERTISING: YES}, act="accept_all")])


def test_a_ledger_as_it_was_written_is_whole(site: Site) -> None:
    written(site)
    found = verify(site)
    assert found.flaws == []
    assert (found.records, found.links, found.unlinked, found.forgotten) == (4, 2, 1, 0)
    assert (found.rendered, found.other_version) == (1, 0)


@pytest.mark.parametrize(
    ("change", "where", "what"),
    [
        ("DELETE FROM consent_records WHERE number = 2 AND {site}", "decision 2", "missing"),
        ("DELETE FROM consent_records WHERE number = 4 AND {site}", "decision 4", "missing"),
        ("UPDATE consent_records SET body = hash WHERE number = 1 AND {site}", "decision 1", "changed"),
        ("UPDATE consent_records SET id = 'x' WHERE number = 1 AND {site}", "decision 1", "place"),
        ("UPDATE consent_records SET key_hash = hash WHERE number = 1 AND {site}", "decision 1", "another"),
        ("UPDATE consent_records SET sealed = NULL WHERE number = 3 AND {site}", "decision 3", "sealed"),
        (
            "UPDATE consent_records SET at = 'noon' WHERE number = 2 AND {site}",
            "the decisions",
            "cannot be read",
        ),
        ("UPDATE consent_links SET at = 'noon' WHERE first = 1 AND {site}", "the links", "cannot be read"),
        ("DELETE FROM consent_links WHERE first = 1 AND {site}", "link to 3", "follow"),
        ("UPDATE consent_links SET hash = previous WHERE first = 3 AND {site}", "link to 3", "changed"),
        ("DELETE FROM consent_links WHERE first = 3 AND {site}", "", ""),
        ("UPDATE facts SET effect = 'given' WHERE sequence = 2 AND {site}", "fact 2", "it was changed"),
        (
            "UPDATE facts SET since = '2020-01-01T00:00:00.000000Z' WHERE sequence = 4 AND {site}",
            "fact 4",
            "chang",
        ),
        ("UPDATE facts SET sealed = NULL WHERE sequence = 3 AND {site}", "fact 3", "not forgotten"),
        ("UPDATE facts SET key_hash = record_hash WHERE sequence = 3 AND {site}", "fact 3", "does not hold"),
        ("UPDATE facts SET wording = '1' WHERE sequence = 3 AND {site}", "fact 3", "does not hold"),
        ("UPDATE facts SET about = 'nobody' WHERE sequence = 3 AND {site}", "fact 3", "does not hold"),
        ("UPDATE facts SET data_key = data_key - 1 WHERE sequence = 3 AND {site}", "fact 3", "be opened"),
        ("DELETE FROM facts WHERE sequence = 1 AND {site}", "fact 1", "missing"),
        ("UPDATE sequences SET facts = 9000000000000 WHERE {site}", "fact 8", "does not know"),
    ],
)
def test_what_was_changed_is_found(
    sqlite_site: Site, consent_sqlite: Own, change: str, where: str, what: str
) -> None:
    written(sqlite_site)
    behind_troth(consent_sqlite, change.format(site=f"site = '{sqlite_site.name}'"))
    found = verify(sqlite_site)
    if not where:  # the chain lost its end: what is no longer linked is shown as the tail
        assert (found.flaws, found.unlinked) == ([], 2)
        return
    assert any(flaw.where == where and what in flaw.what for flaw in found.flaws), found.flaws


def test_a_fact_from_before_its_kind_of_key_was_told_is_no_flaw(
    sqlite_site: Site, consent_sqlite: Own
) -> None:
    written(sqlite_site)
    behind_troth(
        consent_sqlite, f"UPDATE facts SET about = 'key' WHERE sequence = 3 AND site = '{sqlite_site.name}'"
    )
    assert verify(sqlite_site).flaws == []


def test_a_lost_artefact_is_found(sqlite_site: Site, consent_sqlite: Own) -> None:
    written(sqlite_site)
    consent_sqlite.sql("DROP TRIGGER artefacts_no_delete")
    consent_sqlite.sql(
        f"DELETE FROM artefacts WHERE media_type LIKE 'text/plain%' AND site = '{sqlite_site.name}'"
    )
    consent_sqlite.sql(
        "CREATE TRIGGER artefacts_no_delete BEFORE DELETE ON artefacts "
        "BEGIN SELECT RAISE(ABORT, 'what was published is kept'); END"
    )
    assert any("not kept" in flaw.what for flaw in verify(sqlite_site).flaws)


def test_proof_is_forgotten_when_its_time_is_over_and_the_chain_still_verifies(
    site: Site, tmp_path: Path
) -> None:
    written(site)
    link(site, NOON)
    assert forget_ended(site, later(days=365 * 5)).records == 0
    counted = forget_ended(site, later(days=365 * 6 + 5), is_dry=True)
    assert (counted.records, counted.people, str(counted.term)) == (3, 3, "P5Y")
    assert forget_ended(site, later(days=365 * 6 + 5)) == counted
    assert forget_ended(site, later(days=365 * 6 + 5)).records == 0
    found = verify(site)
    assert (found.flaws, found.records, found.forgotten) == ([], 4, 3)
    assert forget_ended(site, later(days=365 * 9)).records == 1  # three years, then five


def test_a_fact_told_beside_the_ledger_and_one_that_was_forgotten_are_no_flaws(site: Site) -> None:
    written(site)
    since = NOON.astimezone(ZoneInfo("Europe/Paris"))
    told(site, [NewFact(Effect.OBJECTED, since, since, ANA), NewFact(Effect.RESTRICTED, NOON, NOON, ANA)])
    assert verify(site).flaws == []
    with site.database.transaction() as tx:
        assert forget_facts(tx, site.name, [ANA], [PurposeName("newsletter")]) == 1
    assert verify(site).flaws == []
