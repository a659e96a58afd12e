"""A guess on a column, made: personal and of which item, or of nobody."""

from troth.manifest.draft.evidence import INSTANTS, SeenColumn
from troth.manifest.draft.model import Guess, Use
from troth.manifest.draft.names import CONCEPTS
from troth.manifest.names import ItemName


def personal(
    column: SeenColumn, concept: str, confidence: float, reason: str, *, doubtful: bool = False
) -> Guess:
    """It holds what the concept says; special categories are always doubtful."""
    kind = CONCEPTS[concept]
    return Guess(
        column,
        Use.FIELD,
        True,
        round(min(confidence, 0.99), 2),
        reason,
        ItemName(kind.item),
        concept,
        kind.special,
        is_doubtful=doubtful or bool(kind.special) or confidence < 0.6,
    )


def impersonal(column: SeenColumn, confidence: float, reason: str, lookalike: str = "") -> Guess:
    """It holds nothing of people; `lookalike` is the item it could be mistaken for."""
    use = Use.CLOCK if column.family in INSTANTS else Use.IMPERSONAL
    return Guess(column, use, False, confidence, reason, lookalike=lookalike)
