"""Everything that the five published policies say has its place in a manifest."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from troth.manifest.grammar.departures import BESIDE, Departs
from troth.manifest.grammar.policy import POLICY
from troth.manifest.grammar.stores import STORES
from troth.manifest.grammar.words import TextShape
from troth.manifest.shapes import Block, MapOf, Shape

HERE = Path(__file__).parent / "promises"
POLICIES = ("crosscall", "crossops", "customer-labs", "officine-generale", "xmserver")
FIELDS = ("id", "kind", "promise", "mechanism", "acceptance", "lawful", "instead", "parameters")
BESIDE_KEYS = frozenset(key.name for key in BESIDE.keys) | {"value"}


def loaded(path: Path) -> Any:
    """A YAML file of ours."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


PROMISES: dict[str, list[dict[str, Any]]] = {name: loaded(HERE / f"{name}.yaml") for name in POLICIES}
PLACES = loaded(HERE / "places.yaml")


def is_known(shape: Shape[Any], steps: list[str]) -> bool:
    """Whether the grammar has a place at the end of these steps."""
    if not steps:
        return True
    step, *rest = steps
    if isinstance(shape, Departs) and not rest and step in BESIDE_KEYS:
        return True
    if isinstance(shape, TextShape):
        return not rest and step in ("en", "fr")
    if isinstance(shape, MapOf):
        return step == "*" and any(is_known(inner, rest) for inner in shape.inner)
    if isinstance(shape, Block):
        return any(is_known(key.shape, rest) for key in shape.keys if key.name == step)
    return any(is_known(inner, steps) for inner in shape.inner)


def test_the_policies_make_684_promises_and_speak_of_94_parameters() -> None:
    entries = [entry for entries in PROMISES.values() for entry in entries]
    assert len(entries) == 684
    used = {parameter for entry in entries for parameter in entry["parameters"]}
    assert used == PLACES["places"].keys() | PLACES["text_only"].keys()
    assert len(used) == 94


def test_no_parameter_is_both_in_a_manifest_and_text_only() -> None:
    assert not PLACES["places"].keys() & PLACES["text_only"].keys()


@pytest.mark.parametrize("parameter", PLACES["places"])
def test_a_parameter_has_a_place_that_the_grammar_knows(parameter: str) -> None:
    for path in PLACES["places"][parameter]:
        steps = path.split(".")
        assert is_known(STORES if steps[0] == "stores" else POLICY, steps), path


def test_a_place_that_the_grammar_does_not_know_is_noticed() -> None:
    for path in ("controller.nme", "purposes.*.basis.because.x", "purposes.retention", "items.*.fr.de"):
        assert not is_known(POLICY, path.split(".")), path


@pytest.mark.parametrize("policy", POLICIES)
def test_a_promise_says_how_it_is_checked_and_what_is_done_where_it_is_unlawful(policy: str) -> None:
    for number, entry in enumerate(PROMISES[policy], 1):
        assert entry["id"] == f"{policy}-{number:03}"
        assert set(entry) - {"instead"} == set(FIELDS) - {"instead"}
        assert ("instead" in entry) is not entry["lawful"], entry["id"]


@pytest.mark.needs_shared
@pytest.mark.parametrize("policy", POLICIES)
def test_the_promises_are_in_step_with_the_lists_they_were_taken_from(policy: str, shared: Path) -> None:
    source = loaded(shared / "promises" / f"{policy}.yaml")
    ours = [{field: entry[field] for field in FIELDS if field in entry} for entry in source]
    assert ours == PROMISES[policy]
