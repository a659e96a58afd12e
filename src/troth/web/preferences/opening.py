"""What every page of the preference centre begins with: the pass in its address, and what to say without one."""

from http import HTTPStatus

from troth.consent.model import Notice, Offer
from troth.consent.questions import asked as questions
from troth.texts.preferences import say
from troth.web.pages.frame import page
from troth.web.preferences import ways_out
from troth.web.preferences.saying import Saying
from troth.web.preferences.vouching import Doubt
from troth.web.request.answers import Answer
from troth.web.request.asked import Asked
from troth.web.tokens.passes import Pass, Refusal, Scope, Sealer

_STATUS = {"expired": HTTPStatus.GONE, "replayed": HTTPStatus.GONE, "unknown": HTTPStatus.CONFLICT}


def saying(asked: Asked) -> Saying:
    """The sentences of this visit."""
    return Saying(asked.site.manifest, asked.language)


def sealer(asked: Asked) -> Sealer:
    """The site's passes."""
    return Sealer.under(asked.hosted.secrets.link)


def offers(asked: Asked) -> tuple[Offer, ...]:
    """Everything that may be asked, each under the wording in force at this instant."""
    return tuple(questions(asked.site, asked.at).values())


def opened(asked: Asked, *scopes: Scope) -> Pass | Answer:
    """The pass in the address, or the page that says why it opens nothing."""
    holder = sealer(asked).opened(asked.path["token"], asked.at)
    if isinstance(holder, Refusal):
        return refused(asked, holder)
    return holder if holder.scope in scopes else refused(asked, Refusal.FORGED)


def refused(asked: Asked, why: Refusal | Doubt | str, back: str = "") -> Answer:
    """Why a link, a sign-in or a form came to nothing; and the way out that needs none of them."""
    name = why if isinstance(why, str) else why.value
    content = ways_out.opens_nothing(saying(asked), name, f"{asked.base}/objection", back)
    status = _STATUS.get(name, HTTPStatus.FORBIDDEN)
    return page(asked, say(f"refused.{name}", asked.language), content, status, is_secret=True)


def notice(asked: Asked) -> Notice:
    """What was shown: a page of this server, in this language, under this version."""
    version = asked.hosted.policies.on(asked.today).current
    return Notice(asked.language, "page", version, asked.site.manifest_hash)
