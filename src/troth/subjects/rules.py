"""Which fact ends which (a fact is never changed: a later one ends it), and which identities are one."""

from collections.abc import Iterable
from types import MappingProxyType

from troth.claims.facts import Effect, Fact, Instant
from troth.claims.keys import Key
from troth.errors import Forbidden
from troth.subjects.model import Identity, NewFact

ENDED_BY = MappingProxyType(
    {
        Effect.GIVEN: Effect.WITHDRAWN,
        Effect.RESTRICTED: Effect.LIFTED,
        Effect.HELD: Effect.RELEASED,
        Effect.HAPPENED: Effect.CANCELLED,
    }
)
# What to do instead, where no fact ends it.
_INSTEAD = MappingProxyType(
    {
        Effect.OBJECTED: "record its outcome: upheld or rejected",
        Effect.REFUSED: "record a consent that was given later",
        Effect.WITHDRAWN: "record a consent that was given later",
        Effect.LIFTED: "record a new restriction",
        Effect.RELEASED: "record a new hold",
        Effect.CANCELLED: "record the event again",
    }
)


class CannotEnd(Forbidden):
    """No later fact ends this one."""

    def __init__(self, fact: Fact, why: str) -> None:
        self.fact = fact
        super().__init__(f"fact {fact.sequence} ({fact.effect.value}) cannot be ended: {why}")


def ending(fact: Fact, since: Instant, recorded: Instant, ground: str, by: str) -> NewFact:
    """
    The fact that ends this one from an instant on.

    A restriction is a person's, whatever its items: lifting one lifts all that the key is under.

    Raises:
        CannotEnd: nothing ends such a fact (an erasure that was granted stays granted), or it would end
            before it began.
    """
    effect = ENDED_BY.get(fact.effect)
    if effect is None:
        raise CannotEnd(fact, _INSTEAD.get(fact.effect, "what was decided stays decided"))
    if since < fact.since:
        raise CannotEnd(fact, f"it began only at {fact.since.isoformat()}")
    return NewFact(
        effect,
        since,
        recorded,
        fact.key,
        fact.record,
        fact.purposes,
        fact.choice,
        frozenset() if effect is Effect.LIFTED else fact.items,
        fact.name if effect in (Effect.RELEASED, Effect.CANCELLED) else "",
        ground,
        by,
    )


def end_of(fact: Fact, facts: Iterable[Fact]) -> Fact | None:
    """The first of these facts that ends this one, told of the same key or record; none while none does."""
    effect = ENDED_BY.get(fact.effect)
    ends = [later for later in facts if later.effect is effect and _ends(later, fact)]
    return min(ends, key=lambda end: (end.since, end.sequence), default=None)


def joined(identities: Iterable[Identity]) -> list[Identity]:
    """These identities, those that share a key made one, and so on until none do."""
    by_key: dict[Key, Identity] = {}
    for identity in identities:
        touched = {id(other): other for key in identity.keys if (other := by_key.get(key))}
        one = Identity(
            identity.keys.union(*(other.keys for other in touched.values())),
            identity.records.union(*(other.records for other in touched.values())),
        )
        by_key.update(dict.fromkeys(one.keys, one))
    return list({id(identity): identity for identity in by_key.values()}.values())


def _ends(later: Fact, fact: Fact) -> bool:
    return (
        (later.since, later.sequence) > (fact.since, fact.sequence)
        and later.key == fact.key
        and later.record in (fact.record, None)
        and (not later.purposes or fact.purposes <= later.purposes)
        and later.choice in (fact.choice, None)
        and (later.effect not in (Effect.RELEASED, Effect.CANCELLED) or later.name == fact.name)
    )
