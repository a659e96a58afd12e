"""A visitor chooses a language: the one thing written without a question, because it is what they ask for."""

from troth.web import answers, languages
from troth.web.answers import Answer
from troth.web.asked import Asked
from troth.web.choice import safe_path
from troth.web.failures import Malformed


def choose(asked: Asked) -> Answer:
    """Remember it until the browser is closed, and go back."""
    wanted = asked.query.get("to", "")
    if wanted not in asked.hosted.languages:
        raise Malformed("this site does not speak that language")
    back = safe_path(asked.query.get("return", "")) or f"{asked.base}/choice"
    secure = "; Secure" if asked.origin.startswith("https:") else ""
    kept = f"{languages.COOKIE}={wanted}; Path=/; HttpOnly; SameSite=Lax{secure}"
    return answers.found_at(back).with_header("Set-Cookie", kept)
