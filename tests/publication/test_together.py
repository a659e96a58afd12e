"""Two who publish at once, and one who is killed: each version has one number, its files, and is written whole."""

import multiprocessing
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from tests.database.own import Own
from tests.publication.test_publish import CAMILLE, NOON
from tests.sites.shop import FOLDER, Shop
from troth.audit import records as audit_records
from troth.publication import records
from troth.publication.publish import publish, write

FORK = multiprocessing.get_context("fork")  # begins at once; the database is opened after it


@pytest.fixture
def shops(own: Own, tmp_path: Path) -> list[Shop]:
    """Two folders of one site, whose words differ."""
    environ = {
        "TROTH_DATABASE": own.address,
        "TROTH_KEY_FILE": str(own.key_file),
        "TROTH_CHECKPOINT": str(own.checkpoint),
        "SHOP_DATABASE": "sqlite:///shop.db",
        "MAILING_DATABASE": "sqlite:///mailing.db",
    }
    found = []
    for number, period in enumerate(("P10Y", "P11Y")):
        folder = tmp_path / str(number) / "shop"
        shutil.copytree(FOLDER, folder)
        policy = folder / "policy.yaml"
        policy.write_text(policy.read_text("utf-8").replace("period: P10Y", f"period: {period}"), "utf-8")
        found.append(Shop(folder, environ))
    return found


def published(shop: Shop, out: Path) -> None:
    """What `troth publish` does."""
    site = shop.open()
    publish(site, CAMILLE, (), NOON)
    write(site, out, NOON)
    site.close()


def together(shop: Shop, out: Path, barrier: Any) -> None:
    barrier.wait(60)
    published(shop, out)


def killed_after_statements(shop: Shop, out: Path, count: int) -> None:
    left = [count]

    def counted(*_: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "after_cursor_execute", counted)
    published(shop, out)


def killed_after_files(shop: Shop, out: Path, count: int) -> None:
    left = [count]

    def counted(name: str, given: tuple[Any, ...]) -> None:
        if name == "open" and str(given[0]).endswith(".new"):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(counted)
    published(shop, out)


def run(act: Callable[..., None], *given: Any) -> int | None:
    process = FORK.Process(target=act, args=given)
    process.start()
    process.join(120)
    return process.exitcode


def assert_whole(shop: Shop, out: Path, numbers: list[int]) -> None:
    """Every version once, every file it names kept, one audit record each, and the folder as it should be."""
    site = shop.open()
    with site.database.reading() as tx:
        versions = records.all_publications(tx, site.name)
        assert [one.number for one in versions] == numbers
        for version in versions:
            assert version.files
            for path, hash_ in version.files.items():
                assert records.kept(tx, site.name, hash_) is not None, path
        told = [one.body for one in audit_records(tx, site.name, ["policy.published"])]
        assert [body["number"] for body in told if body] == numbers
    assert write(site, out, NOON) == []
    site.close()


def test_two_who_publish_at_once_make_two_versions(shops: list[Shop], tmp_path: Path) -> None:
    out, barrier = tmp_path / "out", FORK.Barrier(2)
    both = [FORK.Process(target=together, args=(shop, out, barrier)) for shop in shops]
    for process in both:
        process.start()
    for process in both:
        process.join(120)
    assert [process.exitcode for process in both] == [0, 0]
    assert_whole(shops[0], out, [1, 2])


def test_two_who_publish_the_same_words_at_once_make_one(shops: list[Shop], tmp_path: Path) -> None:
    out, barrier = tmp_path / "out", FORK.Barrier(2)
    both = [FORK.Process(target=together, args=(shops[0], out, barrier)) for _ in range(2)]
    for process in both:
        process.start()
    for process in both:
        process.join(120)
    assert [process.exitcode for process in both] == [0, 0]
    assert_whole(shops[0], out, [1])


def test_who_is_killed_while_publishing_leaves_nothing_and_publishes_again(
    shops: list[Shop], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    for statements in (4, 9, 16, 30):
        assert run(killed_after_statements, shops[0], out, statements) == -signal.SIGKILL
    assert run(published, shops[0], out) == 0
    assert_whole(shops[0], out, [1])


def test_who_is_killed_while_writing_leaves_whole_files(shops: list[Shop], tmp_path: Path) -> None:
    out, undisturbed = tmp_path / "out", tmp_path / "undisturbed"
    for files in (1, 4, 7):
        assert run(killed_after_files, shops[0], out, files) == -signal.SIGKILL
    assert run(published, shops[0], out) == 0
    assert run(published, shops[0], undisturbed) == 0

    def contents(folder: Path) -> dict[str, bytes]:
        return {
            str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()
        }

    assert contents(out) == contents(undisturbed)
    assert_whole(shops[0], out, [1])
