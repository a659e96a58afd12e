"""The choice about trackers over HTTP: the question, the page, and the act, which sets the cookie."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from urllib.parse import urlencode, urlsplit

from troth import banner
from troth.banner import notice
from troth.claims.facts import Instant
from troth.claims.keys import Key
from troth.consent import cookie
from troth.consent.cookie import Choice
from troth.consent.figures import is_automatic
from troth.consent.model import BROWSER, Answer, NewDecision, Notice, Offer, OfferId, id_of, name_of
from troth.consent.notices import notice_of
from troth.texts import html
from troth.texts.language import day
from troth.texts.pages import say
from troth.web.pages.frame import form_token, page
from troth.web.request import answers
from troth.web.request.answers import Answer as Given
from troth.web.request.asked import Asked
from troth.web.request.device import signed_in
from troth.web.request.failures import Malformed, Outdated

SERVED_AS = {"embed": "page"}  # where a form stands beside its content, the page is what was shown
_ANSWERS = {"granted": Answer.GRANTED, "refused": Answer.REFUSED}
_FIELD = "offer."


def question(asked: Asked) -> Given:
    """The first layer as a piece of HTML, as far as this browser still has something to answer."""
    if not asked.device_offers:
        return answers.nothing()
    if "cached" in asked.query:  # for a page that a cache keeps: the same for everybody
        where = addresses(asked, is_absolute=bool(asked.hosted.origins))
        head = banner.assets().head.decode()
        manifest, offers = asked.site.manifest, asked.device_offers
        return answers.html(banner.cached_layer(manifest, asked.language, offers, where, head))
    found = layer(asked, is_absolute=_is_foreign(asked))
    return answers.html(found).with_header("Vary", "Accept-Language, Cookie, Sec-GPC")


def layer(asked: Asked, *, is_absolute: bool = False) -> str:
    """The same for a page of the same host that includes it."""
    return banner.first_layer(
        asked.site.manifest,
        asked.language,
        asked.device_offers,
        addresses(asked, is_absolute=is_absolute),
        _answered(asked.choice),
        signal=asked.has_signal,
    )


def state(asked: Asked) -> Given:
    """The same for programs: every offer with its answer."""
    told: dict[str, answers.Json] = {
        "offers": _state(asked, asked.choice),
        "signal": asked.has_signal,
        "acted_at": None if asked.choice is None else asked.choice.acted_at.isoformat(),
    }
    return answers.as_json(told).with_header("Vary", "Cookie, Sec-GPC")


def show(asked: Asked) -> Given:
    """The choice per purpose as a page, which works without script."""
    title = say("choice.title", asked.language)
    if not asked.device_offers:
        return page(asked, title, [f"<p>{html.text(say('choice.nothing', asked.language))}</p>"])
    return page(asked, title, _content(asked))


def decide(asked: Asked) -> Given:
    """Record an act and set the cookie; then back to where it was done, or the new state for a program."""
    act, mark = asked.field("act"), notice.read(asked.form.get("notice", ""))
    try:
        said = _said(asked, act, mark)
    except Outdated:
        if asked.wants_json:
            raise
        again = {"lang": asked.language, "return": _back(asked), "anew": ""}
        return answers.see_other(f"{asked.base}/choice?{urlencode(again)}")
    before, back = asked.choice, _back(asked)
    # A clock that was set back must not let an earlier act pass for the later one.
    at = asked.at if before is None else max(asked.at, before.acted_at)
    after = cookie.decided(before, said, at, asked.offers, signal=asked.has_signal)
    account = signed_in(asked)
    decision = NewDecision(
        account or Key.of(BROWSER, after.browser),
        said,
        _notice(asked, mark),
        act,
        at,
        signal="gpc" if asked.has_signal else "",
        page=urlsplit(back).path,
        channel="web" if account is None else "account",
        is_first=before is None and account is None,
    )
    recorded = asked.hosted.writer.write([decision])[0]
    asked.hosted.metrics.decisions.labels(asked.site.name).inc()
    if asked.wants_json:
        given = answers.as_json({"state": _state(asked, after), "receipt": recorded.id})
    else:
        given = answers.see_other(back or f"{asked.base}/choice?lang={asked.language}&receipt={recorded.id}")
    for header in cookies(asked, after, at):
        given = given.with_header("Set-Cookie", header)
    return given


def visible(asked: Asked) -> Given:
    """Count that the question became visible, with what it asked; robots and pages loaded ahead do not count."""
    mark = notice.read(asked.form.get("notice", ""))
    if mark is not None and not is_automatic(asked.headers):
        offers = tuple(one.id for one in _shown(asked, mark))
        if offers:
            asked.hosted.shown.add(offers)
    return answers.nothing()


def cookies(asked: Asked, after: Choice, at: Instant) -> Iterator[str]:
    """The choice, kept as long as it lives; and the end of the site's own cookies of what is refused."""
    domain = f"; Domain={asked.hosted.cookie_domain}" if asked.hosted.cookie_domain else ""
    secure = "; Secure" if asked.origin.startswith("https:") else ""
    value = cookie.written(after, asked.hosted.secrets.choice)
    life = cookie.seconds_left(after, asked.offers, at)
    if domain:  # one from before the choice was shared would stand beside it
        yield f"{cookie.COOKIE}=; Max-Age=0; Path=/; SameSite=Lax{secure}"
    yield f"{cookie.COOKIE}={value}; Max-Age={life}; Path=/{domain}; SameSite=Lax{secure}"
    for name in _ended(asked, after):
        yield f"{name}=; Max-Age=0; Path=/; SameSite=Lax{secure}"
        if domain:
            yield f"{name}=; Max-Age=0; Path=/{domain}; SameSite=Lax{secure}"


def addresses(asked: Asked, *, is_absolute: bool = False, back: str = "") -> banner.Addresses:
    """Where the question's forms and links lead; whole where a page of another origin shows it."""
    base = f"{asked.origin}{asked.base}" if is_absolute else asked.base
    policy = f"{base}/policy/{asked.language}/"
    return banner.Addresses(f"{base}/choice", policy, f"{policy}#recipients", f"{base}/shown", back)


def safe_path(text: str) -> str:
    """A path of this host, to which somebody may be sent; "" where it is anything else."""
    is_path = text.startswith("/") and not text.startswith(("//", "/\\")) and len(text) <= 2000
    return text if is_path and text.isascii() and text.isprintable() and "\\" not in text else ""


def _content(asked: Asked) -> Iterator[str]:
    language, receipt = asked.language, asked.query.get("receipt", "")
    if receipt and receipt.replace("-", "").replace("_", "").isalnum():
        yield f'<div class="done" role="status"><p>{html.text(say("choice.kept", language))}</p>'
        yield f"<p>{html.text(say('choice.receipt', language, id=receipt[:40]))}</p></div>"
    if "anew" in asked.query:
        yield f'<div class="warning" role="alert"><p>{html.text(say("outdated", language))}</p></div>'
    if asked.choice is not None:
        yield f"<p>{html.text(say('choice.since', language, day=day(asked.choice.acted_at.date(), language)))}</p>"
    back = safe_path(asked.query.get("return", ""))
    form = banner.panel(
        asked.site.manifest,
        language,
        asked.device_offers,
        addresses(asked, back=back),
        _answered(asked.choice),
        signal=asked.has_signal,
    )
    yield form.replace("</form>", f"{form_token(asked)}</form>", 1)
    if back:
        yield f"<p>{html.link(back, say('choice.return', language))}</p>"


def _shown(asked: Asked, mark: notice.NoticeMark | None) -> tuple[Offer, ...]:
    """The offers that the form asked about: a page that a cache kept may know fewer than there are."""
    if mark is None:
        return asked.device_offers
    return tuple(
        one
        for one in asked.device_offers
        if one.covered.intersection((*mark.prints,)) or one.print in mark.prints
    )


def _said(asked: Asked, act: str, mark: notice.NoticeMark | None) -> Mapping[OfferId, Answer]:
    """
    What the act answers to each offer. Silence grants nothing: what `save` leaves open is refused.

    Raises:
        Malformed: there is no such act, no such offer, or it answers nothing.
        Outdated: it answers what the page asked, and is asked no more.
    """
    shown = _shown(asked, mark)
    fields = _fields(asked, mark)
    if mark is not None and mark.prints and not (shown and fields.keys() <= {one.id for one in shown}):
        raise Outdated
    match act:
        case "accept_all":
            said = {one.id: _accepted(asked, one) for one in shown}
        case "refuse_all":
            said = {one.id: Answer.REFUSED for one in shown}
        case "save":
            said = {one.id: fields.get(one.id, Answer.REFUSED) for one in shown} | fields
        case "withdraw":
            held = _answered(asked.choice)
            granted = [one for one in asked.device_offers if banner.answered(one, held)]
            said = {one.id: Answer.REFUSED for one in granted or shown}
        case "always" | "once":
            said = fields
        case _:
            raise Malformed("there is no such act")
    if not said:
        raise Malformed("nothing is answered")
    return said


def _accepted(asked: Asked, offer: Offer) -> Answer:
    """What accepting all at once means: the browser's signal is overridden by name, never in the crowd."""
    is_signalled = asked.has_signal and offer.waits_for_signal
    is_held = banner.answered(offer, _answered(asked.choice))
    return Answer.GRANTED if is_held or not is_signalled else Answer.REFUSED


def _fields(asked: Asked, mark: notice.NoticeMark | None) -> dict[OfferId, Answer]:
    """The answers that stand in the form, offer by offer."""
    known = {one.id for one in asked.device_offers}
    found = {}
    for field, value in asked.form.items():
        if field.startswith(_FIELD):
            offer = id_of(field.removeprefix(_FIELD))
            if offer not in known and mark is not None and mark.prints:
                raise Outdated
            if offer not in known or value not in _ANSWERS:
                raise Malformed("there is no such offer, or no such answer")
            found[offer] = _ANSWERS[value]
    return found


def _notice(asked: Asked, mark: notice.NoticeMark | None) -> Notice:
    published = asked.hosted.policies.on(asked.today)
    layer = "page" if mark is None else SERVED_AS.get(mark.layer, mark.layer)
    language = asked.language if mark is None else mark.language
    now = Notice(language, layer, published.current, asked.site.manifest_hash)
    return now if mark is None else notice_of(asked.site, now, mark.manifest)


def _back(asked: Asked) -> str:
    """Where the form was sent from, if that is a page of this host; of a declared origin, its whole address."""
    back = safe_path(asked.form.get("return", ""))
    if not back:
        sent_from = urlsplit(asked.headers.get("referer", ""))
        is_here = f"{sent_from.scheme}://{sent_from.netloc}" == asked.origin
        query = f"?{sent_from.query}" if sent_from.query else ""
        back = safe_path(f"{sent_from.path}{query}") if is_here and not _is_own(asked, sent_from.path) else ""
    return f"{asked.headers['origin']}{back}" if back and _is_foreign(asked) else back


def _is_own(asked: Asked, path: str) -> bool:
    return path.startswith(f"{asked.base}/")


def _is_foreign(asked: Asked) -> bool:
    """Whether a page of another, declared origin asks (design section 5 (b))."""
    origin = asked.headers.get("origin", "")
    return origin != asked.origin and origin in asked.hosted.origins


def _answered(choice: Choice | None) -> Mapping[str, bool]:
    return {} if choice is None else choice.answers


def _state(asked: Asked, choice: Choice | None) -> dict[str, str]:
    return {name_of(one.id): _stands(asked, choice, one).value for one in asked.device_offers}


def _stands(asked: Asked, choice: Choice | None, offer: Offer) -> Answer:
    """As the script says it: where nothing was answered, the browser's signal refuses what waits for it."""
    answer = Answer.NOT_ASKED if choice is None else choice.answer(offer)
    is_signalled = asked.has_signal and offer.waits_for_signal
    return Answer.REFUSED if answer is Answer.NOT_ASKED and is_signalled else answer


def _ended(asked: Asked, after: Choice) -> list[str]:
    manifest = asked.site.manifest
    patterns = {
        granted: [
            pattern
            for one in asked.device_offers
            if (after.answer(one) is Answer.GRANTED) is granted
            for pattern in banner.cookie_names(manifest, one)
        ]
        for granted in (True, False)
    }
    return [
        name
        for name in asked.cookies
        if name != cookie.COOKIE
        and any(fnmatchcase(name, pattern) for pattern in patterns[False])
        and not any(fnmatchcase(name, pattern) for pattern in patterns[True])
    ]
