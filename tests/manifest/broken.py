"""The good manifest, broken in one way for each name that a problem can have."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import yaml

from troth.errors import ManifestError, Problem
from troth.manifest.checks.succession import check_succession
from troth.manifest.model import Manifest
from troth.manifest.names import PurposeName
from troth.manifest.purposes import Purpose
from troth.manifest.read import read
from troth.manifest.source import SourceText
from troth.manifest.text import Text

GOOD = Path(__file__).parent / "good"
POLICY = (GOOD / "policy.yaml").read_text(encoding="utf-8")
STORES = (GOOD / "stores.yaml").read_text(encoding="utf-8")

Edit = tuple[str, str]


@dataclass(frozen=True)
class Broken:
    """What is replaced in which file, so that a problem of that name is found."""

    name: str
    file: str
    edits: tuple[Edit, ...]

    def problems(self) -> list[Problem]:
        """Every problem of the broken manifest, of whatever severity."""
        texts = {"policy": POLICY, "stores": STORES}
        for old, new in self.edits:
            assert texts[self.file].count(old) == 1, f"{self.name}: where is `{old}`?"
            texts[self.file] = texts[self.file].replace(old, new)
        sources = (SourceText(f"{file}.yaml", text) for file, text in texts.items())
        return problems_of(*sources)


def problems_of(policy: SourceText, stores: SourceText | None) -> list[Problem]:
    """Every problem of a manifest, of whatever severity."""
    try:
        return list(read(policy, stores).remarks)
    except ManifestError as error:
        return list(error.problems)


def files() -> Iterator[tuple[str, list[Problem]]]:
    """Problems of whole files."""
    whole = SourceText("policy.yaml", POLICY)
    yield "no-file", problems_of(SourceText.of("policy.yaml", None), None)
    yield "too-large", problems_of(SourceText.of("policy.yaml", b"#" * 50_000_000), None)
    yield "not-utf-8", problems_of(SourceText.of("policy.yaml", "zone: Zürich".encode("latin-1")), None)
    yield "control-character", problems_of(SourceText("policy.yaml", POLICY.replace("Grace", "Gr\0ce")), None)
    yield "empty-file", problems_of(whole, SourceText("stores.yaml", "# nothing yet\n"))


def succession() -> Iterator[tuple[str, list[Problem]]]:
    """Problems between two versions."""
    before = read(SourceText("policy.yaml", POLICY), SourceText("stores.yaml", STORES)).manifest
    newsletter, calls = (
        before.purposes[PurposeName("newsletter")],
        before.purposes[PurposeName("phone_calls")],
    )
    assert newsletter.wording is not None
    wording = replace(newsletter.wording, text=Text({"en": "Send me everything."}))
    yield "purpose-vanished", list(check_succession(before, _without(before, "sales")))
    yield "purpose-revived", list(check_succession(before, _with(before, replace(calls, ended=None))))
    yield (
        "wording-rewritten",
        list(check_succession(before, _with(before, replace(newsletter, wording=wording)))),
    )
    assert not check_succession(before, before)
    assert not check_succession(before, _with(before, replace(newsletter, ended=date(2026, 2, 1))))


def _without(manifest: Manifest, name: str) -> Manifest:
    return replace(manifest, purposes={key: value for key, value in manifest.purposes.items() if key != name})


def _with(manifest: Manifest, purpose: Purpose) -> Manifest:
    return replace(manifest, purposes={**manifest.purposes, purpose.name: purpose})


ALIASES = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


def _cases() -> Iterator[Broken]:
    written = yaml.safe_load((Path(__file__).parent / "broken.yaml").read_text(encoding="utf-8"))
    for name, case in written.items():
        yield Broken(name, case["file"], tuple((edit["old"], edit["new"]) for edit in case["edits"]))
    yield Broken("too-many-aliases", "policy", (("links: {terms: /terms}\n", ALIASES),))
    yield Broken("too-deep", "policy", (("scope: [website, shops]", f"scope: {'[' * 500}{']' * 500}"),))


BROKEN = tuple(_cases())
