"""The records of a person that a page tells, and which of them a purpose claims."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from troth.claims.judged import Claim
from troth.manifest.names import Column, PurposeName
from troth.manifest.stores import Table
from troth.requests.model import Holding


@dataclass(frozen=True, slots=True)
class Shelf:
    """The records of a person in one table: the first ones, and how many there are in which file."""

    table: Table
    file: str
    count: int
    holdings: tuple[Holding, ...]


def of_purpose(shelf: Shelf, purpose: PurposeName) -> list[Holding]:
    """The records in which the purpose has a claim, each with just the data it claims."""
    found = []
    for holding in shelf.holdings:
        columns = [
            column
            for column, held in holding.data.items()
            if any(claim.purpose == purpose for claim in held.claims)
        ]
        if columns:
            found.append(only(holding, columns))
    return found


def only(holding: Holding, columns: Sequence[Column]) -> Holding:
    """A record with some of its data."""
    data = {column: holding.form.data[column] for column in columns}
    return Holding(replace(holding.form, data=data), holding.values)


def claims_of(holdings: Iterable[Holding], purpose: PurposeName) -> Iterator[Claim]:
    """The claims of a purpose on these records."""
    for holding in holdings:
        for held in holding.data.values():
            yield from (claim for claim in held.claims if claim.purpose == purpose)
