"""What a row of routes.py says: where, with which method, who may, and what it may bring."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from troth.web.request.answers import Answer
from troth.web.request.asked import Asked
from troth.web.tokens.model import Scope

FORM_BYTES = 64_000


class Guard(Enum):
    """Who may go a way that changes something, or that is not for everybody."""

    OPEN = "open"  # everybody: it only reads, or its address is the proof
    FORM = "form"  # a page of this site (csrf.py)
    TOKEN = "token"  # a program with a token of the way's scope


@dataclass(frozen=True, slots=True)
class Way:
    """One row of the list of routes."""

    method: str  # "GET", which answers HEAD too, or "POST"
    path: str  # below the site's base; `{name}` stands for one part of it
    show: Callable[[Asked], Answer]
    guard: Guard = Guard.OPEN
    scope: Scope | None = None
    across: bool = False  # pages of the declared origins may ask it too (design section 5 (b))
    most_bytes: int = FORM_BYTES
