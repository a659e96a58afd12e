"""A manifest as plain data comes back as it was."""

import json
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.manifest.broken import POLICY, STORES
from tests.manifest.test_hostile import mutated
from troth.errors import ManifestError
from troth.manifest.canonical import fingerprint, from_data, to_data
from troth.manifest.model import Manifest
from troth.manifest.names import StoreName, TableName
from troth.manifest.read import read
from troth.manifest.source import SourceText
from troth.manifest.stores import FlagIn


def test_what_is_kept_comes_back(manifest: Manifest) -> None:
    assert from_data(json.loads(json.dumps(to_data(manifest)))) == manifest


@given(st.randoms(use_true_random=False))
def test_whatever_can_be_read_can_be_kept(chance: random.Random) -> None:
    try:
        changed = read(
            SourceText("policy.yaml", mutated(POLICY, chance)), SourceText("stores.yaml", STORES)
        ).manifest
    except ManifestError:
        return
    assert from_data(to_data(changed)) == changed


def test_one_is_not_kept_as_true(manifest: Manifest) -> None:
    place = from_data(to_data(manifest)).table(StoreName("shop"), TableName("lines")).archive
    assert isinstance(place, FlagIn)
    assert place.value is not True


def test_the_same_words_have_the_same_fingerprint(manifest: Manifest) -> None:
    other = read(SourceText("a", POLICY + "\n# a remark\n"), SourceText("b", STORES)).manifest
    assert fingerprint(other) == fingerprint(manifest)


def test_another_zone_has_another_fingerprint(manifest: Manifest) -> None:
    assert fingerprint(replace(manifest, zone="UTC")) != fingerprint(manifest)


def test_what_equals_its_default_is_not_kept(manifest: Manifest) -> None:
    data = to_data(manifest)
    assert data["purposes"]["account"].keys() == {
        "name",
        "title",
        "basis",
        "basis_of_all",
        "data",
        "active",
        "terms",
    }


def test_what_a_newer_troth_kept_is_refused(manifest: Manifest) -> None:
    with pytest.raises(ValueError, match="format 2"):
        from_data({**to_data(manifest), "format": 2})
    with pytest.raises(ValueError, match="has no moon"):
        from_data({**to_data(manifest), "moon": 1})
