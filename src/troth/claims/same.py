"""Something long as part of a key, compared as itself."""


class Same:
    """Something as part of a key by which it is itself, whatever it is equal to."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value  # kept, so that nothing else gets its identity

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.value is self.value

    def __hash__(self) -> int:
        return id(self.value)
