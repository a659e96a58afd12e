"""A small shop, and somebody who types commands at noon."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.sites.shop import NOON, Shop, shop_in
from troth.cli.main import main
from troth.retention.accept import accept, released

Troth = Callable[..., Result]


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """The shop on SQLite; nobody accepted its words yet."""
    return shop_in(tmp_path)


@pytest.fixture
def troth(shop: Shop) -> Troth:
    """Runs `troth` with these words, in the shop's environment, without a terminal."""

    def run(*words: object, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words], stdin, env=shop.environ, obj=NOON)

    return run


@pytest.fixture
def accepted(shop: Shop) -> Shop:
    """The shop, its words accepted."""
    site = shop.open()
    accept(site, sum(released(site, NOON).values()), "Ada", NOON)
    site.close()
    return shop
