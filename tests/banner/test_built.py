"""What is shipped is what the source says, and small."""

import gzip
from datetime import date
from pathlib import Path

import pytest

from dev import banner, node
from tests.texts.made import SITES
from troth.banner import Addresses, assets, cached_layer, first_layer, whole_script
from troth.consent import device_offers
from troth.site import declared
from troth.texts.language import LANGUAGES, Language

ADDRESSES = Addresses("/troth/choice", "/troth/policy/fr/", "/troth/policy/fr/#recipients", "/troth/shown")
DAY = date(2026, 11, 22)
FIRST_LAYER_BYTES = 6_000


def test_the_built_files_are_those_of_the_source(tmp_path: Path) -> None:
    try:
        banner.check_types()
        banner.build(tmp_path)
    except node.NodeMissing as missing:
        if "failed" in str(missing):
            raise
        pytest.skip(f"cannot be had here: {missing}")
    built = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert built == {path.name: path.read_bytes() for path in banner.BUILT.iterdir()}


def test_the_inline_script_can_stand_in_a_page() -> None:
    head = assets().head.decode()
    assert "</" not in head
    assert "<!--" not in head
    assert assets().head_hash.startswith("'sha256-")


@pytest.mark.parametrize("site", sorted(SITES))
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_layer_takes_no_more_than_six_kilobytes(site: str, language: Language) -> None:
    """HTML, style and script, each compressed as it travels; the inline script where a cache keeps the page."""
    manifest = declared(SITES[site]).manifest
    offers = device_offers(manifest, DAY)
    head = assets().head.decode()
    for layer in (
        first_layer(manifest, language, offers, ADDRESSES),
        cached_layer(manifest, language, offers, ADDRESSES, head),
    ):
        parts = (layer.encode(), assets().style, assets().script)
        assert sum(len(gzip.compress(part, 9)) for part in parts) <= FIRST_LAYER_BYTES
    whole = whole_script(manifest, language, offers, ADDRESSES)
    assert len(gzip.compress(whole, 9)) <= FIRST_LAYER_BYTES
