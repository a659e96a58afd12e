"""A person's data in memory is what the package holds, and is refused as the package is."""

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from tests.sites.shop import NOON, Shop
from troth.claims.keys import Key
from troth.requests.access import access
from troth.requests.data import data_of
from troth.requests.find import UnknownKeyType
from troth.requests.rules import SeveralPeople

ANA = frozenset([Key.of("email", "ana@example.com")])
BEN = frozenset([Key.of("email", "ben@example.com")])


def records(told: dict[str, Any]) -> dict[tuple[str, str], list[Any]]:
    """The records of each table, each with its claims in words."""
    claims = told["claims"]
    for table in told["tables"]:
        for record in table["records"]:
            for datum in record["data"].values():
                datum["claims"] = [claims[number] for number in datum["claims"]]
    return {
        (table["store"], table["table"]): sorted(table["records"], key=str)
        for table in told["tables"]
        if table["records"]
    }


def test_it_is_what_the_package_holds(any_shop: Shop, tmp_path: Path) -> None:
    with closing(any_shop.open()) as site:
        access(site, [ANA, BEN], tmp_path / "out", NOON)
        people = data_of(site, [ANA, BEN], NOON)
    for number, told in enumerate(people, 1):
        written = json.loads((tmp_path / "out" / f"person-{number:04}" / "data.json").read_text())
        assert records(json.loads(told)) == records(written)


def test_nobody_is_asked_for_by_what_the_site_does_not_know(shop: Shop) -> None:
    with closing(shop.open()) as site, pytest.raises(UnknownKeyType):
        data_of(site, [frozenset([Key.of("shoe_size", "43")])], NOON)


def test_too_many_records_may_be_several_people(shop: Shop) -> None:
    strict = replace(shop, environ={**shop.environ, "TROTH_CLOSURE_LIMIT": "1"})
    with closing(strict.open()) as site, pytest.raises(SeveralPeople):
        data_of(site, [ANA], NOON)


def test_an_answer_takes_five_statements_of_troths_own_database(shop: Shop) -> None:
    """A look at the site, the facts under the keys given and under those found; and two that record the answer."""
    said: list[str] = []
    with closing(shop.open()) as site:
        data_of(site, [ANA], NOON)  # the first looks at what was published, and begins the checkpoint
        event.listen(
            site.database._engine, "before_cursor_execute", lambda *given: said.append(given[2].split()[0])
        )
        for people in ([ANA], [ANA, BEN]):
            said.clear()
            data_of(site, people, NOON)
            assert said == ["SELECT", "SELECT", "SELECT", "UPDATE", "INSERT"]
