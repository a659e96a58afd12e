"""What for, on which basis, with which data, by which machine (PL05 to PL08, PL17 to PL19, PL34)."""

import re
from collections.abc import Iterator

from troth.manifest.names import ItemName
from troth.manifest.purposes import Basis, Purpose
from troth.manifest.rules import phrases
from troth.manifest.rules.examined import Examined, has_word, words_of
from troth.manifest.rules.model import Flaw, Severity, flaw
from troth.manifest.stores import Origin

_GROUND = re.compile(r"\b(9|10)\b")


def one_basis(examined: Examined) -> Iterator[Flaw]:
    """PL05: each use of data has its basis, for each role; and no purpose mixes marketing with a contract."""
    for purpose in examined.pursued:
        for kind in purpose.data:
            roles = examined.manifest.kinds[kind].roles
            if purpose.basis_of_all is None and not roles & purpose.basis.keys():
                yield flaw("no-basis", "purposes", purpose.name, "basis", purpose=purpose.name, kind=kind)


def fitting_basis(examined: Examined) -> Iterator[Flaw]:
    """PL06: the basis fits what the purpose is."""
    for purpose in examined.pursued:
        sort = examined.sorts.get(purpose.name)
        rules = [rule for rule in examined.pack.bases if sort and sort.row.sort in rule.sorts]
        for rule in rules:
            wrong = sorted(basis.value for basis in purpose.bases if basis.value not in rule.allowed)
            if sort and wrong:
                yield flaw(
                    "basis-does-not-fit",
                    *("purposes", purpose.name, "basis"),
                    severity=None if sort.is_declared else "warning",
                    purpose=purpose.name,
                    basis=wrong[0],
                    sort=sort.row.sort,
                    allowed=", ".join(sorted(rule.allowed)),
                )
    yield from _tracers(examined)


def _tracers(examined: Examined) -> Iterator[Flaw]:
    for name, category in examined.manifest.policy.cookie_categories.items():
        purpose = examined.manifest.purposes.get(category.purpose) if category.purpose else None
        if category.consent and purpose and purpose.bases - {Basis.CONSENT}:
            yield flaw("tracer-basis", "purposes", purpose.name, "basis", purpose=purpose.name, category=name)


def interests(examined: Examined) -> Iterator[Flaw]:
    """PL07: a legitimate interest is named and was weighed."""
    for purpose in examined.rests_on(Basis.LEGITIMATE_INTEREST):
        path = ("purposes", purpose.name)
        if purpose.terms.interest is None:
            yield flaw("interest-unnamed", *path, purpose=purpose.name)
        if not purpose.terms.balance:
            yield flaw("interest-unweighed", *path, severity="warning", purpose=purpose.name)


def closed_lists(examined: Examined) -> Iterator[Flaw]:
    """PL08: every item has a purpose, every purpose has items, and no list is left open."""
    by_cookies = {category.purpose for category in examined.manifest.policy.cookie_categories.values()}
    for purpose in examined.pursued:
        if not purpose.data and purpose.name not in by_cookies:
            yield flaw("purpose-without-items", "purposes", purpose.name, purpose=purpose.name)
    for item in examined.manifest.items.values():
        is_used = examined.used_whole or item.name in examined.items_in_use or item.prohibited
        if not is_used:
            yield flaw("item-without-purpose", "items", item.name, item=item.name)
    for spoken in examined.spoken:
        if spoken.path[0] in ("items", "purposes", "records"):
            match = re.search(phrases.OPEN_LIST, words_of(spoken.text))
            if match:
                severity: Severity | None = "warning" if spoken.path[-1] == "description" else None
                yield flaw("open-list", *spoken.path, severity=severity, words=match[0])


def sources(examined: Examined) -> Iterator[Flaw]:
    """PL17: from where data comes that the person did not give."""
    told: set[str] = set()
    for table in examined.manifest.tables():
        for column, field in table.fields.items():
            item = examined.manifest.items[field.item]
            if field.origin is Origin.THIRD_PARTY and not item.sources and item.name not in told:
                told.add(item.name)
                yield flaw(
                    "source-unsaid", "items", item.name, item=item.name, column=column, table=table.name
                )


def special(examined: Examined) -> Iterator[Flaw]:
    """PL18: special categories and offences have their ground."""
    for item in examined.manifest.items.values():
        if item.special is not None and not _GROUND.search(item.special):
            yield flaw("ground-unknown", "items", item.name, "special", item=item.name, ground=item.special)
        if item.special is None and has_word(phrases.SPECIAL, item.title, item.name.replace("_", " ")):
            yield flaw("looks-special", "items", item.name, severity="warning", item=item.name)


def sensitive(examined: Examined) -> Iterator[Flaw]:
    """PL19: precise location, recordings, identity documents, cards: listed by name, for a period of their own."""
    looked = {name: sensitive_item(examined, name) for name in examined.manifest.items}
    items = {name: what for name, what in looked.items() if what}
    for purpose in examined.pursued:
        used = sorted(set(items) & examined.items_used(purpose)) if items else []
        for item in used:
            if not _has_period(purpose):
                yield flaw(
                    "sensitive-without-period",
                    *("purposes", purpose.name),
                    purpose=purpose.name,
                    item=item,
                    what=items[item],
                )


def sensitive_item(examined: Examined, name: ItemName) -> str | None:
    """Which sort of item it is that needs a purpose and a period of its own, or None."""
    item = examined.manifest.items[name]
    if item.prohibited:
        return None
    text = words_of(item.title, item.name.replace("_", " "))
    return next(
        (what for what, words in phrases.SENSITIVE.items() if re.search(rf"\b(?:{words})\b", text)), None
    )


def _has_period(purpose: Purpose) -> bool:
    spans = [purpose.active, *([purpose.archive.span] if purpose.archive else [])]
    return any(span.period is not None for span in spans) or purpose.validity is not None


def decisions(examined: Examined) -> Iterator[Flaw]:
    """PL34: a decision without a person says how it comes about and who reviews it."""
    for purpose in examined.pursued:
        decision = purpose.terms.decision
        if decision is None:
            continue
        path = ("purposes", purpose.name, "decision")
        if decision.review is None:
            yield flaw("no-review", *path, purpose=purpose.name)
        if not decision.items:
            yield flaw("decision-without-items", *path, severity="warning", purpose=purpose.name)
