"""A shop of its own for each test, on SQLite or on a server, and somebody who types commands at noon."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from tests.retention.conftest import first_shop, mariadb, postgresql, shop
from tests.retention.shop import NOON, Shop
from troth.cli.main import main

__all__ = ["first_shop", "mariadb", "postgresql", "shop"]

Troth = Callable[..., Result]


@pytest.fixture
def troth(shop: Shop) -> Troth:
    """Runs `troth` with these words, in the shop's environment, without a terminal."""

    def run(*words: object, at: object = NOON) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words], env=shop.environ, obj=at)

    return run
