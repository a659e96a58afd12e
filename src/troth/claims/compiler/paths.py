"""The ways of links: which links make up one tie, and where a path leads down."""

from collections.abc import Iterator

from troth.manifest.model import Manifest
from troth.manifest.names import RoleName, TableName
from troth.manifest.stores import Down, Link, Table, Up


def groups(table: Table) -> dict[tuple[RoleName, tuple[object, ...]], tuple[Link, ...]]:
    """The links that make up one tie: those of a role without a Down step, or with the very same path."""
    groups: dict[tuple[RoleName, tuple[object, ...]], tuple[Link, ...]] = {}
    for link in table.links:
        goes_down = any(isinstance(step, Down) for step in link.path)
        group = (link.role, link.path if goes_down else ())
        groups[group] = (*groups.get(group, ()), link)
    return groups


def leads_down(table: Table) -> bool:
    """Whether some path from the table's records to people leads down to others."""
    return any(isinstance(step, Down) for link in table.links for step in link.path)


def down_step(link: Link) -> tuple[tuple[Up, ...], Down, tuple[Up, ...]] | None:
    """The path cut at its Down step."""
    for index, step in enumerate(link.path):
        if isinstance(step, Down):
            above, below = link.path[:index], link.path[index + 1 :]
            return (
                tuple(up for up in above if isinstance(up, Up)),
                step,
                tuple(up for up in below if isinstance(up, Up)),
            )
    return None


def steps_below(link: Link) -> tuple[Up, ...]:
    down = down_step(link)
    return down[2] if down else ()


def has_own_ways(manifest: Manifest, table: Table) -> bool:
    """Whether every path of a link that leads through records of the table goes on as a link of theirs does."""
    own = {(link.key, link.column, link.path) for link in table.links}
    return all(
        (link.key, link.column, rest) in own
        for other in manifest.stores[table.store].tables.values()
        if other.hosted_for is None
        for link in other.links
        for station, rest in _stations(manifest, other, link)
        if station == table.name
    )


def _stations(manifest: Manifest, table: Table, link: Link) -> Iterator[tuple[TableName, tuple[object, ...]]]:
    """The tables that a link leads to from the record, each with the path that is left from there."""
    here = table
    for index, step in enumerate(link.path, 1):
        name = here.references[step.relation].table if isinstance(step, Up) else step.table
        here = manifest.table(table.store, name)
        yield name, link.path[index:]
