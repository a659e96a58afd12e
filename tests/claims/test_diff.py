"""Two versions of a policy: whatever widens a use or narrows a right is material, and nothing goes unnoticed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest

from tests.texts.made import SMALL, manifest_of, site
from troth.claims.classes import ABSENT, POLICY, PURPOSE, Rows, Sort, sorts
from troth.claims.diff import changes, not_asked_again, outgrown
from troth.manifest.model import Item, Kind, Manifest
from troth.manifest.period import Period
from troth.manifest.policy import Policy
from troth.manifest.purposes import Purpose
from troth.manifest.text import Text

FULL = (
    SMALL
    + """
recipients:
  host: {title: {fr: notre hébergeur, en: our host}, role: processor, countries: [FR]}
channels: {email: {title: {fr: courriel, en: e-mail}, opt_out: {fr: STOP, en: STOP}}}
requests: {deadline: P20D, extension: P1M, channels: [form, email], identity: [proportionate]}
rights: {access: {formats: [json, csv], exceptions: [legal_claims]}, complaint: }
cookie_categories: {audience: {title: {fr: Audience, en: Audience}}}
cookies: {visit: {title: {fr: visite, en: visit}, category: audience, life: P6M, holds: [email]}}
forms: {ask: {title: {fr: Demande, en: Request}, record: letter, purposes: [news], fields: {email: optional}}}
measures: {tls: {title: {fr: Chiffrement, en: Encryption}, test_every: P1Y}}
sections: {why: {title: {fr: Pourquoi, en: Why}, text: {fr: Parce que., en: Because.}}}
"""
)
CARD = "items:\n  card: {fr: carte, en: card}\n"


def found(before: str, after: str) -> list[tuple[str, bool]]:
    return [(one.name, one.is_material) for one in changes(manifest_of(before), manifest_of(after))]


# What is written, what is written in its place, the change, and whether people must be told of it.
# Each is tried in the other direction too, where it must never be a change of the same class unless it is a swap.
ROWS: tuple[tuple[str, str, str, str, str | None], ...] = (
    ("data-added", "data: {letter: [email]}", "data: {letter: [email, card]}", "material", "editorial"),
    ("period-longer", "period: P1Y", "period: P13M", "material", "editorial"),
    ("clock-changed", "from: sent", "from: read", "material", "material"),
    ("basis-changed", "basis: consent", "basis: legitimate_interest", "material", "material"),
    ("recipient-added", "recipients: []", "recipients: [host]", "material", "editorial"),
    ("channel-added", "    recipients: []", "    recipients: []\n    channels: [email]", "material", "editorial"),
    ("use-wider", "    recipients: []", "    recipients: []\n    direct_marketing: true", "material", "editorial"),
    ("consent-outgrown", "version: one", "version: two", "material", "material"),
    ("transfer-added", "countries: [FR]", "countries: [FR, US]", "material", "editorial"),
    ("recipient-changed", "role: processor", "role: controller", "material", "material"),
    ("right-narrowed", "deadline: P20D", "deadline: P1M", "material", "editorial"),
    ("right-narrowed", "extension: P1M", "extension: P2M", "material", "editorial"),
    ("right-widened", "extension: P1M", "extension: none", "editorial", "material"),
    ("right-narrowed", "channels: [form, email]", "channels: [form]", "material", "editorial"),
    ("right-narrowed", "formats: [json, csv]", "formats: [json]", "material", "editorial"),
    ("right-narrowed", "exceptions: [legal_claims]", "exceptions: [legal_claims, safety]", "material", "editorial"),
    ("right-narrowed", "identity: [proportionate]", "identity: [proportionate, signature]", "material", "editorial"),
    ("right-narrowed", ", complaint: }", "}", "material", "editorial"),
    ("right-narrowed", ", opt_out: {fr: STOP, en: STOP}", "", "material", "editorial"),
    ("period-longer", "life: P6M", "life: P13M", "material", "editorial"),
    ("period-shorter", "life: P6M", "life: session", "editorial", "material"),
    ("data-dropped", ", holds: [email]", "", "editorial", "material"),
    ("use-wider", "{title: {fr: Audience, en: Audience}}",
     "{title: {fr: Audience, en: Audience}, consent: false}", "material", "editorial"),
    ("use-wider", "fields: {email: optional}", "fields: {email: mandatory}", "material", "editorial"),
    ("protection-lowered", "test_every: P1Y", "test_every: P2Y", "material", "editorial"),
    ("controller-changed", "name: Petit SARL", "name: Grand SA", "material", "material"),
    ("words-changed", "bonjour@petit", "salut@petit", "editorial", "editorial"),
    ("words-changed", "title: {fr: Nouvelles, en: News}", "title: {fr: Lettre, en: News}", "editorial", "editorial"),
    ("words-changed", "en: Because.", "en: So.", "editorial", "editorial"),
)  # fmt: skip


@pytest.mark.parametrize(("sort", "old", "new", "there", "back"), ROWS, ids=lambda part: str(part)[:30])
def test_a_change_is_material_where_it_widens_and_editorial_where_it_narrows(
    sort: str, old: str, new: str, there: str, back: str
) -> None:
    base = FULL.replace("items:\n", CARD, 1).replace(
        "  sent: {", "  read: {fr: la lecture, en: the reading}\n  sent: {"
    )
    assert base.count(old) == 1
    forward, backward = found(base, base.replace(old, new)), found(base.replace(old, new), base)
    assert sort in {name.partition(":")[0] for name, _ in forward}
    assert any(is_material for _, is_material in forward) == (there == "material")
    assert any(is_material for _, is_material in backward) == (back == "material")


@pytest.mark.parametrize("name", ["shop", "customer-labs"])
def test_nothing_differs_between_a_version_and_itself(name: str) -> None:
    assert changes(site(name), site(name)) == ()


def test_a_purpose_that_comes_is_one_change_and_one_that_is_renamed_none_to_tell() -> None:
    second = FULL.replace(
        "keys:\n", "  more:\n    title: {fr: Plus, en: More}\n    basis: contract\n    data: {}\nkeys:\n", 1
    )
    assert found(FULL, second) == [("purpose-added:purposes.more", True)]
    assert found(second, FULL) == [("purpose-ended:purposes.more", False)]
    renamed = FULL.replace("  news:\n", "  letters:\n    was: [news]\n").replace(
        "[news], fields", "[letters], fields"
    )
    assert ("purpose-renamed:purposes.letters", False) in found(FULL, renamed)
    ended = FULL.replace("    recipients: []", "    ended: 2026-01-01")
    assert ("purpose-ended:purposes.news", False) in found(FULL, ended)
    assert ("purpose-added:purposes.news", True) in found(ended, FULL)


def test_a_recipient_of_any_name_is_noticed() -> None:
    for name in ("items", "departures", "fields", "span", "words"):
        more = FULL.replace("  host:", f"  {name}: {{title: {{en: x, fr: x}}, role: controller}}\n  host:", 1)
        assert (f"recipient-added:recipients.{name}", True) in found(FULL, more) or any(
            is_material for _, is_material in found(FULL, more)
        )


def test_the_published_values_beside_those_applied_are_no_change() -> None:
    stated = FULL.replace("deadline: P20D", "deadline: {value: P20D, stated: soon, because: law}")
    assert found(FULL, stated) == []


def test_consents_do_not_cover_what_came_after_them() -> None:
    before, after = manifest_of(FULL), manifest_of(FULL.replace("recipients: []", "recipients: [host]"))
    different = changes(before, after)
    assert outgrown(after, different) == {"news"}
    assert not_asked_again(before, after, different) == {"news"}
    asked = manifest_of(
        FULL.replace("recipients: []", "recipients: [host]").replace("version: one", "version: two")
    )
    assert outgrown(asked, changes(before, asked)) == {"news"}
    assert not_asked_again(before, asked, changes(before, asked)) == frozenset()


def test_another_wording_that_covers_the_earlier_one_asks_nobody_again() -> None:
    covered = FULL.replace("{version: one,", "{version: two, covers: [one],")
    assert found(FULL, covered) == [("consent-reworded:purposes.news.wording", False)]


# --- completeness -------------------------------------------------------------------------------------------


def paths_of(class_: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every path of keys that a value of this class can have, as plain data has it; `x` is a name."""
    for field in fields(class_):
        if field.name in ("departures", "departure"):
            continue
        yield from _of_hint(get_type_hints(class_)[field.name], (*path, field.name))


def _of_hint(hint: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield path
    for option in get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,):
        if get_origin(option) is Mapping:
            yield from _of_hint(get_args(option)[1], (*path, "x"))
        elif isinstance(option, type) and is_dataclass(option) and option not in (Text, Period):
            yield from paths_of(option, path)


def rows_for(path: tuple[str, ...], rows: Rows) -> list[str]:
    return [pattern for pattern, _ in rows if re.fullmatch(_as_regex(pattern), ".".join(path))]


def _as_regex(pattern: str) -> str:
    return r"\.".join({"*": "[^.]+", "**": ".+"}.get(step, re.escape(step)) for step in pattern.split("."))


ELSEWHERE = {"name", "was", "data", "basis", "basis_of_all", "wording", "ended"}
# What is always there has no change of its own; its parts have.
ALWAYS_THERE = {
    *(
        "controller",
        "contacts",
        "recipients",
        "channels",
        "marketing",
        "requests",
        "rights",
        "cookies",
        "fields",
    ),
    *(
        "cookie_categories",
        "forms",
        "threats",
        "measures",
        "changes",
        "breaches",
        "sections",
        "keys",
        "clocks",
    ),
    *("events", "terms", "choices", "span"),
}


def test_every_part_of_a_policy_has_a_row_in_the_tables() -> None:
    of_purposes = [path for path in paths_of(Purpose) if path[0] not in ELSEWHERE]
    of_policy = [*paths_of(Policy), *(("items", "x", *path) for path in paths_of(Item))]
    of_policy += [("kinds", "x", *path) for path in paths_of(Kind)]
    lacking = [path for path in of_purposes if rows_for(path, PURPOSE) == ["**"]]
    lacking += [path for path in of_policy if rows_for(path, POLICY) == ["**"]]
    assert [path for path in lacking if path[-1] not in ALWAYS_THERE] == []


def test_what_no_row_knows_is_material() -> None:
    assert list(sorts(POLICY, ("something", "new"), ABSENT, "x")) == [Sort.OTHER]


def test_the_order_of_declaration_is_no_change() -> None:
    manifest = site("customer-labs")
    turned: Manifest = replace(manifest, purposes=dict(reversed(list(manifest.purposes.items()))))
    assert changes(manifest, turned) == ()
