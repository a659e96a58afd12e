"""Two texts become one checked manifest, or every problem with its place.

    texts → nodes (nodes.py) → values (grammar/) → names joined (references.py) → meaning (checks)

Pure: whoever opens the files hands over a `SourceText` for each.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from troth.errors import ManifestError, Problem
from troth.manifest.checks import check_meaning
from troth.manifest.found import Enough, Found, Wrong
from troth.manifest.grammar.policy import POLICY, PolicyDraft
from troth.manifest.grammar.stores import STORES
from troth.manifest.model import Manifest
from troth.manifest.names import KindName, PurposeName, StoreName
from troth.manifest.nodes import Node, compose
from troth.manifest.places import Places
from troth.manifest.purposes import Purpose
from troth.manifest.references import Names, check_references
from troth.manifest.shapes import Block, T
from troth.manifest.source import SourceText
from troth.manifest.stores import Store


@dataclass(frozen=True, slots=True)
class Reading:
    """A manifest without error, and what else there is to say about it (warnings, information)."""

    manifest: Manifest
    remarks: tuple[Problem, ...]
    places: Places  # where its parts stand in the two files


def read(policy: SourceText, stores: SourceText | None = None) -> Reading:
    """
    The manifest that the two files declare.

    Args:
        policy: `policy.yaml`.
        stores: `stores.yaml`; None where a site has published its policy and no store yet.

    Raises:
        ManifestError: with every problem of both files, in the order of the text.
    """
    found = Found()
    parts = None
    with suppress(Enough):
        parts = _read(policy, stores, found)
    problems = sorted(found.problems, key=lambda p: (p.place.file != policy.file, *_line_column(p)))
    if parts is None or found.has_errors:
        raise ManifestError(problems)
    manifest, places = parts
    return Reading(manifest, tuple(problems), places)


def _line_column(found: Problem) -> tuple[int, int]:
    return found.place.line, found.place.column


def _read(policy: SourceText, stores: SourceText | None, found: Found) -> tuple[Manifest, Places]:
    policy_node, stores_node = _node("policy", policy, found), _node("stores", stores, found)
    draft = _value(POLICY, "policy", policy_node, found) or PolicyDraft()
    declared = _value(STORES, "stores", stores_node, found)
    manifest = joined(draft, declared or {})
    places = Places(policy, policy_node, stores, stores_node)
    if policy_node is not None and (stores is None or stores_node is not None):
        names = Names(manifest, places, found, frozenset(found.unsound))
        check_references(names)
        check_meaning(names)
    return manifest, places


def _node(root: str, source: SourceText | None, found: Found) -> Node | None:
    node, problems = compose(source) if source else (None, [])
    for problem in problems:
        found.add(problem, (root,))
    return node


def _value(block: Block[T], root: str, node: Node | None, found: Found) -> T | None:
    if node is None:
        return None
    value = found.read(block, root, node)
    return None if isinstance(value, Wrong) else value


def joined(draft: PolicyDraft, stores: Mapping[StoreName, Store]) -> Manifest:
    """The manifest from its two halves: bases spread over roles, kinds with open proposals unsettled."""
    roles_of = {kind.name: kind.roles for kind in draft.kinds.values()}
    purposes = {name: purpose.made(name, roles_of) for name, purpose in draft.purposes.items()}
    return Manifest(
        zone=draft.zone,
        items=draft.items,
        kinds=draft.kinds,
        purposes=purposes,
        stores=stores,
        financial_year_ends=draft.financial_year_ends,
        unsettled=_unsettled(purposes),
        policy=draft.policy,
    )


def _unsettled(purposes: Mapping[PurposeName, Purpose]) -> dict[KindName, str]:
    """What an open proposal decides may not destroy anything: the kinds of its purpose wait."""
    return {
        kind: f"{key} of purpose {purpose.name} is a proposal that nobody has accepted"
        for purpose in purposes.values()
        for key, departure in purpose.departures.items()
        if departure.is_open_proposal
        for kind in purpose.data
    }
