"""
The choice per purpose: a form that stands on a page of its own, or in a dialog over any page.

Nothing is ticked that the visitor has not chosen; each answer is one of two, equal to look at.
"""

from collections.abc import Iterator, Mapping, Sequence

from troth.banner.layer import NOTHING, answered, button, fields, partners, sentence, unreachable, words
from troth.banner.model import Addresses, Asked, offer_name
from troth.banner.notice import written
from troth.manifest.canonical import fingerprint
from troth.manifest.model import Manifest
from troth.manifest.policy import Cookie
from troth.texts import html
from troth.texts.choice import say
from troth.texts.language import Language, period


def panel(
    manifest: Manifest,
    language: Language,
    offers: Sequence[Asked],
    addresses: Addresses,
    answers: Mapping[str, bool] = NOTHING,
    *,
    signal: bool = False,
) -> str:
    """
    Every offer with two answers, who has a part in it and its trackers; then what needs no consent.

    Args:
        answers: what this browser has answered, by print.
        signal: whether the browser sends `Sec-GPC: 1`.
    """
    return "".join(_panel(manifest, language, offers, addresses, answers, signal))


def _panel(
    manifest: Manifest,
    language: Language,
    offers: Sequence[Asked],
    addresses: Addresses,
    answers: Mapping[str, bool],
    signal: bool,
) -> Iterator[str]:
    mark = written("panel", language, fingerprint(manifest), (one.print for one in offers))
    yield f'<form id="troth-panel" lang="{language}" method="post" action="{html.text(addresses.choice)}">'
    yield fields(language, addresses.back, mark)
    yield f'<h2 id="troth-panel-title" tabindex="-1">{html.text(say("title", language))}</h2>'
    # What Enter does in the form: browsers press its first button, which must not be one that answers for all.
    yield f'<button name="act" value="save" hidden>{html.text(say("panel.save", language))}</button>'
    yield f"<p>{html.text(say('panel.intro', language))} "
    yield f"{html.link(addresses.policy, say('panel.policy', language))}</p>"
    for offer in offers:
        yield from _offer(manifest, language, offer, answered(offer, answers))
        if signal and offer.waits_for_signal:
            yield f"<p>{html.text(say('panel.signal', language))}</p>"
        yield from _details(manifest, language, offer)
        yield "</fieldset>"
    yield from _always(manifest, language)
    yield '<p class="acts">'
    yield button("refuse_all", say("refuse", language)) + button("accept_all", say("accept", language))
    yield f"{button('save', say('panel.save', language))}</p>"
    close = html.text(say("panel.close", language))
    yield f'<p><button type="button" value="close" hidden>{close}</button></p>'
    yield f"{unreachable(language)}</form>"


def _offer(manifest: Manifest, language: Language, offer: Asked, answer: bool | None) -> Iterator[str]:
    title = words(offer.title, language)
    if offer.choice is not None:
        title = f"{words(manifest.purposes[offer.purpose].title, language)} – {title}"
    yield f"<fieldset><legend>{title}</legend><p>{sentence(manifest, language, offer)}</p><p>"
    for value, label, is_chosen in (
        ("refused", "panel.refuse", answer is False),
        ("granted", "panel.accept", answer is True),
    ):
        checked = " checked" if is_chosen else ""
        yield f'<label><input type="radio" name="offer.{html.text(offer_name(offer))}" value="{value}"'
        yield f' data-print="{offer.print}"{checked}> {html.text(say(label, language))}</label> '
    yield "</p>"


def _details(manifest: Manifest, language: Language, offer: Asked) -> Iterator[str]:
    """Who, and which trackers, one click away."""
    others = partners(manifest, [offer])
    cookies = [one for one in manifest.policy.cookies.items() if one[1].category in offer.categories]
    summary = _counted("panel.who", len(others), language)
    if cookies:
        summary += f", {_counted('panel.cookies', len(cookies), language)}"
    if not others and not cookies:
        yield f"<p>{html.text(summary)}</p>"
        return
    yield f"<details><summary>{html.text(summary)}</summary><ul>"
    for name in others:
        found = manifest.policy.recipients[name]
        told = words(found.title, language)
        legal = f" ({html.name(found.body)})" if found.body else ""
        site = f" – {html.link(found.url)}" if found.url else ""
        yield f"<li>{told}{legal}{site}</li>"
    yield from (f"<li>{_cookie(name, cookie, language)}</li>" for name, cookie in cookies)
    yield "</ul></details>"


def _always(manifest: Manifest, language: Language) -> Iterator[str]:
    """What is read or written without consent, and why that may be."""
    policy = manifest.policy
    free = {name for name, category in policy.cookie_categories.items() if not category.consent}
    cookies = [one for one in policy.cookies.items() if one[1].category in free]
    if not cookies:
        return
    yield f"<details><summary>{html.text(say('panel.always', language))}</summary>"
    yield f"<p>{html.text(say('panel.always.text', language))}</p><ul>"
    yield from (f"<li>{_cookie(name, cookie, language)}</li>" for name, cookie in cookies)
    yield "</ul></details>"


def _cookie(name: str, cookie: Cookie, language: Language) -> str:
    names = ", ".join(f"<code>{html.text(one)}</code>" for one in cookie.names or (name,))
    title = words(cookie.title, language)
    if cookie.life is None:
        lives = html.text(say("panel.cookie.session", language, title="\0"))
    else:
        lives = html.text(say("panel.cookie", language, title="\0", life=period(cookie.life, language)))
    return f"{names} – {lives.replace(html.text(chr(0)), title)}"


def _counted(name: str, count: int, language: Language) -> str:
    form = "one" if count == 1 else "many" if count else "none"
    return say(f"{name}.{form}", language, count=count)
