"""In CI a skipped test has failed: what could not run has not been shown to work."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

TESTS = """
import pytest

def test_that_passes(): pass

def test_that_skips(): pytest.skip("no server")

@pytest.mark.needs_shared
def test_that_needs_what_is_not_published(): pass
"""


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A folder of three tests under the project's own conftest, far from any folder `shared`."""
    tests = tmp_path / "clone" / "tests"
    tests.mkdir(parents=True)
    (tests / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text("utf-8"), "utf-8")
    (tests / "test_three.py").write_text(TESTS)
    return tests


def outcome(run: Path, ci: str) -> str:
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "-p", "no:cacheprovider"]
    environment = os.environ | {"CI": ci, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(
        [*command, "--rootdir", str(run.parent), str(run)], env=environment, capture_output=True, text=True
    )
    return ended.stdout.splitlines()[-1]


def test_on_a_desk_a_test_may_be_skipped(run: Path) -> None:
    assert "1 passed, 2 skipped" in outcome(run, ci="")


def test_in_ci_only_what_needs_the_shared_folder_may_be_skipped(run: Path) -> None:
    assert "1 failed, 1 passed, 1 skipped" in outcome(run, ci="true")


def test_in_ci_a_file_of_tests_may_not_be_skipped(run: Path) -> None:
    (run / "test_three.py").write_text("import pytest\npytest.importorskip('no_such_library')\n")
    assert "1 error" in outcome(run, ci="true")
