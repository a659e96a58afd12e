"""Each of the broken compilers is caught: some world tells it from the interpreter."""

from collections.abc import Iterator

import pytest
from sqlalchemy.exc import DBAPIError

from tests.claims.broken import BROKEN, Broken
from tests.claims.materialise import Bench, sqlite_bench
from tests.claims.test_agreement import Extra, Told, differences, interpreted
from tests.claims.worlds import SEEDS, features, world_of
from troth.errors import TrothError


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    """SQLite: a mistake of the compiler is one on every database."""
    bench = sqlite_bench()
    yield bench
    bench.close()


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.mistake)
def test_a_broken_compiler_is_caught(broken: Broken, bench: Bench) -> None:
    tried = 0
    for seed in (broken.first, *SEEDS):
        world, at = world_of(seed)
        if not features(world, at)[broken.feature]:
            continue
        tried += 1
        told = interpreted(world, at, Extra.AGAIN)
        with pytest.MonkeyPatch.context() as patch:
            broken.break_(patch)
            if _is_caught(bench, told):
                return
    pytest.fail(f"`{broken.mistake}` is not caught by any of {tried} worlds with {broken.feature}")


def _is_caught(bench: Bench, told: Told) -> bool:
    """Whether it says or does something else, or the database or the run itself refuses what it does."""
    try:
        return any(differences(bench, told))
    except (DBAPIError, TrothError):
        return True
