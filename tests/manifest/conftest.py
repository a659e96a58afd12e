"""The good manifest that the tests of this folder read, and break."""

from pathlib import Path

import pytest

from troth.manifest.model import Manifest
from troth.manifest.read import read
from troth.manifest.source import SourceText

GOOD = Path(__file__).parent / "good"


@pytest.fixture(scope="session")
def policy_text() -> str:
    """A policy.yaml that uses every part of the grammar."""
    return (GOOD / "policy.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def stores_text() -> str:
    """The stores.yaml that belongs to it."""
    return (GOOD / "stores.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def manifest(policy_text: str, stores_text: str) -> Manifest:
    """What the two declare."""
    return read(SourceText("policy.yaml", policy_text), SourceText("stores.yaml", stores_text)).manifest
