"""The eight-table shop on which Troth is measured, and the traps that its data holds for any eraser."""

from pathlib import Path

import pytest

from tests.stores.base import Base
from troth.errors import ManifestError, Problem
from troth.manifest.names import StoreName
from troth.manifest.nodes import compose
from troth.manifest.places import Places
from troth.manifest.read import read
from troth.manifest.source import SourceText
from troth.stores.against import problems
from troth.stores.sql.connect import open_store
from troth.stores.sql.describe import describe

SHOP = Path(__file__).parent / "shop"
SCHEMA, POLICY, STORES = (SHOP / name for name in ("schema.sql", "policy.yaml", "stores.yaml"))
FIELDS = "          email: email\n          name: name\n        impersonal: [created]"


def checked(base: Base, schema: str, stores: str) -> list[Problem]:
    """The problems of the shop's declaration against its schema."""
    base.run(*(part for part in schema.split(";\n") if part.strip() and "DROP TABLE" not in part))
    policy, second = SourceText("policy.yaml", POLICY.read_text()), SourceText("stores.yaml", stores)
    manifest = read(policy, second).manifest
    places = Places(policy, compose(policy)[0], second, compose(second)[0])
    store = open_store(manifest.stores[StoreName("shop")], {"SHOP": base.url})
    base.stores.append(store)
    with store.engine.connect() as connection:
        live = describe(store.declared, connection)
    return problems(manifest, {store.name: live}, lambda path: places.key(*path))


def test_the_shop_is_as_declared(postgresql: Base) -> None:
    found = checked(postgresql, SCHEMA.read_text(), STORES.read_text())
    assert found == [], "\n".join(map(str, found))


def test_trap_1_a_key_labelled_as_personal_is_refused_when_the_declaration_is_read(postgresql: Base) -> None:
    labelled = STORES.read_text().replace(FIELDS, FIELDS.replace("email:", "id: email\n          email:"))
    with pytest.raises(ManifestError) as caught:
        checked(postgresql, SCHEMA.read_text(), labelled)
    assert [p.name for p in caught.value.problems if p.severity == "error"] == ["field-in-key"]


def test_trap_1_holds_where_another_key_is_declared(postgresql: Base) -> None:
    """Only the schema knows then that the field is the primary key."""
    labelled = STORES.read_text().replace(FIELDS, FIELDS.replace("email:", "id: email\n          email:"))
    labelled = labelled.replace("customer:\n        key: id", "customer:\n        key: created")
    labelled = labelled.replace("        impersonal: [created]\n", "")
    found = checked(postgresql, SCHEMA.read_text(), labelled)
    assert "field-in-primary-key" in {p.name for p in found if p.severity == "error"}


def test_trap_2_ends_that_not_null_forbids_are_refused(postgresql: Base) -> None:
    strict = SCHEMA.read_text().replace(
        "total_cents          integer", "total_cents          integer NOT NULL"
    )
    strict = strict.replace("product   text", "product   text NOT NULL")
    found = checked(postgresql, strict, STORES.read_text())
    assert [(p.name, p.what) for p in found] == [
        ("end-null-forbidden", "`total_cents` of `orders` ends as NULL, and is NOT NULL"),
        ("end-null-forbidden", "`product` of `order_item` ends as NULL, and is NOT NULL"),
    ]
