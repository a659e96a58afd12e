"""Cookies by category, with who sets them and how long they live; how a choice is made and changed."""

from troth.manifest.policy import Cookie
from troth.texts import html
from troth.texts.language import listed, period
from troth.texts.policy.purposes import purpose_anchor, recipient_name
from troth.texts.policy.telling import Lines, Telling

_HEAD = ("cookies.name", "cookies.what", "cookies.by", "cookies.life", "cookies.hosts")


def cookies(telling: Telling) -> Lines:
    """The choice, then each category with its table."""
    yield from _choice(telling)
    policy = telling.manifest.policy
    for name, category in policy.cookie_categories.items():
        consent = telling.say("cookies.consent" if category.consent else "cookies.free")
        title = telling.capital(telling.words(category.title))
        yield f"<h3>{telling.put('cookies.category', title=title, consent=consent)}</h3>"
        if category.text is not None:
            yield f"<p>{telling.words(category.text)}</p>"
        if category.purpose is not None and category.purpose in policy_purposes(telling):
            purpose = telling.manifest.purposes[category.purpose]
            yield f'<p><a href="#{purpose_anchor(purpose.name)}">{telling.words(purpose.title)}</a></p>'
        rows = [_cookie(telling, key, one) for key, one in policy.cookies.items() if one.category == name]
        if rows:
            yield from html.table([telling.say(head) for head in _HEAD], rows, html.plain(title))
        else:
            yield f"<p>{telling.say('cookies.none')}</p>"


def policy_purposes(telling: Telling) -> frozenset[str]:
    """The names of the purposes that have a place on the page."""
    return frozenset(purpose.name for purpose in telling.in_force())


def _choice(telling: Telling) -> Lines:
    banner = telling.manifest.policy.banner
    if banner is None:
        return
    yield f"<p>{telling.say('cookies.choose')}"
    if banner.link is not None:
        yield f" {telling.put('cookies.link', link=telling.words(banner.link))}"
    kept = period(banner.choice_kept, telling.language)
    yield f" {telling.say('cookies.kept', period=kept)}</p>"
    if banner.refusal is not None:
        yield f"<p>{telling.words(banner.refusal)}</p>"
    if banner.platforms:
        platforms = listed([html.link(platform) for platform in banner.platforms], telling.language)
        yield f"<p>{telling.put('cookies.platforms', platforms=platforms)}</p>"


def _cookie(telling: Telling, name: str, cookie: Cookie) -> list[str]:
    recipients = telling.manifest.policy.recipients
    what = telling.capital(telling.words(cookie.title))
    if cookie.reach == "anonymous":
        what += f"<br><small>{telling.capital(telling.say('cookies.anonymous'))}</small>"
    setter = recipients.get(cookie.set_by) if cookie.set_by is not None else None
    life = cookie.life
    by = telling.say("cookies.us") if setter is None else recipient_name(telling, setter)
    lives = telling.say("cookies.session") if life is None else html.text(period(life, telling.language))
    here = telling.say("cookies.own" if setter is None else "recipients.unknown")
    hosts = html.text(", ".join(cookie.hosts)) or telling.capital(here)
    names = "<br>".join(f"<code>{html.text(one)}</code>" for one in cookie.names or (name,))
    return [names, what, telling.capital(by), telling.capital(lives), hosts]
