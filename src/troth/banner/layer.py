"""
The question on the first layer and the way back to it, as one piece of HTML.

It is a pure function of the manifest: a server or a template includes it, the script fetches it, and the
ledger makes it again byte for byte to show what was asked. It works without script and without style.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import quote

from troth.banner.model import Addresses, Asked, offer_name
from troth.banner.notice import written
from troth.manifest.canonical import fingerprint
from troth.manifest.model import Manifest
from troth.manifest.period import Period
from troth.manifest.policy import Banner, RecipientRole
from troth.manifest.text import ANY_LANGUAGE, Text
from troth.texts import html
from troth.texts.choice import say, template
from troth.texts.language import Language, listed, period, typeset

NOTHING: Mapping[str, bool] = MappingProxyType({})
_CONTROLLERS = (RecipientRole.CONTROLLER, RecipientRole.JOINT_CONTROLLER)


@dataclass(frozen=True, slots=True)
class _Stands:
    """How things stand with the browser that asks, as far as the server knows."""

    is_granted: bool = False  # it consented to something
    is_signalled: bool = False


def first_layer(
    manifest: Manifest,
    language: Language,
    offers: Sequence[Asked],
    addresses: Addresses,
    answers: Mapping[str, bool] = NOTHING,
    *,
    signal: bool = False,
) -> str:
    """
    The question, left out where nothing is left to ask, and the way back to the choices.

    Args:
        offers: all that this site asks on the device.
        answers: what this browser has answered, by print.
        signal: whether the browser sends `Sec-GPC: 1`.
    """
    unanswered = [one for one in offers if answered(one, answers) is None]
    asked = [one for one in unanswered if not (signal and one.waits_for_signal)]
    refused = [one for one in unanswered if signal and one.waits_for_signal]
    question = "".join(_question(manifest, language, asked, refused, addresses)) if asked else ""
    stands = _Stands(any(answered(one, answers) for one in offers), signal)
    return _around(manifest, language, offers, addresses, question, stands)


def waiting_layer(
    manifest: Manifest, language: Language, offers: Sequence[Asked], addresses: Addresses
) -> str:
    """The same for whoever comes: hidden until a script in the browser has decided what is left to ask."""
    return _waiting(manifest, language, offers, addresses, "")


def cached_layer(
    manifest: Manifest, language: Language, offers: Sequence[Asked], addresses: Addresses, head: str
) -> str:
    """
    The same for pages that a cache keeps: the inline script decides before the first paint.

    Args:
        head: the inline script (`Assets.head`), whose hash the Content-Security-Policy allows.
    """
    return _waiting(manifest, language, offers, addresses, f"<script>{head}</script>")


def answered(offer: Asked, answers: Mapping[str, bool]) -> bool | None:
    """What was answered to an offer, in its wording of today or one that still covers it; none where nothing was."""
    return next((answers[one] for one in (offer.print, *sorted(offer.covered)) if one in answers), None)


def cookie_names(manifest: Manifest, offer: Asked) -> tuple[str, ...]:
    """The cookies and storage entries that rest on an offer; `*` stands for any characters."""
    cookies = manifest.policy.cookies
    return tuple(
        name
        for key, cookie in cookies.items()
        if cookie.category in offer.categories
        for name in cookie.names or (key,)
    )


def partners(manifest: Manifest, offers: Sequence[Asked]) -> list[str]:
    """Every controller besides the site's own who has a part in what is asked, in the manifest's order."""
    categories = {category for one in offers for category in one.categories}
    setters = {one.set_by for one in manifest.policy.cookies.values() if one.category in categories}
    named = setters.union(*(one.recipients for one in offers))
    recipients = manifest.policy.recipients
    return [name for name, found in recipients.items() if name in named and found.role in _CONTROLLERS]


def words(text: Text, language: Language) -> str:
    """The operator's words, safe in HTML, marked where they are in another language."""
    spoken = text.language(language)
    told = html.text(typeset(text.in_(language), "fr" if spoken == "fr" else language))
    is_marked = spoken not in (language, ANY_LANGUAGE)
    return f'<span lang="{html.text(spoken)}">{told}</span>' if is_marked else told


def plain_words(text: Text, language: Language) -> str:
    """The operator's words where no markup may stand, not escaped."""
    return typeset(text.in_(language), language)


def sentence(manifest: Manifest, language: Language, offer: Asked) -> str:
    """One sentence on an offer, safe in HTML; where only its title was written, the data it uses."""
    policy, purpose = manifest.policy, manifest.purposes[offer.purpose]
    told = [offer.sentence, *(policy.cookie_categories[name].text for name in offer.categories)]
    found = next(
        (text for text in told if text is not None and text not in (offer.title, purpose.title)), None
    )
    if found is not None:
        return words(found, language)
    uses = [*dict.fromkeys(item for use in purpose.data.values() for item in sorted(use.items or ()))]
    if not uses:
        return words(offer.sentence, language)
    items = [words(manifest.items[name].title, language) for name in uses]
    return html.text(template("uses", language)).format(items=listed(items, language))


def site_name(manifest: Manifest) -> str:
    """How the site's controller is called, not escaped."""
    controller = manifest.policy.controller
    return controller.trade_name or controller.name or ""


def open_label(manifest: Manifest, language: Language) -> str:
    """What the way back to the choices is called, not escaped."""
    link = (manifest.policy.banner or Banner()).link
    return say("open", language) if link is None else plain_words(link, language)


def fields(language: Language, back: str, mark: str) -> str:
    """What every form says that nobody sees: its language, where to go on unless that is its own page, what it asks."""
    going = hidden("return", back) if back else ""
    return f"{hidden('lang', language)}{going}{hidden('notice', mark)}"


def hidden(name: str, value: str) -> str:
    """A field of a form that nobody sees."""
    return f'<input type="hidden" name="{name}" value="{html.text(value)}">'


def button(act: str, label: str) -> str:
    """A control of the choice: all look alike."""
    return f'<button name="act" value="{act}">{html.text(label)}</button>'


def _waiting(
    manifest: Manifest, language: Language, offers: Sequence[Asked], addresses: Addresses, script: str
) -> str:
    by_signal = [one for one in offers if one.waits_for_signal]
    question = "".join(_question(manifest, language, offers, by_signal, addresses))
    unseen = question.replace("<section ", "<section hidden ", 1)
    unseen = unseen.replace("<p data-signal>", "<p data-signal hidden>")
    return _around(manifest, language, offers, addresses, unseen + script, _Stands())


def unreachable(language: Language) -> str:
    """What is told where the choice could not be kept."""
    return f'<p role="alert" hidden>{html.text(say("unreachable", language))}</p>'


def _around(
    manifest: Manifest,
    language: Language,
    offers: Sequence[Asked],
    addresses: Addresses,
    question: str,
    stands: _Stands,
) -> str:
    """The question in what stands on every page: the offers for the script, and the way back."""
    longest = _longest(offers)
    declared = html.text(";".join(_declared(manifest, one, longest) for one in offers))
    told = (("offers", declared), ("shown", html.text(addresses.shown)), ("done", say("done", language)))
    about = "".join(f' data-{name}="{value}"' for name, value in told) + " data-signal" * stands.is_signalled
    unseen = "" if stands.is_granted else " hidden"
    mark = written("banner", language, fingerprint(manifest), ())  # it withdraws whatever was granted
    back = (
        f'<form class="open" method="post" action="{html.text(addresses.choice)}">'
        f"{fields(language, addresses.back, mark)}"
        f'<a href="{html.text(_page(addresses, language))}">{html.text(open_label(manifest, language))}</a>'
        f'<button name="act" value="withdraw"{unseen}>{html.text(say("withdraw", language))}</button>'
        f'<span role="status"></span>{unreachable(language)}</form>'
    )
    return f'<div id="troth" lang="{language}"{about}>{question}{back}</div>'


def _question(
    manifest: Manifest,
    language: Language,
    asked: Sequence[Asked],
    refused: Sequence[Asked],
    addresses: Addresses,
) -> Iterator[str]:
    banner = manifest.policy.banner or Banner()
    mark = written("banner", language, fingerprint(manifest), (one.print for one in asked))
    action = html.text(addresses.choice)
    yield f'<section aria-labelledby="troth-title"><form method="post" action="{action}">'
    yield fields(language, addresses.back, mark)
    yield f'<h2 id="troth-title">{html.text(say("title", language))}</h2>'
    yield f"<p>{_who(manifest, language, asked, addresses)}</p><ul>"
    for group in _by_purpose(asked):
        prints = " ".join(one.print for one in group)
        yield f'<li data-offer="{prints}">{_line(manifest, language, group)}</li>'
    yield "</ul>"
    yield from _told(manifest, language, banner, refused)
    yield '<p class="acts">'
    yield button("refuse_all", say("refuse", language)) + button("accept_all", say("accept", language))
    yield f'<button formmethod="get" name="layer" value="panel">{html.text(say("choose", language))}</button></p>'
    yield f"{unreachable(language)}</form></section>"


def _told(manifest: Manifest, language: Language, banner: Banner, refused: Sequence[Asked]) -> Iterator[str]:
    """What refusing changes, how long the choice is kept, where else it holds, what the signal has refused already."""
    if refused:
        yield f"<p data-signal>{_by_signal(manifest, language, refused)}</p>"
    kept = say(
        "kept", language, period=period(banner.choice_kept, language), link=open_label(manifest, language)
    )
    told = "" if banner.refusal is None else words(banner.refusal, language) + " "
    devices = "" if banner.account is None else " " + html.text(say(f"account.{banner.account}", language))
    yield f"<p>{told}{html.text(kept)}{devices}</p>"


def _by_signal(manifest: Manifest, language: Language, refused: Sequence[Asked]) -> str:
    titles = [words(_title(manifest, group), language) for group in _by_purpose(refused)]
    return html.text(template("signal", language)).format(purposes=listed(titles, language))


def _who(manifest: Manifest, language: Language, asked: Sequence[Asked], addresses: Addresses) -> str:
    """Who asks: the site, and how many others, who are one click away."""
    count = len(partners(manifest, asked))
    name = html.text(site_name(manifest))
    if not count:
        return html.text(template("ask.alone", language)).format(name=name)
    number = "one" if count == 1 else "many"
    link = html.link(addresses.controllers, say(f"partners.{number}", language, count=count))
    return html.text(template("ask", language)).format(name=name, link=link)


def _by_purpose(offers: Sequence[Asked]) -> list[list[Asked]]:
    groups: dict[str, list[Asked]] = {}
    for one in offers:
        groups.setdefault(one.purpose, []).append(one)
    return list(groups.values())


def _title(manifest: Manifest, group: Sequence[Asked]) -> Text:
    return group[0].title if group[0].choice is None else manifest.purposes[group[0].purpose].title


def _line(manifest: Manifest, language: Language, group: Sequence[Asked]) -> str:
    """A purpose and one sentence on it; what is chosen apart within it is named."""
    title = words(_title(manifest, group), language)
    chosen = listed([words(one.title, language) for one in group if one.choice is not None], language)
    apart = f" ({chosen})" if chosen else ""
    return f"<b>{title}</b>{apart}. {sentence(manifest, language, group[0])}"


def _declared(manifest: Manifest, offer: Asked, longest: Period | None) -> str:
    """
    An offer as the script reads it: `audience Ab3dEf7h,Older_01!~3.0 _ga _ga_*`.

    Its name; its print and those still covered; `!` where the signal refuses it; months and days of its life
    where it ends before the cookie; the cookies that rest on it, with the path where they are set below one.
    """
    prints = ",".join((offer.print, *sorted(offer.covered - {offer.print})))
    signal = "!" if offer.waits_for_signal else ""
    life = "" if offer.validity is None or offer.validity == longest else _life(offer.validity)
    trackers = "".join(
        f" {quote(name, safe='*')}{path and '@' + quote(path)}"
        for key, cookie in manifest.policy.cookies.items()
        if cookie.category in offer.categories
        for name in cookie.names or (key,)
        for path in cookie.paths or ("",)
    )
    return f"{offer_name(offer)} {prints}{signal}{life}{trackers}"


def _life(validity: Period) -> str:
    return f"~{validity.months}.{validity.days + validity.seconds // 86_400}"


def _longest(offers: Sequence[Asked]) -> Period | None:
    lives = [one.validity for one in offers if one.validity is not None]
    return max(lives, key=lambda life: (life.months * 30.5 + life.days, life.seconds), default=None)


def _page(addresses: Addresses, language: Language) -> str:
    back = f"&return={quote(addresses.back, safe='/')}" if addresses.back else ""
    return f"{addresses.choice}?lang={language}{back}"
