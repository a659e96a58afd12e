"""Sites of one store with hostile tables, each a few lines of a manifest and of SQL."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import NullPool, create_engine

from tests.retention.shop import Shop
from troth.cli.init import begun

POLICY = Path(__file__).parent / "hostile" / "policy.yaml"
Parameters = Sequence[object] | None


def thing(key: str = "id", more: str = "", clock: str = "made", fields: str = "text: text") -> str:
    """A table of things, as the manifest declares it."""
    return f"""\
        key: {key}
        kind: thing
        created: {clock}
        fields: {{email: email, {fields}}}
        impersonal: [{clock}]
        links:
          - {{role: owner, key: email, column: email, verified: double opt-in}}
        clocks: {{made: {clock}}}
{more}"""


def site_of(
    folder: Path, tables: dict[str, str], *made: str | tuple[str, Parameters], url: str | None = None
) -> Shop:
    """
    A site over one store, its manifest accepted.

    Args:
        tables: declarations by name, as they stand in YAML.
        made: SQL that makes and fills the tables, each with its parameters in the driver's style.
        url: of an empty database; none: an SQLite file.
    """
    (folder / "site").mkdir(parents=True)
    if url is None:
        (folder / "store.db").touch()
        url = f"sqlite:///{folder}/store.db"
    listed = "".join(f"      {name}:\n{text}" for name, text in tables.items())
    (folder / "site" / "policy.yaml").write_text(POLICY.read_text(encoding="utf-8"), encoding="utf-8")
    stores = f"stores:\n  shop:\n    url: ${{SHOP_DATABASE}}\n    zone: Europe/Paris\n    tables:\n{listed}"
    (folder / "site" / "stores.yaml").write_text(stores, encoding="utf-8")
    shop = Shop(folder / "site", {"SHOP_DATABASE": url, "TROTH_BRAKE_FLOOR": "1000"})
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        cursor = connection.connection.cursor()
        for one in made:
            statement, parameters = (one, None) if isinstance(one, str) else one
            cursor.execute(statement) if parameters is None else cursor.execute(statement, parameters)
    begun(shop.folder, shop.environ)
    shop.accepted()
    return shop
