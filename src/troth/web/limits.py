"""
How much one address may ask: a bucket of tokens each, in memory and nowhere else.

An address is never written down. It stays here until its bucket is full again, which takes seconds; whoever is
over the limit is told to wait, and how long; and is told so no faster than a server can bear, whatever it sends.
"""

import ipaddress
from collections.abc import Hashable
from dataclasses import dataclass

MOST_ADDRESSES = 100_000
REFUSALS_PER_SECOND = 500  # that one address is given: the rest of the time is for others
LONGEST_HOLD_SECONDS = 5.0


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float
    refused_at: float = 0.0  # when its last refusal is due


class Limiter:
    """Not safe between threads: it lives in the event loop."""

    def __init__(self, rate: float, burst: float, most: int = MOST_ADDRESSES) -> None:
        """
        Args:
            rate: tokens that an address gets back each second.
            burst: the most it can hold.
            most: how many addresses are remembered.
        """
        self._rate, self._burst, self._most = rate, burst, most
        self._buckets: dict[Hashable, _Bucket] = {}

    def wait(self, address: str, now: float, cost: float = 1, *, is_spent: bool = True) -> float:
        """
        Spend tokens and give 0; or spend nothing and give the seconds after which there are enough.

        Args:
            address: whose bucket.
            now: in seconds; a clock that runs backwards takes nothing away.
            cost: how many tokens.
            is_spent: else it is only asked whether there are enough.
        """
        who = household(address)
        bucket = self._buckets.get(who)
        if bucket is None:
            self._make_room(now)
            bucket = self._buckets[who] = _Bucket(self._burst, now)
        bucket.tokens = min(self._burst, bucket.tokens + max(0.0, now - bucket.at) * self._rate)
        bucket.at = now
        if bucket.tokens < cost:
            return (cost - bucket.tokens) / self._rate
        if is_spent:
            bucket.tokens -= cost
        return 0.0

    def hold(self, address: str, now: float) -> float:
        """For how many seconds a refusal is held back, so that an address that floods gets few of them a second."""
        bucket = self._buckets[household(address)]
        bucket.refused_at = max(now, bucket.refused_at + 1 / REFUSALS_PER_SECOND)
        bucket.refused_at = min(bucket.refused_at, now + LONGEST_HOLD_SECONDS)
        return bucket.refused_at - now

    def __len__(self) -> int:
        return len(self._buckets)

    def forget_the_calm(self, now: float) -> None:
        """Forget every address whose bucket is full again."""
        seconds = self._burst / self._rate
        self._buckets = {
            who: one
            for who, one in self._buckets.items()
            if one.tokens + (now - one.at) * self._rate < self._burst and now - one.at < seconds
        }

    def _make_room(self, now: float) -> None:
        if len(self._buckets) < self._most:
            return
        self.forget_the_calm(now)
        while len(self._buckets) >= self._most:  # so many at once: the oldest are let go
            del self._buckets[next(iter(self._buckets))]


def household(address: str) -> Hashable:
    """What counts as one address: of IPv6 the first 64 bits, since one line has them all."""
    if ":" not in address:
        return address
    try:
        return int(ipaddress.IPv6Address(address.partition("%")[0])) >> 64
    except ValueError:
        return address
