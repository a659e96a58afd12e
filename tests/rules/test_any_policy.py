"""Whatever a policy leaves out, the rules have something to say of it, and never fail."""

import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.good import GOOD, ON, STORES
from troth.errors import ManifestError
from troth.law.packs import COUNTRIES, pack
from troth.manifest.read import read
from troth.manifest.rules import findings
from troth.manifest.rules.merging import rows
from troth.manifest.source import SourceText
from troth.texts import rules as words
from troth.texts.language import LANGUAGES

POLICY = json.loads(json.dumps(yaml.safe_load(GOOD), default=str))


def paths(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if isinstance(value, dict) and len(path) < 4:
        for key, part in value.items():
            yield (*path, key)
            yield from paths(part, (*path, key))


PATHS = list(paths(POLICY))
days = st.dates(date(1900, 1, 1), date(9999, 12, 31))


@given(st.sets(st.sampled_from(PATHS), min_size=1, max_size=3), st.sampled_from(list(COUNTRIES)), days)
def test_what_is_left_of_a_policy_is_judged(gone: set[tuple[str, ...]], country: str, day: date) -> None:
    text = json.dumps(without(gone), ensure_ascii=False)
    try:
        left = read(SourceText("policy.yaml", text), SourceText("stores.yaml", STORES)).manifest
    except ManifestError:
        return
    law = pack(country, day)
    for finding in findings(left, law, ON):
        for language in LANGUAGES:
            assert words.what(finding, language)
            assert words.mend(finding, language)
    assert list(rows(left, law))


def without(gone: set[tuple[str, ...]]) -> Any:
    left = deepcopy(POLICY)
    for *above, last in gone:
        node = left
        for step in above:
            node = node.get(step, {})
        node.pop(last, None)
    return left
