"""The published policies, byte for byte as they were kept, at addresses that stay."""

from collections.abc import Iterator, Sequence
from http import HTTPStatus

from troth.publication.compare import NoVersion, difference
from troth.texts import html
from troth.texts.language import Language
from troth.texts.pages import say
from troth.texts.policy.changes import Told, told
from troth.texts.policy.page import NOTICE_MARK
from troth.web.hosted.kept import File
from troth.web.pages.frame import choices_label, page
from troth.web.request import answers
from troth.web.request.answers import Answer
from troth.web.request.asked import Asked
from troth.web.request.failures import NotFound

_MOST_DIGITS = 6


def in_own_language(asked: Asked) -> Answer:
    """On to the policy in force, in the visitor's language."""
    if asked.hosted.policies.on(asked.today).current is None:
        text = html.text(say("policy.none", asked.language))
        return page(asked, say("policy.none.title", asked.language), [f"<p>{text}</p>"], HTTPStatus.NOT_FOUND)
    address = f"{asked.base}/policy/{asked.language}/"
    return answers.found_at(address).with_header("Vary", "Accept-Language, Cookie")


def in_force(asked: Asked) -> Answer:
    """The version in force, with the way to the choices."""
    return _sent(asked, f"{asked.path['lang']}/index.html")


def to_folder(asked: Asked) -> Answer:
    """The policy's links are relative to its folder, so that is where it is read."""
    return answers.found_at(f"{asked.base}/policy/{asked.path['lang']}/")


def file(asked: Asked) -> Answer:
    """Any file of the publication's folder: `fr/3.html`, `fr/versions.html`, `policy-3.jsonld`."""
    return _sent(asked, asked.path["file"])


def version(asked: Asked) -> Answer:
    """One version by its number, or what changed between two (`1...3`)."""
    before, dots, after = asked.path["which"].partition("...")
    if dots:
        return _changes(asked, _number(before), _number(after))
    return _sent(asked, f"{asked.path['lang']}/{_number(before)}.html")


def notice(asked: Asked) -> Answer:
    """The notice of a form as it is in force, for the operator's page to include."""
    return _sent(asked, f"{asked.path['lang']}/notices/{asked.path['form']}")


def feed(asked: Asked) -> Answer:
    """The versions as a feed, in the visitor's language."""
    return _sent(asked, f"{asked.language}/feed.xml")


def _sent(asked: Asked, path: str) -> Answer:
    found = asked.hosted.policies.on(asked.today).files.get(path)
    if found is None:
        raise NotFound
    content, tag = found.content, f'"{found.hash[:32]}"'
    if path.endswith("/index.html"):
        content, tag = _with_ways(asked, found), f'W/"{found.hash[:32]}"'
    if tag in asked.headers.get("if-none-match", ""):
        return Answer(HTTPStatus.NOT_MODIFIED, headers=(("ETag", tag),), cache=answers.ASK)
    cache = answers.FOR_EVER if found.is_permanent else answers.ASK
    return Answer(body=content, media_type=found.media_type, headers=(("ETag", tag),), cache=cache)


def _with_ways(asked: Asked, found: File) -> bytes:
    """The page in force leads to the choices too; permanent pages stay as they were published."""
    link = f'<p><a href="{asked.base}/choice?lang={asked.path["lang"]}">{html.text(choices_label(asked))}</a></p>'
    marked = found.content.replace(NOTICE_MARK.encode(), link.encode(), 1)
    return (
        marked
        if marked != found.content
        else found.content.replace(b"</main>", link.encode() + b"</main>", 1)
    )


def _changes(asked: Asked, before: int, after: int) -> Answer:
    language: Language = asked.language
    try:
        found = difference(asked.site, before, after)
    except NoVersion:
        raise NotFound from None
    stricter = found.to.stricter if found.to else ()
    words = told(found.before, found.after, found.changes, stricter, language)
    title = say("changes.title", language, before=before, after=after)
    return page(asked, title, _listed(asked, words, (before, after)))


def _listed(asked: Asked, words: Sequence[Told], numbers: tuple[int, int]) -> Iterator[str]:
    language = asked.language
    if not words:
        yield f"<p>{html.text(say('changes.none', language))}</p>"
    for name, is_material in (("material", True), ("editorial", False)):
        mine = [one for one in words if one.is_material is is_material]
        if mine:
            yield f"<h2>{html.text(say(f'changes.{name}', language))}</h2><ul>"
            yield from (f"<li>{html.text(one.words)}</li>" for one in mine)
            yield "</ul>"
    yield "<ul>"
    for number in numbers:
        address = f"{asked.base}/policy/{language}/{number}.html"
        yield f"<li>{html.link(address, say('changes.read', language, number=number))}</li>"
    yield "</ul>"


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise NotFound
    return int(text)
