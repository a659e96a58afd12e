"""`troth compare`: the view is written with its stylesheet, and a list of clauses that is not one is told."""

from pathlib import Path

import pytest

from tests.cli.conftest import Troth
from tests.sites.shop import Shop

CLAUSES = """
- {id: a-1, promise: Orders are kept two years., lines: [1, 1], keys: [purposes.sales.retention]}
"""


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "old.txt"
    path.write_text("We keep orders for two years.\n", "utf-8")
    return path


def test_the_view_is_written_beside_its_stylesheet(
    troth: Troth, shop: Shop, text: Path, tmp_path: Path
) -> None:
    (tmp_path / "clauses.yaml").write_text(CLAUSES)
    out = tmp_path / "compare.html"
    ended = troth(
        "compare", shop.folder, text, "--clauses", tmp_path / "clauses.yaml", "--out", out, "--lang", "en"
    )
    assert ended.exit_code == 0, ended.output
    assert ended.stdout == f"{out}: 1 clauses\n"
    assert 'href="#purpose-sales"' in out.read_text("utf-8")
    assert (tmp_path / "compare.css").exists()


def test_without_a_list_it_uses_that_of_the_site_or_what_the_manifest_states(
    troth: Troth, shop: Shop, text: Path, tmp_path: Path
) -> None:
    out = tmp_path / "compare.html"
    assert troth("compare", shop.folder, text, "--out", out).stdout == f"{out}: 0 clauses\n"
    (shop.folder / "promises.yaml").write_text(CLAUSES)
    assert troth("compare", shop.folder, text, "--out", out).stdout == f"{out}: 1 clauses\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{a: 1", "is not YAML"),
        ("a: 1", "is not a list of clauses"),
        ("- {id: a}", "entry 1 needs id, promise, lines: [first, last] and keys"),
        ("- {id: a, promise: b, lines: [2, 1], keys: []}", "entry 1 needs"),
        ("- {id: a, promise: b, lines: [true, true], keys: []}", "entry 1 needs"),
        (CLAUSES + CLAUSES, "clause `a-1` stands twice"),
        ("!!python/object/apply:os.system [ls]", "is not YAML"),
    ],
)
def test_a_list_that_is_none_is_told(
    troth: Troth, shop: Shop, text: Path, tmp_path: Path, content: str, said: str
) -> None:
    (tmp_path / "clauses.yaml").write_text(content)
    ended = troth(
        "compare", shop.folder, text, "--clauses", tmp_path / "clauses.yaml", "--out", tmp_path / "c.html"
    )
    assert (ended.exit_code, said in ended.stderr) == (2, True), ended.stderr


def test_a_text_that_is_none_is_told(troth: Troth, shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_bytes(b"\xff\xfe\x00")
    ended = troth("compare", shop.folder, tmp_path / "old.txt", "--out", tmp_path / "c.html")
    assert (ended.exit_code, "is not text in UTF-8" in ended.stderr) == (2, True)
