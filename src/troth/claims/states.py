"""The four states of a claim, and of a datum: the greatest of the claims on it."""

from enum import IntEnum


class State(IntEnum):
    """Use needs `ACTIVE`; destruction needs `ENDED`; what is not known is `FROZEN`."""

    ENDED = 0
    FROZEN = 1
    ARCHIVED = 2
    ACTIVE = 3
