"""
Single values that rooms want to know of a site before they read more: whether there is anything, how many, the last.

Each statement has its price, whatever it asks; so what several rooms want to know is asked in one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, select

SITE: BindParameter[str] = bindparam("site")


@dataclass(frozen=True, slots=True, eq=False)
class Glance:
    """A query of one value."""

    query: Select[Any]  # of the parameter `site`, and of others whose names no other glance has


def asked_together(
    wanted: Sequence[tuple[Glance, Mapping[str, object]]], site: str
) -> tuple[Select[Any], dict[str, object]]:
    """One query whose only row holds the value of each, and its parameters."""
    values = {name: value for _, given in wanted for name, value in given.items()}
    return _query(tuple(glance for glance, _ in wanted)), {"site": site, **values}


@lru_cache(maxsize=64)
def _query(glances: tuple[Glance, ...]) -> Select[Any]:
    return select(*(one.query.scalar_subquery().label(f"g{index}") for index, one in enumerate(glances)))
