"""A decision is shown to others: as the fields of the standard, as a receipt, as an archive that stands alone."""

import hashlib
import io
import json
import zipfile
from dataclasses import replace

import pytest

from tests.consent.asked import NOON, later
from tests.consent.test_record import ADVERTISING, AUDIENCE, LETTER, NO, YES, by_browser, by_mail
from troth.consent.evidence import found, pack
from troth.consent.export import as_jsonld
from troth.consent.receipt import NoSuchRecord, receipt
from troth.consent.record import record
from troth.consent.records import canonical
from troth.consent.sequence import link
from troth.site import Site


def test_the_export_has_every_field_of_the_standard(sqlite_site: Site) -> None:
    [told] = record(sqlite_site, [by_browser({AUDIENCE: YES, ADVERTISING: NO})])
    kept = found(sqlite_site, told.id)
    assert kept is not None
    node = as_jsonld(sqlite_site.manifest, kept, NOON)
    assert node["dct:conformsTo"] == "ISO/IEC TS 27560:2023"
    assert node["dct:identifier"] == told.id
    assert node["dpv:hasDataSubject"].keys() == {"@type", "dct:type", "dct:identifier"}
    assert node["dpv:hasNotice"]["dct:language"] == "fr"
    first = node["dpv:hasProcess"][0]
    for field in (
        *("dpv:hasPurpose", "dpv:hasLegalBasis", "dpv:hasPersonalData", "dpv:hasRecipient"),
        *("dpv:hasStorageCondition", "dpv:hasConsentControl"),
    ):
        assert field in first
    assert node["dpv:hasDataController"][0]["dpv:hasName"] == "Maison Tilleul"
    assert node["dpv:hasJurisdiction"] == "FR"
    refused, given = node["dpv:hasConsentStatus"]
    assert (given["@type"], refused["@type"]) == ("dpv:ConsentGiven", "dpv:ConsentRefused")
    assert given["dct:valid"]["@value"] == "2027-05-22"
    assert given["dpv:hasIndicationMethod"] == "save"
    assert (
        as_jsonld(sqlite_site.manifest, kept, later(days=400))["dpv:hasConsentStatus"][1]["@type"]
        == "dpv:ConsentExpired"
    )
    json.dumps(node)


@pytest.mark.parametrize(
    ("language", "word"), [("fr", "Compter les visites : accepté"), ("en", "Counting visits: accepted")]
)
def test_a_receipt_tells_in_words_what_was_decided(sqlite_site: Site, language: str, word: str) -> None:
    [told] = record(sqlite_site, [by_browser({AUDIENCE: YES, ADVERTISING: NO})])
    given = receipt(sqlite_site, told.id, "fr" if language == "fr" else "en", NOON)
    assert word in given.words.replace("\xa0", " ")
    assert told.hash in given.words
    assert given.data["@type"] == "dpv:ConsentReceipt"
    with pytest.raises(NoSuchRecord):
        receipt(sqlite_site, "nothing", "en", NOON)


def test_evidence_can_be_checked_without_troth(site: Site) -> None:
    record(site, [by_mail({LETTER: YES})])
    [told] = record(site, [replace(by_browser({AUDIENCE: YES, ADVERTISING: NO}), page="/ici")])
    link(site, NOON)
    kept = found(site, told.id)
    assert kept is not None
    content = pack(site, kept, NOON)
    assert content == pack(site, kept, NOON)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert files.keys() == {
        *(
            "README.txt",
            "LISEZMOI.txt",
            "receipt.fr.txt",
            "receipt.en.txt",
            "SHA256SUMS",
            "record.json",
            "record.jsonld",
            "private.json",
            "notice.txt",
        ),
        *("artefact.json", "html.html", "script.js", "style.css", "head.js", "manifest.json", "chain.json"),
    }
    for line in files["SHA256SUMS"].decode().splitlines():
        sum_, name = line.split("  ")
        assert hashlib.sha256(files[name]).hexdigest() == sum_
    assert "Compter les visites : accepté" in files["receipt.fr.txt"].decode().replace("\xa0", " ")
    assert "Counting visits: accepted" in files["receipt.en.txt"].decode()
    for name in ("README.txt", "LISEZMOI.txt"):  # each tells of every file that is hashed on its own
        told_of = files[name].decode()
        others = (one for one in files if one.endswith((".json", ".jsonld", ".txt", "SUMS")))
        assert [one for one in others if one != name and one not in told_of] == []
    body = json.loads(files["record.json"])
    assert hashlib.sha256(files["record.json"]).hexdigest() == told.hash
    assert hashlib.sha256(files["notice.txt"]).hexdigest() == body["notice"]["text"]
    assert hashlib.sha256(files["artefact.json"]).hexdigest() == body["notice"]["artefact"]
    assert hashlib.sha256(files["manifest.json"]).hexdigest() == body["notice"]["manifest"]
    artefact = json.loads(files["artefact.json"])
    assert hashlib.sha256(files["html.html"]).hexdigest() == artefact["html"]
    sealed = json.loads(files["private.json"])
    assert (
        hashlib.sha256(bytes.fromhex(sealed["salt"]) + sealed["sealed"].encode()).hexdigest()
        == body["private"]
    )
    chain = json.loads(files["chain.json"])
    first = chain["links"][0]
    records = hashlib.sha256(b"".join(bytes.fromhex(one) for one in chain["records"])).hexdigest()
    parts = {
        "site": site.name,
        "records": records,
        **{k: first[k] for k in ("at", "first", "last", "previous")},
    }
    assert hashlib.sha256(canonical(parts)).hexdigest() == first["hash"]
    assert chain["records"][1] == told.hash
