"""Constants in columns that write a value in a way of their own: numbers with a fraction, days, instants."""

from pathlib import Path

import pytest

from tests.retention.shop import ANA, Shop, later, shop_in
from troth.verify.model import Counts
from troth.verify.verify import verify

COLUMNS = {
    "credit": ("DECIMAL(10,2) NOT NULL DEFAULT 12.50", "0"),
    "rate": ("DOUBLE PRECISION NOT NULL DEFAULT 0.25", "0"),
    "points": ("INTEGER NOT NULL DEFAULT 7", "'0'"),
    "due_on": ("DATE NOT NULL DEFAULT '2024-05-06'", "'2000-01-01'"),
    "paid_at": ("TIMESTAMP NOT NULL DEFAULT '2024-05-06 07:08:09'", "'2000-01-01'"),
}


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"])
def priced(request: pytest.FixtureRequest, tmp_path: Path) -> Shop:
    """The shop, whose invoices have such columns of which nothing is kept."""
    urls = {} if request.param == "sqlite" else {"shop": request.getfixturevalue(request.param).url}
    shop = shop_in(tmp_path, urls, is_accepted=False)
    shop.rows(*(f"ALTER TABLE invoices ADD COLUMN {name} {type_}" for name, (type_, _) in COLUMNS.items()))
    fields = "".join(
        f"\n          {name}: {{item: message, at_end: {{constant: {end}}}}}"
        for name, (_, end) in COLUMNS.items()
    )
    named = "{name: {item: name, at_end: {constant: —}}, cents: amount}"
    mapped = f"\n          name: {{item: name, at_end: {{constant: —}}}}\n          cents: amount{fields}"
    shop.said(f"fields: {named}", f"fields:{mapped}", "stores.yaml")
    shop.accepted()
    return shop


def test_a_constant_is_written_once_and_known_again(priced: Shop) -> None:
    """The run proves that it stands there, a second plan has nothing to do, and a verification finds nothing left."""
    assert priced.erased(ANA).is_complete
    assert priced.planned(ANA, at=later(minutes=1)).planned == ()
    told = priced.rows(f"SELECT {', '.join(COLUMNS)} FROM invoices WHERE number = 1011")[0]
    zero = {"0", "0.0", "0.00"}  # as the engine writes it
    midnight = {"2000-01-01", "1999-12-31"}  # MariaDB keeps an instant: midnight in Paris
    assert all(str(value)[:10] in zero | midnight for value in told)
    with priced.open() as site:
        verified = verify(site, later(minutes=2))
    invoices = next(one for one in verified.tables if one.table == "invoices")
    message = next(one.counts for one in invoices.held if one.item == "message")
    assert message == Counts(broken=5)
