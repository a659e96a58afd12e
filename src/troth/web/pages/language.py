"""
In which language somebody is answered: as the address says, else as they chose, else as their browser asks.

That a visitor chose one is the only thing written without a question, because it is what they ask for.
"""

import re
from collections.abc import Sequence

from troth.texts.language import Language
from troth.web.pages.choice import safe_path
from troth.web.request import answers
from troth.web.request.answers import Answer
from troth.web.request.asked import Asked
from troth.web.request.failures import Malformed

COOKIE = "troth_language"  # written only when somebody chooses; gone when the browser is closed

_ACCEPTED = re.compile(
    r"\s*([A-Za-z]{1,8}|\*)(?:-[A-Za-z0-9-]*)?\s*(?:;\s*q\s*=\s*([01](?:\.[0-9]{0,3})?))?\s*"
)


def choose(asked: Asked) -> Answer:
    """Remember it until the browser is closed, and go back."""
    wanted = asked.query.get("to", "")
    if wanted not in asked.hosted.languages:
        raise Malformed("this site does not speak that language")
    back = safe_path(asked.query.get("return", "")) or f"{asked.base}/choice"
    secure = "; Secure" if asked.origin.startswith("https:") else ""
    kept = f"{COOKIE}={wanted}; Path=/; HttpOnly; SameSite=Lax{secure}"
    return answers.found_at(back).with_header("Set-Cookie", kept)


def language_for(
    spoken: Sequence[Language], in_address: str | None, chosen: str | None, accepted: str
) -> Language:
    """One of the languages that the site speaks; its first where none of them is asked for."""
    wishes = (in_address, chosen, *_by_wish(accepted))
    return next((known for wanted in wishes for known in spoken if known == wanted), spoken[0])


def _by_wish(accepted: str) -> list[str]:
    """The languages of an `Accept-Language` header, the most wished for first."""
    wishes = []
    for place, part in enumerate(accepted[:1000].split(",")[:50]):
        match = _ACCEPTED.fullmatch(part)
        if match is not None and float(match[2] or 1) > 0:
            wishes.append((-float(match[2] or 1), place, match[1].lower()))
    return [name for _, _, name in sorted(wishes)]
