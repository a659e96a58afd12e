"""Every problem says what, where and how to mend it; the golden files are reread when they change.

`TROTH_REWRITE=1 pytest tests/manifest` writes them anew.
"""

import os
from pathlib import Path

import pytest

from tests.manifest.broken import BROKEN, files, succession
from troth.errors import Problem
from troth.manifest.problems import TABLE

GOLDEN = Path(__file__).parent / "golden"
CASES: dict[str, list[Problem]] = {
    **{broken.name: broken.problems() for broken in BROKEN},
    **dict(files()),
    **dict(succession()),
}


FOLLOWING = {  # what is wrong too, once the first is
    "item-unused": {"item-without-column"},
    "no-created": {"clock-may-be-null"},
    "not-an-archive": {"archive-unused"},
    "purpose-without-data": {"decisions-unused"},
    "record-unused": {"record-without-table"},
    "role-not-linked": {"unknown-column"},
    "yaml-tag": {"wrong-type"},
}


def shown(name: str, problems: list[Problem]) -> str:
    """What an operator would read, without the remarks that the good manifest gives too."""
    kept = [problem for problem in problems if problem.name != "not-as-published" or problem.name == name]
    return "\n".join(str(problem) for problem in kept) + "\n"


def test_every_name_has_a_case() -> None:
    assert sorted(CASES) == sorted(TABLE)


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_broken_manifest_is_told_in_the_words_of_the_golden_file(name: str) -> None:
    problems = CASES[name]
    assert name in {problem.name for problem in problems}
    text, golden = shown(name, problems), GOLDEN / f"{name}.txt"
    if os.environ.get("TROTH_REWRITE"):
        golden.write_text(text, encoding="utf-8")
    assert golden.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_broken_manifest_has_no_problem_but_that_and_what_follows_from_it(name: str) -> None:
    others = {problem.name for problem in CASES[name]} - {name, "not-as-published"}
    assert others <= FOLLOWING.get(name, set())


def test_no_golden_file_is_left_over() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.txt")) == sorted(CASES)
