"""`/.well-known/gpc.json`: that this site honours Global Privacy Control (W3C, "GPC Support Resource")."""

from troth.web.request import answers
from troth.web.request.answers import Answer
from troth.web.request.asked import Asked


def gpc(asked: Asked) -> Answer:
    """The signal is a refusal of what advertises or shares, wherever such a thing is asked: Troth has no other way."""
    published = asked.hosted.policies.on(asked.today)
    edition = asked.site.manifest.policy.edition
    since = published.effective or (edition.date if edition else asked.today)
    return answers.as_json({"gpc": True, "lastUpdate": since.isoformat()}, cache="public, max-age=3600")
