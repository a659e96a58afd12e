"""The policy for machines uses only terms that the W3C's group published, and points at nothing that is not there."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.texts.made import APRIL, SITES, STAMP, site
from troth.texts.policy.dpv import CONTEXT, policy_as_jsonld
from troth.texts.policy.files import version_files
from troth.texts.policy.telling import Telling

TERMS = {
    line.split("#")[0].strip(): line.split("#")[-1].strip()
    for line in (Path(__file__).parent / "dpv-terms.txt").read_text("utf-8").splitlines()
    if line.strip() and not line.startswith("#")
}


def policy(name: str) -> dict[str, Any]:
    return policy_as_jsonld(Telling.of(site(name), "fr", APRIL), STAMP)


def parts(value: Any) -> Iterator[Any]:
    yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in inner:
        yield from parts(part)


@pytest.mark.parametrize("name", ["small", "shop", *SITES])
def test_every_term_is_published_and_used_as_what_it_is(name: str) -> None:
    for part in parts(policy(name)):
        if not isinstance(part, dict):
            continue
        properties = {key.removeprefix("dpv:") for key in part if key.startswith("dpv:")} - {"dpv"}
        if part is not CONTEXT and "dpv" not in part:
            assert {term for term in properties if TERMS.get(term) != "property"} == set()
        types = part.get("@type", [])
        named = [types] if isinstance(types, str) else list(types)
        named += [str(part["@id"])] if str(part.get("@id", "")).startswith("dpv:") else []
        classes = {one.removeprefix("dpv:") for one in named if one.startswith("dpv:")}
        assert {term for term in classes if TERMS.get(term) != "class"} == set()


@pytest.mark.parametrize("name", ["small", "shop", *SITES])
def test_what_is_pointed_at_within_the_file_is_there(name: str) -> None:
    found = policy(name)
    ids = [part["@id"] for part in parts(found) if isinstance(part, dict) and "@id" in part]
    described = {
        part["@id"] for part in parts(found) if isinstance(part, dict) and "@id" in part and len(part) > 1
    }
    assert {one for one in ids if one.startswith("#")} <= described


def test_a_purpose_tells_its_basis_data_recipients_and_periods() -> None:
    orders, payment, letter, _ = policy("small")["dpv:hasProcess"]
    assert [one["@id"] for one in orders["dpv:hasLegalBasis"]] == [
        "dpv:ContractPerformance",
        "dpv:LegitimateInterest",
    ]
    assert {"@id": "#item-allergy"} in orders["dpv:hasPersonalData"]
    assert orders["dpv:hasRecipient"] == [{"@id": "#recipient-court"}, {"@id": "#recipient-host"}]
    durations = [one["dpv:hasDuration"]["@value"] for one in orders["dpv:hasStorageCondition"]]
    assert durations == ["P2Y", "P5Y"]
    assert payment["dpv:hasAlgorithmicLogic"]["dct:description"][0]["@language"] == "fr"
    assert letter["dpv:hasPurpose"]["@type"] == "dpv:DirectMarketing"


def test_a_term_that_is_not_published_would_be_noticed() -> None:
    assert "hasSecretSauce" not in TERMS
    assert TERMS["hasPurpose"] == "property"
    assert TERMS["Consent"] == "class"


def test_the_file_is_json_in_utf_8() -> None:
    content, media_type = version_files(site("small"), 3, APRIL)["policy-3.jsonld"]
    assert media_type == "application/ld+json"
    assert json.loads(content)["@context"]["dpv"] == "https://w3id.org/dpv#"
