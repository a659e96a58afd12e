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
from datetime import datetime

from tests.claims.worlds.describe import describe
from tests.claims.worlds.features import features
from tests.claims.worlds.instants import instants
from tests.claims.worlds.making import generate
from tests.claims.worlds.shrink import shrunk
from troth.claims.world import World

SEEDS = range(int(os.environ.get("TROTH_WORLDS", "2000")))  # the worlds that every run goes through


def world_of(seed: int) -> tuple[World, datetime]:
    """The world of that seed, and the instant it is asked at."""
    rng = random.Random(seed)
    world = generate(rng)
    return world, instants(rng, world)


__all__ = ["SEEDS", "describe", "features", "generate", "instants", "shrunk", "world_of"]
