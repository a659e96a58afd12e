"""The list of versions with what changed in each, as a page and as a feed (Atom, RFC 4287)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import unescape

from troth.manifest.model import Manifest
from troth.texts import html
from troth.texts.language import Language, day
from troth.texts.policy.changes import Told
from troth.texts.policy.page import head, languages_of, site_name, switch
from troth.texts.policy.telling import Lines, Telling


@dataclass(frozen=True, slots=True)
class Version:
    """One published version as the list tells it."""

    number: int
    published_on: date
    published_at: datetime
    effective: date
    fingerprint: str
    changes: Mapping[Language, Sequence[Told]] | None  # none for the first
    despite: Sequence[tuple[str, str]] = ()  # rule, and why it was published all the same


def versions_page(
    manifest: Manifest, versions: Sequence[Version], language: Language, stylesheet: str
) -> str:
    """The page of versions, the newest first."""
    telling = Telling.of(manifest, language, versions[-1].effective)
    name = site_name(manifest)
    lines = [
        *head(telling, telling.say("versions", name=name), stylesheet),
        f'<body><a class="skip" href="#content">{telling.say("skip")}</a><header>',
        *switch(telling, {one: f"../{one}/versions.html" for one in languages_of(manifest)}),
        f"<h1>{telling.say('versions', name=name)}</h1></header>",
        f'<main id="content"><p>{telling.say("versions.intro")}</p>',
        f'<p><a href="index.html">{telling.say("versions.back")}</a></p>',
    ]
    for version in reversed(versions):
        lines += _version(telling, version)
    feed = f'<a href="feed.xml">{telling.say("versions.feed")}</a>'
    lines.append(f"</main><footer><p>{telling.say('foot')}</p><p>{feed}</p></footer></body></html>")
    return "\n".join(lines) + "\n"


def versions_feed(manifest: Manifest, versions: Sequence[Version], language: Language, site: str) -> str:
    """The same as a feed; an entry for each version, the newest first, addressed by what never changes."""
    telling = Telling.of(manifest, language, versions[-1].effective)
    name = site_name(manifest)
    updated = _instant(versions[-1].published_at)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">',
        f"<id>urn:troth:policy:{html.text(site)}:{language}</id>",
        f"<title>{_xml(telling.say('title', name=name))}</title>",
        f"<author><name>{html.text(name)}</name></author>",
        f"<updated>{updated}</updated>",
        '<link rel="self" href="feed.xml"/><link rel="alternate" type="text/html" href="versions.html"/>',
    ]
    for version in reversed(versions):
        lines += [
            "<entry>",
            f"<id>urn:troth:policy:{html.text(site)}:{language}:{version.number}</id>",
            f"<title>{_xml(telling.say('versions.one', number=version.number))}</title>",
            f"<published>{_instant(version.published_at)}</published>",
            f"<updated>{_instant(version.published_at)}</updated>",
            f'<link rel="alternate" type="text/html" href="{version.number}.html"/>',
            f'<content type="text">{_xml(_summary(telling, version))}</content>',
            "</entry>",
        ]
    return "\n".join([*lines, "</feed>"]) + "\n"


def _version(telling: Telling, version: Version) -> Lines:
    anchor = f"version-{version.number}"
    yield f'<section aria-labelledby="{anchor}">'
    yield f'<h2 id="{anchor}">{telling.say("versions.one", number=version.number)}</h2>'
    yield f"<p>{_dates(telling, version)}</p>"
    yield f'<p><a href="{version.number}.html">{telling.say("versions.read")}</a></p>'
    for rule, because in version.despite:
        yield f'<p class="warning" role="note">{telling.say("versions.despite", rule=rule, because=because)}</p>'
    yield from _changes(telling, version)
    yield f"<p><small>SHA-256 <code>{html.text(version.fingerprint)}</code></small></p></section>"


def _dates(telling: Telling, version: Version) -> str:
    return telling.say(
        "versions.dates",
        published=day(version.published_on, telling.language),
        effective=day(version.effective, telling.language),
    )


def _changes(telling: Telling, version: Version) -> Lines:
    if version.changes is None:
        yield f"<p>{telling.say('versions.first')}</p>"
        return
    told = version.changes[telling.language]
    if not told:
        yield f"<p>{telling.say('versions.none')}</p>"
    for name, is_material in (("material", True), ("editorial", False)):
        mine = [one for one in told if one.is_material is is_material]
        if mine:
            yield f'<h3>{telling.say(f"versions.{name}")}</h3><ul class="changes">'
            yield from (f"<li>{html.text(one.words)}</li>" for one in mine)
            yield "</ul>"


def _summary(telling: Telling, version: Version) -> str:
    told = [] if version.changes is None else [one.words for one in version.changes[telling.language]]
    return " ".join([_dates(telling, version), *(html.text(one) for one in told)])


def _xml(safe: str) -> str:
    """What is safe in HTML, with the entities that XML knows."""
    return html.text(unescape(safe))


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
