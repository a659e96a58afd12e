"""The small, safe part of Markdown: what it knows it shows, and the rest stays as it was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.texts.test_hostile import Elements
from troth.texts.markdown import as_html

KNOWN = {"p", "ul", "ol", "li", "h4", "strong", "em", "a"}


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("One.\nTwo.\n\nThree.", "<p>One. Two.</p>\n<p>Three.</p>"),
        ("- one\n- two\n  more", "<ul><li>one</li><li>two more</li></ul>"),
        ("1. one\n2) two", "<ol><li>one</li><li>two</li></ol>"),
        ("## Title\ntext", "<h4>Title</h4>\n<p>text</p>"),
        ("a **b** and *c* * d", "<p>a <strong>b</strong> and <em>c</em> * d</p>"),
        ("[us](https://a.example/?x=1&y)", '<p><a href="https://a.example/?x=1&amp;y">us</a></p>'),
        ("[us](mailto:a@b.example)", '<p><a href="mailto:a@b.example">us</a></p>'),
        ("[*us*](/terms)", '<p><a href="/terms">*us*</a></p>'),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
        ("![x](https://a.example/x.png)", '<p>!<a href="https://a.example/x.png">x</a></p>'),
        ("2 * 3 * 4", "<p>2 * 3 * 4</p>"),
        ("", ""),
    ],
)
def test_what_is_typed_is_shown(typed: str, shown: str) -> None:
    assert as_html(typed) == shown


@given(st.text(alphabet="ab*_[]()<>&\"'#-1. \n/:;=`!", max_size=80))
def test_whatever_is_typed_nothing_but_the_known_elements_comes_out(typed: str) -> None:
    found = Elements(as_html(typed)).found
    assert {tag for tag, _ in found} <= KNOWN
    assert all(not some or (tag == "a" and some.keys() == {"href"}) for tag, some in found)


def test_long_texts_take_no_longer_than_their_length() -> None:
    assert len(as_html("**a " * 200_000)) > 200_000
    assert len(as_html("[a](" * 100_000)) > 100_000
