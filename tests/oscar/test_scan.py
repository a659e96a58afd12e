"""How right a draft of oscar's schema is, by what somebody said who read its models (truth.yaml)."""

from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import create_engine, inspect

from tests.oscar.shop import Oscar
from tests.scan.drafts import drafted
from tests.scan.scoring import Score, Truth, score

SAID = yaml.safe_load((Path(__file__).parent / "truth.yaml").read_text("utf-8"))


def truth_of(shop: Oscar) -> Truth:
    """What was said, and which columns are primary keys or point at what is no person."""
    inspector = inspect(create_engine(shop.url))
    keys: set[str] = set()
    known: set[str] = set()
    for table in inspector.get_table_names():
        known |= {f"{table}.{column['name']}" for column in inspector.get_columns(table)}
        pointing: list[Any] = [key["constrained_columns"] for key in inspector.get_foreign_keys(table)]
        pointing.append(inspector.get_pk_constraint(table)["constrained_columns"])
        keys |= {f"{table}.{column}" for columns in pointing for column in columns}
    items = {column: item for item, columns in SAID["items"].items() for column in columns}
    assert {*items, *SAID["links"]} <= known, "truth.yaml speaks of a column that oscar does not have"
    return Truth(items, frozenset(SAID["links"]), frozenset(keys - items.keys() - set(SAID["links"])))


def figures(found: Score) -> str:
    """As they stand in docs/reference/scan.md."""
    lines = [f"personal {found.found}", f"with its item {found.all_items}", f"links {found.links}"]
    lines += [f"{name} {one} ({one.right}, {one.wrong}, {one.missed})" for name, one in found.items.items()]
    return "\n".join([*lines, *found.wrong])


def test_a_draft_of_oscar_finds_whose_rows_are_and_most_of_what_they_hold(any_oscar: Oscar) -> None:
    found = score(drafted(any_oscar.url), truth_of(any_oscar))
    assert found.links.f1 >= 0.99, figures(found)
    assert found.found.f1 >= 0.65, figures(found)
    assert min(found.items[item].f1 for item in ("email", "phone", "password", "login")) == 1.0, figures(
        found
    )
    assert found.items["name"].f1 >= 0.95, figures(found)
