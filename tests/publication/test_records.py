"""What was published is kept for ever, byte for byte, in both databases."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.database.own import NOON, SITE, Own
from troth.database import Transaction
from troth.publication import records
from troth.publication.model import Despite, Publication

PAGE = records.artefact(b"<!DOCTYPE html>", "text/html")


def publication(number: int) -> Publication:
    return Publication(number, "f" * 64, "{}", date(2026, 4, 1), NOON, "Camille", (Despite("PL20", "so"),))


def published(tx: Transaction) -> Publication:
    one = publication(records.next_number(tx, SITE))
    records.add(tx, SITE, one, {"fr/index.html": PAGE})
    return one


def test_versions_count_from_one_and_come_back_as_they_were(own: Own) -> None:
    with own.transaction() as tx:
        assert [published(tx).number, published(tx).number] == [1, 2]
    with own.reading() as tx:
        first, _ = records.all_publications(tx, SITE)
        assert (first.effective, first.published_at, first.by) == (date(2026, 4, 1), NOON, "Camille")
        assert first.despite == (Despite("PL20", "so"),)
        assert first.files == {"fr/index.html": PAGE.hash}
        assert records.kept(tx, SITE, PAGE.hash) == PAGE
        assert records.kept(tx, "another", PAGE.hash) is None


@pytest.mark.parametrize("act", ["UPDATE {} SET site = 'x'", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["artefacts", "publications", "publication_files"])
def test_nobody_changes_what_was_published(own: Own, table: str, act: str) -> None:
    with own.transaction() as tx:
        published(tx)
    with own.raw().connect() as connection, pytest.raises(DBAPIError, match="what was published is kept"):
        connection.execute(text(act.format(table)))
