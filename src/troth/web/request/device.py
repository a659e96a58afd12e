"""Whose choices hold on a device: its own, or those of the account that is signed in there (account.py)."""

from troth.claims.keys import Key
from troth.web.request.asked import Asked
from troth.web.tokens.passes import Refusal, Scope, Sealer

SIGNED_IN = "troth_account"


def signed_in(asked: Asked) -> Key | None:
    """The account whose choices hold here now, and under which a choice is recorded; none where nobody is signed in."""
    sent = asked.cookies.get(SIGNED_IN)
    holder = None if sent is None else Sealer.under(asked.hosted.secrets.link).opened(sent, asked.at)
    if holder is None or isinstance(holder, Refusal) or holder.scope is not Scope.SIGNED_IN:
        return None
    return next(iter(holder.keys), None)
