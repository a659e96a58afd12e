"""The text itself: promises that are empty, languages, dates, citations, hosts (PL43 to PL46, PL49, PL52)."""

import re
from collections.abc import Iterable, Iterator, Sequence

from troth.law.period import seconds
from troth.manifest.rules import phrases
from troth.manifest.rules.examined import Examined, words_of
from troth.manifest.rules.model import Flaw, flaw
from troth.manifest.rules.words import folded, periods_in
from troth.manifest.text import ANY_LANGUAGE

_WORDS = re.compile(r"[^\W\d_]{3,}")
_NEAR = 0.08
_LONG_ENOUGH = 4  # words: shorter texts are names


def security(examined: Examined) -> Iterator[Flaw]:
    """PL43: no security of 100 %, and no sentence by which the controller is liable for nothing."""
    for spoken in examined.spoken:
        match = re.search(phrases.EMPTY_PROMISE, words_of(spoken.text))
        if match:
            yield flaw("empty-promise", *spoken.path, words=match[0])


def editions(examined: Examined) -> Iterator[Flaw]:
    """PL44: a date, a history, notice of changes, and consent asked again where it is outgrown."""
    policy = examined.manifest.policy
    if policy.edition is None:
        yield flaw("undated", "edition")
    if policy.changes.notice == "never":
        yield flaw("changes-untold", "changes", "notice")
    if policy.changes.reconsent == "never":
        yield flaw("never-asked-again", "changes", "reconsent")


def languages(examined: Examined) -> Iterator[Flaw]:
    """PL45: each language is complete, and says the same; the public's own is among them."""
    declared = examined.manifest.policy.languages
    short = {language[:2] for language in declared}
    public = examined.pack.language
    if examined.manifest.policy.controller.country == "FR" and public == "fr" and public not in short:
        yield flaw("not-in-public-language", "languages", language=public)
    for spoken in examined.spoken:
        words = spoken.text.words
        if ANY_LANGUAGE in words:
            if len(declared) > 1 and len(_WORDS.findall(words[ANY_LANGUAGE])) >= _LONG_ENOUGH:
                yield flaw("one-language", *spoken.path)
            continue
        lacking = [language for language in declared if language not in words and language[:2] not in words]
        if lacking:
            yield flaw("language-lacking", *spoken.path, language=lacking[0])
        elif _differ(words.values()):
            yield flaw("languages-differ", *spoken.path)


def _differ(texts: Iterable[str]) -> bool:
    """Whether each language names periods, and not the same; a fortnight is fifteen days in French."""
    named = [sorted(seconds(period) for period in periods_in(text)) for text in texts]
    return all(named) and any(not _are_near(lengths, named[0]) for lengths in named[1:])


def _are_near(lengths: Sequence[int], others: Sequence[int]) -> bool:
    pairs = zip(lengths, others, strict=False)
    return len(lengths) == len(others) and all(abs(one - other) <= other * _NEAR for one, other in pairs)


def citations(examined: Examined) -> Iterator[Flaw]:
    """PL46: no reference to what no longer holds."""
    olds = [(old, re.compile(folded(old.words))) for old in examined.pack.obsolete]
    for number, law in enumerate(examined.manifest.policy.laws):
        for old, words in olds:
            if law.in_force is None and words.search(folded(law.cited)):
                yield flaw("obsolete", "laws", number, words=law.cited, instead=old.instead)
    for spoken in examined.spoken:
        text = words_of(spoken.text)
        for old, words in olds:
            match = words.search(text)
            if match:
                yield flaw("obsolete", *spoken.path, words=match[0], instead=old.instead)
                break


def hosted(examined: Examined) -> Iterator[Flaw]:
    """PL49: what is hosted for others is told apart from what the controller decides on."""
    hosts = [
        table
        for store in examined.manifest.stores.values()
        for table in store.tables.values()
        if table.hosted_for
    ]
    about = {section.about for section in examined.manifest.policy.sections.values()}
    if hosts and not about & {"processor", "hosting", "hosted_data"}:
        yield flaw("hosting-untold", "sections", table=hosts[0].name)


def links(examined: Examined) -> Iterator[Flaw]:
    """PL52: addresses use TLS and name a host that can resolve."""
    policy = examined.manifest.policy
    addresses: list[tuple[tuple[str, ...], str]] = [
        (("links", name), address) for name, address in policy.links.items()
    ]
    addresses += [(("forms", name, "url"), form.url) for name, form in policy.forms.items() if form.url]
    addresses += [(("recipients", n, "url"), r.url) for n, r in policy.recipients.items() if r.url]
    if policy.controller.url:
        addresses.append((("controller", "url"), policy.controller.url))
    for path, address in addresses:
        host = re.sub(r"^https?://", "", address).partition("/")[0]
        if address.startswith("http://"):
            yield flaw("without-tls", *path, address=address)
        elif address.startswith("https://") and "." not in host:
            yield flaw("host-without-domain", *path, address=address)
