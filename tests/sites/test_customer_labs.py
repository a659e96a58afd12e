"""The first site: a published policy, written as a manifest, over the database of a contact site."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.manifest.test_pages import ROOTS, as_editors_see
from troth.manifest.model import Manifest
from troth.manifest.names import KindName, PurposeName
from troth.manifest.pages import schema
from troth.manifest.period import Period
from troth.manifest.purposes import Basis, Departure
from troth.manifest.read import Reading, read
from troth.manifest.source import SourceText
from troth.manifest.text import ANY_LANGUAGE, Text

SITE = Path(__file__).parents[2] / "sites" / "customer-labs"


@pytest.fixture(scope="module")
def reading() -> Reading:
    """The site as it stands in the repository."""
    policy, stores = (SITE / f"{file}.yaml" for file in ("policy", "stores"))
    return read(
        SourceText.of("policy.yaml", policy.read_bytes()), SourceText.of("stores.yaml", stores.read_bytes())
    )


@pytest.fixture(scope="module")
def manifest(reading: Reading) -> Manifest:
    """What it declares."""
    return reading.manifest


def test_it_is_read_without_error_and_nothing_is_left_blank(reading: Reading) -> None:
    assert [remark for remark in reading.remarks if remark.severity == "warning"] == []


def test_requests_on_rights_rest_on_the_law_whatever_the_text_says(manifest: Manifest) -> None:
    purpose = manifest.purposes[PurposeName("rights_requests")]
    assert purpose.bases == {Basis.LEGAL_OBLIGATION}
    assert purpose.departures["basis"].because == "law"
    assert "based on User consent" in (purpose.departures["basis"].stated or "")


def test_what_people_ask_for_needs_no_consent_and_prospecting_does(manifest: Manifest) -> None:
    for name in ("contact_requests", "questions_and_complaints"):
        purpose = manifest.purposes[PurposeName(name)]
        assert purpose.bases == {Basis.CONTRACT}
        assert "consent of the user" in (purpose.departures["basis"].stated or "")
    assert manifest.purposes[PurposeName("prospecting")].bases == {Basis.CONSENT}


def test_prospects_live_three_years_from_their_last_contact(manifest: Manifest) -> None:
    active = manifest.purposes[PurposeName("prospecting")].active
    assert (active.clock, active.period) == ("last_contact", Period(months=36))
    assert not active.is_open_proposal


def test_what_the_text_leaves_out_is_proposed_and_the_example_s_lead_adopted_it(manifest: Manifest) -> None:
    proposals = [
        part for part in _parts(manifest) if isinstance(part, Departure) and part.because == "proposed"
    ]
    assert proposals
    adopted_by = {part.accepted.by for part in proposals if part.accepted is not None}
    assert adopted_by == {"data protection lead of the example"}
    assert [part for part in proposals if part.accepted is None] == []


def test_the_identity_card_is_never_asked_for(manifest: Manifest) -> None:
    assert manifest.policy.requests.identity == ("proportionate",)
    assert "identity card" in (manifest.policy.requests.departures["identity"].stated or "")


def test_every_text_is_in_both_languages(manifest: Manifest) -> None:
    texts = [part.words for part in _parts(manifest) if isinstance(part, Text)]
    assert len(texts) > 80
    lacking = [words for words in texts if not {"en", "fr"} <= words.keys()]
    names = {"Firefox", "Microsoft Edge", "Google Chrome", "Safari", "SAS"}
    assert {words.get(ANY_LANGUAGE) for words in lacking} == names


def test_the_list_of_cookies_holds_three(manifest: Manifest) -> None:
    lives = {name: cookie.life for name, cookie in manifest.policy.cookies.items()}
    assert lives == {"session": None, "cookie_acceptance": Period(months=6), "language": Period(months=13)}


@pytest.mark.parametrize("file", ["policy", "stores"])
def test_it_pleases_the_schema_that_editors_use(file: str) -> None:
    document = as_editors_see((SITE / f"{file}.yaml").read_text(encoding="utf-8"))
    jsonschema.validate(document, json.loads(schema(ROOTS[file])))


def test_every_column_of_its_database_is_declared_and_no_other(manifest: Manifest) -> None:
    database = sqlite3.connect(":memory:")
    database.executescript((SITE / "schema.sql").read_text(encoding="utf-8"))
    live = {
        name: {row[1] for row in database.execute(f"PRAGMA table_info({name})")}
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    }
    assert live == {table.name: set(table.declared) for table in manifest.tables()}


def test_every_kind_of_record_has_a_table_and_a_purpose(manifest: Manifest) -> None:
    held: set[KindName] = {kind for table in manifest.tables() for kind in table.kinds}
    used: set[KindName] = {kind for purpose in manifest.purposes.values() for kind in purpose.data}
    assert held == used == set(manifest.kinds)


def _parts(value: Any) -> Iterator[Any]:
    yield value
    if isinstance(value, Mapping):
        inner = list(value.values())
    elif isinstance(value, tuple | frozenset):
        inner = list(value)
    else:
        inner = [getattr(value, field.name) for field in fields(value)] if is_dataclass(value) else []
    for part in inner:
        yield from _parts(part)
