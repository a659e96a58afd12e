"""An export that is stopped in the middle leaves nothing that looks whole, and the next one finds its place free."""

import os
import random
import signal
from pathlib import Path

import pytest

from tests.database.own import in_another_process
from tests.export.shop import Shop, people, readme
from troth.export import files
from troth.export.model import Terms


def _until_stopped(shop: Shop, out: Path, number: int) -> None:
    """In a process of its own, which gets the signal between two files."""
    with pytest.MonkeyPatch.context() as patch:
        write = files.write_rows

        def then_stopped(*given: object) -> None:
            write(*given)  # type: ignore[arg-type]  # as it is called
            os.kill(os.getpid(), number)

        patch.setattr(files, "write_rows", then_stopped)
        shop.export(out, Terms(2, 1.0))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "kill -9"])
def test_an_export_that_is_stopped_leaves_no_folder(
    shop: Shop, tmp_path: Path, number: signal.Signals
) -> None:
    shop.fill(people(random.Random(1), 30))
    out = tmp_path / "figures"
    assert in_another_process(_until_stopped, shop, out, number) in (1, -number)
    assert not out.exists()
    left = [path.name for path in tmp_path.iterdir() if path.name.startswith(".figures-")]
    assert len(left) == (1 if number is signal.SIGKILL else 0)  # nobody can tidy up after kill -9
    assert not any((tmp_path / name / files.README).exists() for name in left)
    shop.export(out, Terms(2, 1.0))
    assert readme(out)["tables"]
