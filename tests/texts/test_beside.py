"""A published text beside its page: every clause leads to its place and back, and what is lost is said."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.texts.made import APRIL, SITES, STAMP, site
from tests.texts.test_pages import Structure
from troth.manifest.model import Manifest
from troth.texts.policy.beside import Clause, Paragraph, paragraphs, side_by_side, stated_clauses
from troth.texts.policy.telling import Telling

TEXT = """Our policy

We keep your orders
for two years.

Our host is in France.

The moon is made of cheese.
"""
CLAUSES = (
    Clause("a-1", "Orders are kept two years.", 3, 4, ("purposes.orders.retention.period",)),
    Clause("a-2", "The host is in France.", 6, 6, ("recipients.host.countries",)),
    Clause("a-3", "The moon is made of cheese.", 8, 8, ("moon.cheese",)),
)
SEEDS = ("crosscall", "crossops", "customer-labs", "officine-generale", "xmserver")


def clause_of(entry: Any) -> Clause:
    first, last = entry["lines"]
    return Clause(entry["id"], entry["promise"], first, last, tuple(entry["keys"]))


def view(text: str = TEXT, clauses: tuple[Clause, ...] = CLAUSES, manifest: Manifest | None = None) -> str:
    telling = Telling.of(manifest or site("small"), "en", APRIL)
    return side_by_side(telling, STAMP, text, clauses, "compare.css")


def test_paragraphs_know_their_lines() -> None:
    assert paragraphs(TEXT)[1] == Paragraph(3, 4, "We keep your orders for two years.")
    assert [(one.first, one.last) for one in paragraphs(TEXT)] == [(1, 1), (3, 4), (6, 6), (8, 8)]
    assert paragraphs("") == []


def test_links_lead_from_the_text_to_the_page_and_back() -> None:
    html = view()
    assert '<a href="#purpose-orders">Your orders</a> <code>purposes.orders.retention.period</code>' in html
    assert '<li id="clause-a-1"><b>a-1</b>' in html
    place = re.search(
        r'<details id="purpose-orders" open>.*?</summary><p class="clauses">(.*?)</p>', html, re.DOTALL
    )
    assert place is not None
    assert '<a href="#clause-a-1">a-1</a>' in place[1]
    row = re.search(r'id="recipient-host"><th[^>]*>(.*?)</th>', html, re.DOTALL)
    assert row is not None
    assert '<a href="#clause-a-2">a-2</a>' in row[1]
    found = Structure(html)
    assert [link for link in found.links if link.startswith("#") and link[1:] not in found.ids] == []
    assert len(found.ids) == len(set(found.ids))


def test_what_has_no_place_and_what_no_clause_speaks_of_is_shown() -> None:
    html = view()
    assert 'Without a place on the page: <a href="#clause-a-3">a-3</a>' in html
    assert '<div class="unlinked"><p>Our policy</p>' in html
    assert "3 of 4 paragraphs are linked to the page, by 3 clauses." in html


def test_a_value_that_departs_from_the_text_says_why() -> None:
    manifest = site("customer-labs")
    clause = Clause("c", "Requests need an identity card.", 1, 1, ("requests.identity.stated",))
    assert "another value is applied, because the law requires it" in view("A card.", (clause,), manifest)


def test_without_a_list_the_published_values_are_what_is_linked() -> None:
    manifest = site("customer-labs")
    stated = manifest.policy.requests.departures["identity"].stated or ""
    (found,) = stated_clauses(manifest, f"Before.\n\n{stated.upper()}\n\nAfter.")
    assert (found.first, found.last, found.keys) == (3, 3, ("requests.identity",))


def test_markup_in_the_text_stays_text() -> None:
    html = view('<script>alert(1)</script>\n\n"><b id="x">', ())
    assert "<script>" not in html
    assert '<b id="x">' not in html


@pytest.mark.parametrize("name", SEEDS)
def test_each_site_lists_every_clause_of_its_text_and_each_has_a_place(name: str) -> None:
    listed = yaml.safe_load((SITES[name] / "promises.yaml").read_text("utf-8"))
    promises = yaml.safe_load(
        (Path(__file__).parents[1] / "sites" / "promises" / f"{name}.yaml").read_text("utf-8")
    )
    assert [one["id"] for one in listed] == [one["id"] for one in promises]
    clauses = tuple(map(clause_of, listed))
    html = view("\n".join("x" for _ in range(2000)), clauses, site(name))
    assert "Without a place on the page" not in html


@pytest.mark.needs_shared
@pytest.mark.parametrize(("number", "name"), list(enumerate(SEEDS)))
def test_no_paragraph_of_a_published_text_is_without_a_clause(number: int, name: str, shared: Path) -> None:
    (text,) = (shared / "seeds").glob(f"00{number}_*.txt")
    listed = yaml.safe_load((SITES[name] / "promises.yaml").read_text("utf-8"))
    clauses = tuple(map(clause_of, listed))
    assert '<div class="unlinked">' not in view(text.read_text("utf-8-sig"), clauses, site(name))
