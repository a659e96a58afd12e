"""Publishing keeps a version for ever, shows it from its day on, and says why where a rule was set aside."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.sites.shop import Shop, shop_in
from troth.audit import records as audit_records
from troth.publication import records
from troth.publication.compare import NoVersion, difference
from troth.publication.model import Approval, Despite, Hindrance, Publication
from troth.publication.publish import publish, write
from troth.publication.rules import NothingToDespise, NotPublished, UnknownChange, WrongDay, in_force
from troth.site import Site

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = date(2026, 11, 22)
CAMILLE = Approval("Camille Morel")


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return shop_in(tmp_path)


@pytest.fixture
def site(shop: Shop) -> Iterator[Site]:
    ready = shop.open()
    yield ready
    ready.close()


def published(shop: Shop, approval: Approval = CAMILLE, at: datetime = NOON) -> tuple[Publication, bool]:
    site = shop.open()
    try:
        return publish(site, approval, (), at)
    finally:
        site.close()


def written(shop: Shop, out: Path, at: datetime = NOON) -> list[str]:
    site = shop.open()
    try:
        return sorted(str(path.relative_to(out)) for path in write(site, out, at))
    finally:
        site.close()


def reworded(shop: Shop, old: str, new: str) -> None:
    path = shop.folder / "policy.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_a_version_is_kept_with_its_manifest_its_files_and_who_approved_it(site: Site) -> None:
    publication, is_new = publish(site, CAMILLE, (), NOON)
    assert (publication.number, publication.by, is_new) == (1, "Camille Morel", True)
    with site.database.reading() as tx:
        (kept,) = records.all_publications(tx, site.name)
        assert kept.files == publication.files
        for path, hash_ in (kept.files or {}).items():
            artefact = records.kept(tx, site.name, hash_)
            assert artefact is not None, path
            assert hashlib.sha256(artefact.content).hexdigest() == hash_
        (record,) = audit_records(tx, site.name, ["policy.published"])
    assert record.body is not None
    assert record.body["files"] == dict(publication.files or {})
    assert "Camille" not in json.dumps(record.body)


def test_publishing_the_same_words_again_makes_no_version(shop: Shop, tmp_path: Path) -> None:
    assert published(shop)[1]
    written(shop, tmp_path / "out")
    publication, is_new = published(shop, at=NOON + timedelta(days=40))
    assert (publication.number, is_new) == (1, False)
    assert written(shop, tmp_path / "out", NOON + timedelta(days=40)) == []


def test_the_folder_holds_each_version_at_an_address_that_stays(shop: Shop, tmp_path: Path) -> None:
    published(shop)
    out = tmp_path / "out"
    assert {
        "index.html",
        "fr/index.html",
        "fr/1.html",
        "fr/versions.html",
        "fr/feed.xml",
        "policy.jsonld",
    } <= set(written(shop, out))
    first = (out / "fr" / "1.html").read_bytes()
    assert (out / "fr" / "index.html").read_bytes() == first
    reworded(shop, "period: P10Y", "period: P11Y")
    assert published(shop)[0].number == 2
    written(shop, out)
    assert (out / "fr" / "1.html").read_bytes() == first
    assert "11\xa0ans" in (out / "fr" / "index.html").read_text("utf-8")


def test_a_version_to_come_is_announced_and_takes_its_place_on_its_day(shop: Shop, tmp_path: Path) -> None:
    published(shop)
    reworded(shop, "period: P10Y", "period: P11Y")
    published(shop, Approval("Camille Morel", TODAY + timedelta(days=30)))
    out = tmp_path / "out"
    written(shop, out)
    page = (out / "en" / "index.html").read_text("utf-8")
    assert "A new version takes effect on 22\xa0December 2026" in page
    assert '<a href="2.html">Read version 2</a>' in page
    assert "11\xa0years" not in page
    written(shop, out, NOON + timedelta(days=30))
    page = (out / "en" / "index.html").read_text("utf-8")
    assert "A new version" not in page
    assert "11\xa0years" in page


def test_the_list_and_the_feed_tell_what_changed(shop: Shop, tmp_path: Path) -> None:
    published(shop)
    reworded(shop, "period: P10Y", "period: P11Y")
    reworded(
        shop, "title: {fr: Comptabilité, en: Accounting}", "title: {fr: La comptabilité, en: Accounting}"
    )
    published(shop)
    out = tmp_path / "out"
    written(shop, out)
    page = (out / "en" / "versions.html").read_text("utf-8")
    material, editorial = page.index("Material changes"), page.index("Changes of form")
    assert material < page.index("Accounting: data is kept 11\xa0years instead of 10\xa0years.") < editorial
    assert page.index("Wording changed: Accounting.") > editorial
    feed = ET.parse(out / "fr" / "feed.xml").getroot()
    atom = "{http://www.w3.org/2005/Atom}"
    entries = feed.findall(f"{atom}entry")
    assert [entry.findtext(f"{atom}title") for entry in entries] == ["Version 2", "Version 1"]
    assert "la conservation passe de 10\xa0ans à 11\xa0ans" in (entries[0].findtext(f"{atom}content") or "")
    assert all(entry.findtext(f"{atom}id") and entry.findtext(f"{atom}updated") for entry in entries)


def test_a_hindrance_stops_it_until_a_person_says_why_for_that_rule(site: Site, tmp_path: Path) -> None:
    hindrances = [Hindrance("PL20", "`purposes.sales.retention`"), Hindrance("PL29", "`requests`")]
    with pytest.raises(NotPublished, match=r"PL20: `purposes\.sales\.retention`"):
        publish(site, CAMILLE, hindrances, NOON)
    half = Approval("Camille", despite=(Despite("PL20", "it is voted on Monday"),))
    with pytest.raises(NotPublished) as refused:
        publish(site, half, hindrances, NOON)
    assert [one.rule for one in refused.value.hindrances] == ["PL29"]
    publication, _ = publish(site, half, hindrances[:1], NOON)
    assert publication.despite == (Despite("PL20", "it is voted on Monday"),)
    write(site, tmp_path / "out", NOON)
    page = (tmp_path / "out" / "en" / "versions.html").read_text("utf-8")
    assert "Published despite rule PL20: it is voted on Monday" in page


def test_a_rule_that_finds_nothing_cannot_be_set_aside(site: Site) -> None:
    with pytest.raises(NothingToDespise, match="PL99"):
        publish(site, Approval("Camille", despite=(Despite("PL99", "x"),)), (), NOON)


def test_an_editorial_change_can_be_made_material_and_no_other(shop: Shop, tmp_path: Path) -> None:
    published(shop)
    reworded(shop, "title: {fr: Comptabilité, en: Accounting}", "title: {fr: Livres, en: Books}")
    with pytest.raises(UnknownChange, match=r"words-changed:purposes\.invoicing\.title"):
        published(shop, Approval("Camille", stricter=("words-changed:purposes.nothing",)))
    published(shop, Approval("Camille", stricter=("words-changed:purposes.invoicing.title",)))
    written(shop, tmp_path / "out")
    page = (tmp_path / "out" / "en" / "versions.html").read_text("utf-8")
    assert page.index("Material changes") < page.index("Wording changed: Books.")
    assert "Changes of form" not in page


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), date(1, 1, 1), date(9999, 12, 31)])
def test_a_day_that_cannot_be_is_refused(shop: Shop, day: date) -> None:
    published(shop)
    reworded(shop, "period: P10Y", "period: P11Y")
    with pytest.raises(WrongDay, match=str(day)):
        published(shop, Approval("Camille", day))


def test_a_first_version_holds_from_its_publication_and_shows_the_date_of_its_text(
    shop: Shop, tmp_path: Path
) -> None:
    """Nobody could read it here before, and what is applied may differ from what stood there then."""
    with pytest.raises(WrongDay, match="2020-04-01 has passed"):
        published(shop, Approval("Camille", date(2020, 4, 1)))
    publication, _ = published(shop)
    assert publication.effective == TODAY
    written(shop, tmp_path / "out")
    page = (tmp_path / "out" / "en" / "1.html").read_text("utf-8")
    assert "Version 1, in force from 22\xa0November 2026" in page
    assert "It takes up the text dated 1\xa0January 2026." in page
    french = (tmp_path / "out" / "fr" / "1.html").read_text("utf-8")
    assert "Elle reprend le texte daté du 1er\xa0janvier 2026." in french


def test_a_later_version_does_not_hold_before_an_earlier_one(shop: Shop) -> None:
    published(shop)
    reworded(shop, "period: P10Y", "period: P11Y")
    published(shop, Approval("Camille", TODAY + timedelta(days=30)))
    reworded(shop, "period: P11Y", "period: P12Y")
    with pytest.raises(WrongDay, match="version 2 holds from 2026-12-22 on"):
        published(shop, Approval("Camille", TODAY + timedelta(days=10)))


def test_a_first_version_holds_from_the_day_to_come_that_its_edition_says(shop: Shop) -> None:
    reworded(shop, "edition: {date: 2026-01-01}", "edition: {date: 2026-12-24}")
    assert published(shop)[0].effective == date(2026, 12, 24)


def test_of_several_versions_the_last_one_begun_is_in_force() -> None:
    def version(number: int, effective: date) -> Publication:
        return Publication(number, "", "{}", effective, NOON, "Camille")

    some = [version(1, TODAY), version(2, TODAY), version(3, TODAY + timedelta(days=1))]
    assert in_force(some, TODAY).number == 2
    assert in_force(some, TODAY - timedelta(days=9)).number == 1


def test_the_difference_of_any_two_versions_is_told_from_what_was_kept(shop: Shop) -> None:
    published(shop)
    for before, after in (("P10Y", "P11Y"), ("P11Y", "P12Y")):
        reworded(shop, f"billed, period: {before}", f"billed, period: {after}")
        published(shop)
    site = shop.open()
    (change,) = difference(site, 1, 3).changes
    assert (change.name, change.before, change.after) == (
        "period-longer:purposes.invoicing.active.period",
        "P10Y",
        "P12Y",
    )
    assert difference(site, 3, 1).changes[0].sort.value == "period-shorter"
    assert difference(site, None, None).changes == ()
    for missing in (0, 4):
        with pytest.raises(NoVersion):
            difference(site, missing, None)
    site.close()


def test_before_anything_was_published_there_is_nothing_to_compare(site: Site) -> None:
    with pytest.raises(NoVersion, match="no version was published yet"):
        difference(site, None, None)
