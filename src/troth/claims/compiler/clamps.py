"""What keeps everything of a person at least frozen: a restriction, or an identity that cannot be read."""

from troth.claims.compiler.kinds import told_names
from troth.claims.compiler.question import ENDED, Question
from troth.claims.compiler.ties import Tie
from troth.claims.questions import IsAbsent, IsCarried, Number, case, some
from troth.claims.unknown import Unknown
from troth.manifest.names import ItemName


def restricted(ask: Question, tie: Tie, item: ItemName | None) -> Number:
    """At least frozen while a restriction stands: of the item, or of any where none is given (GDPR Art. 18)."""
    carries = [ask.carry(("restricted", name), tie.who) for name in told_names(ask, item)]
    is_restricted = some(*(IsCarried(carry) for carry in carries if carry))
    return case((is_restricted, ask.frozen(Unknown.RESTRICTED)), otherwise=ENDED)


def clamps_on(ask: Question, tie: Tie) -> tuple[Number, Number]:
    """What keeps everything of a person at least frozen, whatever the item."""
    return restricted(ask, tie, None), unreadable(ask, tie)


def unreadable(ask: Question, tie: Tie) -> Number:
    """At least frozen while nobody can see which keys are this person's."""
    if not ask.is_identity_unreadable or tie.sure is None:
        return ENDED
    known = [
        IsCarried(carry)
        for link, key in zip(tie.links, tie.keys, strict=True)
        if link.is_sure and (carry := ask.carry(("known",), key))
    ]
    return case((IsAbsent(tie.sure), ENDED), (some(*known), ENDED), otherwise=ask.frozen(Unknown.STORE_DOWN))
