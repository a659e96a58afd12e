"""The ways of links: which links make up one tie, and where a path leads down."""

from troth.manifest.names import RoleName
from troth.manifest.stores import Down, Link, Table, Up


def groups(table: Table) -> dict[tuple[RoleName, tuple[object, ...]], tuple[Link, ...]]:
    """The links that make up one tie: those of a role without a Down step, or with the very same path."""
    groups: dict[tuple[RoleName, tuple[object, ...]], tuple[Link, ...]] = {}
    for link in table.links:
        goes_down = any(isinstance(step, Down) for step in link.path)
        group = (link.role, link.path if goes_down else ())
        groups[group] = (*groups.get(group, ()), link)
    return groups


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
