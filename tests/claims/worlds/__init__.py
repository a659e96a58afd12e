"""
Worlds made by chance, on which the interpreter and the compiler are held against each other.

    making.py     a world: a manifest, its live schema, rows and facts
    instants.py   an instant to ask it at, most often where an answer changes
    features.py   which of the things that ought to be tested a world holds
    describe.py   a world in words, for the one who reads a failure
    shrink.py     the least world that still fails
"""

import os
import random
from collections.abc import Mapping
from datetime import datetime
from operator import itemgetter

from tests.claims.worlds.describe import describe
from tests.claims.worlds.features import features
from tests.claims.worlds.instants import instants
from tests.claims.worlds.making import generate
from tests.claims.worlds.shrink import shrunk
from troth.claims.world import World

SEEDS = range(int(os.environ.get("TROTH_WORLDS", "2000")))  # the worlds that every run goes through


LEAST_SHARE = 0.03  # of the worlds, for each thing that ought to be tested


def table_of(found: Mapping[str, int], worlds: int) -> str:
    """The share of the worlds for each name, the rarest first."""
    return "\n".join(
        f"{count / worlds:7.1%}  {name}" for name, count in sorted(found.items(), key=itemgetter(1))
    )


def world_of(seed: int) -> tuple[World, datetime]:
    """The world of that seed, and the instant it is asked at."""
    rng = random.Random(seed)
    world = generate(rng)
    return world, instants(rng, world)


__all__ = [
    "LEAST_SHARE",
    "SEEDS",
    "describe",
    "features",
    "generate",
    "instants",
    "shrunk",
    "table_of",
    "world_of",
]
