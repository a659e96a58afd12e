"""A person of each site asks: what is held, why, and to be forgotten; with a dispute that keeps a record."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

import troth
from sites.generate import SITES, fill, grown
from sites.generate.life import Life
from sites.generate.people import Person
from tests.sites.test_sites import IN_BARE_FRENCH, NAMES, READINGS, TODAY, url_of
from troth.claims.facts import Effect
from troth.claims.keys import RecordRef
from troth.cli.init import begun
from troth.manifest.names import StoreName, TableName
from troth.retention.accept import accept, released
from troth.retention.model import Ground
from troth.site import open_site
from troth.subjects.model import NewFact

NOON = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
WITH_INVOICES = frozenset(NAMES) - {"customer-labs"}
ASKED_WHY = {
    "crosscall": ("customers.email", "registrations.imei", "invoices.name"),
    "crossops": ("customers.email", "fraud_checks.decision", "positions.longitude"),
    "customer-labs": ("contact_requests.message", "prospects.email", "rights_requests.message"),
    "officine-generale": ("customers.email", "orders.delivery_address", "cases.body"),
    "xmserver": ("customers.email", "invoices.content", "tickets.mail"),
}


@dataclass(frozen=True)
class Opened:
    """A site at work: its database filled, its words accepted, its first dispute held."""

    name: str
    site: troth.Site
    life: Life

    @property
    def person(self) -> Person:
        """The person who asks."""
        return self.life.people[0]

    @property
    def subject(self) -> dict[str, str]:
        """By what that person is known."""
        return {"email": str(self.person.email)}

    @property
    def held(self) -> RecordRef:
        """The record that the dispute is about."""
        dispute = self.life.disputes[0]
        (store,) = READINGS[self.name].manifest.stores
        return RecordRef(StoreName(store), TableName(dispute.table), (str(dispute.key),))


@pytest.fixture(scope="module", params=NAMES)
def opened(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """Each site, set up as an operator would: files, database, `init`, `accept`."""
    name, folder = str(request.param), tmp_path_factory.mktemp(str(request.param))
    shutil.copytree(SITES / name, folder / name)
    environ = url_of(folder, name)
    life = grown(name, TODAY, people=15)
    fill(next(iter(environ.values())), name, life)
    begun(folder / name, environ)
    parts = open_site(folder / name, environ)
    accept(parts, sum(released(parts, NOON).values()), "Ada", NOON)
    parts.close()
    with troth.open(folder / name, environ) as site:
        told = Opened(name, site, life)
        dispute = life.disputes[0]
        site.record(
            NewFact(Effect.HELD, NOON, NOON, record=told.held, name=dispute.name, ground=dispute.ground)
        )
        yield told


def test_an_access_package_names_every_datum_with_its_reason(opened: Opened, tmp_path: Path) -> None:
    answered = opened.site.access(opened.subject, tmp_path / "answer", at=NOON)
    assert sum(answered.records.values()) > 2
    package = tmp_path / "answer" / "person-0001"
    told = json.loads((package / "data.json").read_text(encoding="utf-8"))
    assert str(opened.person.email) in json.dumps(told["tables"], ensure_ascii=False)
    pages = {page.name for page in package.glob("*.html")}
    assert {"index.html", "en.html", "fr.html"} & pages
    for page in package.glob("*.html"):
        assert "undeclared" not in page.read_text(encoding="utf-8")


def test_it_is_said_why_in_both_languages(opened: Opened) -> None:
    for column in ASKED_WHY[opened.name]:
        french, english = (
            opened.site.explain(opened.subject, column, language=language, at=NOON)
            for language in ("fr", "en")
        )
        assert french != english
        assert not IN_BARE_FRENCH.search(re.sub(r"`[^`]*`|\d+:\d+", "", french)), french


def test_an_erasure_keeps_what_a_duty_and_a_dispute_keep(opened: Opened) -> None:
    plan = opened.site.plan_erasure(opened.subject, at=NOON)
    assert plan.counts
    kept = {(stay.table[1], stay.ground) for stay in plan.stays}
    assert opened.held.table in {table for table, _ in kept}
    if opened.name in WITH_INVOICES:
        assert any(stay.table[1] == "invoices" and stay.until is not None for stay in plan.stays)
    else:
        assert (opened.held.table, Ground.HOLD) in kept


def test_hosted_data_is_nobody_s_answer(opened: Opened, tmp_path: Path) -> None:
    opened.site.access(opened.subject, tmp_path / "hosted", at=NOON)
    text = (tmp_path / "hosted" / "person-0001" / "data.json").read_text(encoding="utf-8")
    assert "hosted_mailboxes" not in text
