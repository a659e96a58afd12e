"""
How much one address may ask: a bucket of tokens each, in memory and nowhere else.

An address is never written down. It stays here until its bucket is full again, which takes seconds; whoever is
over the limit is told to wait, and how long; and is told so no faster than a server can bear, whatever it sends.
Whoever comes near it is served one request at a time, so that what it may ask at once takes no more than one part.

Whoever shows a token that is good pays nothing: all of a mail provider's one-click unsubscribes come from one address.
A wrong token costs much, so that none can be tried out. What a link may do is bounded for each link instead.
"""

import ipaddress
import re
from asyncio import Lock
from collections.abc import Hashable
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field

MOST_ADDRESSES = 100_000
REFUSALS_PER_SECOND = 500  # that one address is given: the rest of the time is for others
LONGEST_HOLD_SECONDS = 5.0
EAGER_SHARE = 8  # whoever has spent the eighth part of its bucket is eager: its requests wait for one another
POST_COST = 4  # what a form costs of its address's bucket; a page costs 1
WRONG_TOKEN_COST = 20  # so that tokens cannot be tried out

_BY_TOKEN = re.compile(r"(?:api|(?P<link>unsubscribe|preferences))/(?P<token>[^/]+)")
_WRONG = frozenset({401, 403})
_NOWHERE = frozenset({404, 405})


@dataclass(frozen=True, slots=True)
class Toll:
    """What one request costs, and whose bucket pays."""

    cost: float
    by_token: bool = False  # it shows a token, and pays once it is known whether that is good
    link: str = ""  # the token that its address is made of, with a bucket of its own

    @property
    def deposit(self) -> float:
        """What its address must have before it is let in."""
        return WRONG_TOKEN_COST if self.by_token else self.cost

    def after(self, status: int) -> float:
        """What a request that showed a token costs its address once it is answered."""
        if status in _WRONG:
            return WRONG_TOKEN_COST
        return self.cost if status in _NOWHERE else 0


def toll_of(method: str, path: str) -> Toll:
    """
    The toll of a request.

    Args:
        method: of the request.
        path: below the base of its site, without the slash in front.
    """
    cost = POST_COST if method == "POST" else 1
    found = _BY_TOKEN.match(path)
    if found is None:
        return Toll(cost)
    return Toll(cost, by_token=True, link=found["token"] if found["link"] else "")


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float
    refused_at: float = 0.0  # when its last refusal is due
    turn: Lock = field(default_factory=Lock)


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
            address: whose bucket; a link's token has one too.
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

    def turn(self, address: str) -> AbstractAsyncContextManager[object]:
        """What a request is carried out within: for an eager address, once no other of its own is."""
        bucket = self._buckets.get(household(address))
        if bucket is None or bucket.tokens > self._burst * (1 - 1 / EAGER_SHARE):
            return nullcontext()
        return bucket.turn

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
