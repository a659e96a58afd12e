"""Five published policies as sites: each read without error, in two languages, over a store of its own."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from sites.generate import SITES, fill, grown
from tests.manifest.test_pages import ROOTS, as_editors_see
from troth.cli.check import Found, checked
from troth.manifest.names import KindName
from troth.manifest.pages import schema
from troth.manifest.read import Reading, read
from troth.manifest.source import SourceText
from troth.manifest.text import ANY_LANGUAGE, Text

NAMES = ("crosscall", "crossops", "customer-labs", "officine-generale", "xmserver")
TODAY = date(2026, 11, 22)
FEW = 60
NAMES_OF_THINGS = frozenset({"Firefox", "Microsoft Edge", "Google Chrome", "Safari", "SARL", "SAS", "OÜ"})
IN_BARE_FRENCH = re.compile(r"[ \w)’][;!?](?!\w)|[ \w]»|«[^\u00a0]| :|\w:\s|\w'\w|\.\.\.")


def url_of(folder: Path, site: str) -> Mapping[str, str]:
    """The environment in which the site finds a database in that folder."""
    return {f"{site.upper().replace('-', '_')}_DATABASE": f"sqlite:///{folder / site}.db"}


def reading_of(site: str) -> Reading:
    """The site as it stands in the repository."""
    files = [SITES / site / f"{file}.yaml" for file in ("policy", "stores")]
    policy, stores = (SourceText.of(file.name, file.read_bytes()) for file in files)
    return read(policy, stores)


READINGS = {site: reading_of(site) for site in NAMES}


@pytest.fixture(scope="module", params=NAMES)
def site(request: pytest.FixtureRequest) -> str:
    """The name of each site."""
    return str(request.param)


@pytest.fixture(scope="module")
def found(site: str, tmp_path_factory: pytest.TempPathFactory) -> Found:
    """What `check --stores` finds against a generated database."""
    folder = tmp_path_factory.mktemp(site)
    environ = url_of(folder, site)
    (url,) = environ.values()
    fill(url, site, grown(site, TODAY, people=FEW))
    return checked(SITES / site, environ, with_stores=True)


def test_a_site_agrees_with_its_generated_database_without_error_or_warning(found: Found) -> None:
    assert [str(problem) for problem in found.problems if problem.severity in ("error", "warning")] == []
    assert len(found.compared) == 1


def test_a_generated_database_is_as_declared_on_postgresql_too(postgresql_url: str) -> None:
    fill(postgresql_url, "xmserver", grown("xmserver", TODAY, people=10))
    found = checked(SITES / "xmserver", {"XMSERVER_DATABASE": postgresql_url}, with_stores=True)
    assert [str(problem) for problem in found.problems if problem.severity == "error"] == []
    assert found.compared == ["hosting"]


def test_what_the_example_adopted_is_adopted_by_a_named_function(site: str) -> None:
    proposals = [remark for remark in READINGS[site].remarks if remark.name == "open-proposal"]
    assert proposals == []


def test_every_text_is_in_french_and_in_english(site: str) -> None:
    texts = [part.words for part in parts(READINGS[site].manifest) if isinstance(part, Text)]
    assert len(texts) > 80
    lacking = [words for words in texts if not {"en", "fr"} <= words.keys()]
    assert {words.get(ANY_LANGUAGE) for words in lacking} <= NAMES_OF_THINGS


def test_french_is_written_as_french_is(site: str) -> None:
    texts = [part.words for part in parts(READINGS[site].manifest) if isinstance(part, Text)]
    french = [words["fr"] for words in texts if "fr" in words]
    assert [text for text in french if IN_BARE_FRENCH.search(text)] == []


@pytest.mark.parametrize("file", ["policy", "stores"])
def test_a_site_pleases_the_schema_that_editors_use(site: str, file: str) -> None:
    document = as_editors_see((SITES / site / f"{file}.yaml").read_text(encoding="utf-8"))
    jsonschema.validate(document, _schema(file))


def test_every_kind_of_record_has_a_table_and_a_purpose(site: str) -> None:
    manifest = READINGS[site].manifest
    held: set[KindName] = {kind for table in manifest.tables() for kind in table.kinds}
    used: set[KindName] = {kind for purpose in manifest.purposes.values() for kind in purpose.data}
    assert held == used == set(manifest.kinds)


def test_the_same_seed_grows_the_same_rows(site: str) -> None:
    assert grown(site, TODAY, people=20).tables == grown(site, TODAY, people=20).tables


def test_its_people_are_of_every_sort(site: str) -> None:
    life = grown(site, TODAY)
    assert any(person.is_minor for person in life.people)
    assert any(person.email is None for person in life.people)
    assert len({person.address for person in life.people}) < len(life.people)
    assert life.disputes


def _schema(file: str) -> Any:
    return json.loads(schema(ROOTS[file]))


def parts(value: Any) -> Iterator[Any]:
    """A value and everything in it."""
    yield value
    if isinstance(value, Mapping):
        inner = list(value.values())
    elif isinstance(value, tuple | frozenset):
        inner = list(value)
    else:
        inner = [getattr(value, field.name) for field in fields(value)] if is_dataclass(value) else []
    for part in inner:
        yield from parts(part)
