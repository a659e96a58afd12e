"""Every file of one published version by its path, and those that are made anew whenever the folder is written."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date

from troth.manifest.model import Manifest
from troth.texts import html
from troth.texts.language import Language
from troth.texts.policy.dpv import policy_as_jsonld
from troth.texts.policy.notice import fragment, notice_as_json
from troth.texts.policy.page import CONTENT_POLICY, NOTICE_MARK, Stamp, coming, languages_of, page, site_name
from troth.texts.policy.telling import Telling, say
from troth.texts.style import POLICY

HTML, JSON, JSONLD, CSS = (
    "text/html; charset=utf-8",
    "application/json",
    "application/ld+json",
    "text/css; charset=utf-8",
)


def stylesheet_name() -> str:
    """Named by its content, so that a page kept for ever keeps its look."""
    return f"style-{hashlib.sha256(POLICY.encode()).hexdigest()[:8]}.css"


def version_files(manifest: Manifest, number: int, effective: date) -> Mapping[str, tuple[bytes, str]]:
    """
    The files of a version: path → (content, media type). The same manifest gives the same bytes.

    Pages of a language stand in one folder, so that a page reads the same at its permanent address
    (`fr/3.html`) and where the version in force is found (`fr/index.html`).
    """
    stamp = Stamp(number, effective, stylesheet_name())
    tellings = [Telling.of(manifest, language, effective) for language in languages_of(manifest)]
    files = {stamp.stylesheet: (POLICY.encode(), CSS)}
    files[f"policy-{number}.jsonld"] = (_json(policy_as_jsonld(tellings[0], stamp)), JSONLD)
    for telling in tellings:
        language = telling.language
        files[f"{language}/{number}.html"] = (page(telling, stamp).encode(), HTML)
        for form in manifest.policy.forms:
            place = f"{language}/notices/{form}-{number}"
            files[f"{place}.html"] = (fragment(telling, form, stamp).encode(), HTML)
            files[f"{place}.json"] = (_json(notice_as_json(telling, form, stamp)), JSON)
    return files


def current_names(paths: Sequence[str], number: int) -> Mapping[str, str]:
    """Where the files of the version in force stand too: `fr/3.html` → `fr/index.html`."""
    names = {}
    for path in paths:
        folder, _, name = path.rpartition("/")
        stem, _, ending = name.rpartition(".")
        prefix = f"{folder}/" if folder else ""
        if stem == str(number):
            names[path] = f"{prefix}index.{ending}"
        elif stem.endswith(f"-{number}"):
            names[path] = f"{prefix}{stem.removesuffix(f'-{number}')}.{ending}"
    return names


def with_notice(page_: bytes, manifest: Manifest, language: Language, number: int, effective: date) -> bytes:
    """A page in force, with a notice that another version takes effect later."""
    told = coming(Telling.of(manifest, language, effective), number, effective)
    return page_.replace(NOTICE_MARK.encode(), told.encode(), 1)


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False) + "\n").encode()


def first_page(manifest: Manifest, stylesheet: str) -> str:
    """The page at the root of the folder: the languages to choose from."""
    languages = languages_of(manifest)
    name = html.text(site_name(manifest))
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{languages[0]}"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{CONTENT_POLICY}">',
        f"<title>{html.text(say('title', languages[0], name=site_name(manifest)))}</title>",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta name="color-scheme" content="light dark"><link rel="stylesheet" href="{stylesheet}"></head>',
        f"<body><main><h1>{name}</h1><ul>",
    ]
    for language in languages:
        title = html.text(say("heading", language))
        lines.append(
            f'<li lang="{language}"><a href="{language}/index.html" hreflang="{language}">{title}</a></li>'
        )
    return "\n".join([*lines, "</ul></main></body></html>"]) + "\n"
