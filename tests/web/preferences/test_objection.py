"""Objecting without a link: at once, without reason or proof, and the same answer for everybody."""

import pytest

from tests.web.preferences.conftest import Served, Visitor
from tests.web.preferences.test_unsubscribe import answer, given
from troth.claims.facts import Effect
from troth.claims.keys import Key
from troth.consent import Answer
from troth.subjects import facts_for
from troth.subjects.suppressions import suppressed

PATH = "/troth/shop/objection"


def test_an_objection_holds_at_once_and_gives_a_receipt(served: Served, visitor: Visitor, ana: Key) -> None:
    given(served, ana)
    sent = visitor.post(PATH, {"key.email": f"  {ana.value.upper()} ", "lang": "en"})
    assert sent.status == 303
    receipt = visitor.get(sent.location)
    told = receipt.plain().replace("\xa0", " ")
    assert "Your objection is recorded" in told
    assert "It takes effect at once, on 22 November 2026 at 13:" in told
    assert "It lasts until you decide otherwise." in told
    assert ana.value not in receipt.text
    assert answer(served, ana) is Answer.REFUSED
    with served.sites["shop"].database.reading() as tx:
        assert {entry.effect for entry in suppressed(tx, "shop", {ana})[ana]} == {
            Effect.OBJECTED,
            Effect.WITHDRAWN,
        }
        assert [fact.purposes for fact in facts_for(tx, "shop", {ana}, ()).of(Effect.OBJECTED)] == [
            {"suggestions"}
        ]


def test_whoever_reads_the_form_in_one_language_is_answered_in_it(visitor: Visitor, ana: Key) -> None:
    french = {"Accept-Language": "fr"}
    read = visitor.get(f"{PATH}?lang=en", **french).text
    assert '<input type="hidden" name="lang" value="en">' in read
    wrong = visitor.post(PATH, {"lang": "en", "key.email": "ana"}, **french)
    assert "This is not an e-mail address." in wrong.plain()
    sent = visitor.post(PATH, {"lang": "en", "key.email": ana.value}, **french)
    assert "Your objection is recorded" in visitor.get(sent.location, **french).plain()
    unknown = visitor.post(PATH, {"lang": "xx", "key.email": "ana"}, **french)
    assert "Ceci n’est pas une adresse électronique." in unknown.plain()


def test_the_receipt_can_be_read_again(served: Served, visitor: Visitor, ana: Key) -> None:
    where = visitor.post(PATH, {"key.email": ana.value}).location
    assert visitor.get(where).plain() == served.visitor().get(where).plain()


def test_nobody_learns_who_is_known(served: Served, visitor: Visitor, ana: Key) -> None:
    given(served, ana)
    known, unknown = (
        visitor.get(visitor.post(PATH, {"key.email": address}).location).plain()
        for address in (ana.value, f"{ana.value[0]}-nobody@example.com")
    )
    first, second = (" ".join(word for word in told.split() if len(word) != 22) for told in (known, unknown))
    assert first == second


def test_a_number_is_barred_in_each_spelling_that_a_list_may_have(served: Served, visitor: Visitor) -> None:
    visitor.post("/troth/crosscall/objection", {"key.phone": "06 12.34-56 78"})
    spelled = [
        Key.of("phone", text) for text in ("+33612345678", "0612345678", "06 12 34 56 78", "0033612345678")
    ]
    with served.sites["crosscall"].database.reading() as tx:
        assert suppressed(tx, "crosscall", spelled).keys() == set(spelled)


@pytest.mark.parametrize(
    ("site", "fields", "told"),
    [
        ("shop", {}, "Write an address or a number."),
        ("shop", {"key.email": "ana"}, "This is not an e-mail address."),
        ("shop", {"key.email": "<script>@example.com"}, "This is not an e-mail address."),
        ("crosscall", {"key.phone": "12"}, "This is not a telephone number."),
        ("crosscall", {"key.email": "ana@example.com", "key.phone": "no"}, "This is not a telephone number."),
    ],
)
def test_what_is_no_address_is_asked_for_again(
    visitor: Visitor, site: str, fields: dict[str, str], told: str
) -> None:
    answered = visitor.post(f"/troth/{site}/objection", fields)
    assert answered.status == 422
    assert "There is an error" in answered.plain()
    assert told in answered.plain()
    assert 'role="alert"' in answered.text
    assert "<script>" not in answered.text


def test_a_receipt_that_is_not_ours_says_nothing(visitor: Visitor, ana: Key) -> None:
    where = visitor.post(PATH, {"key.email": ana.value}).location.partition("?")[0]
    for bad in (where[:-1], where.replace("/shop/", "/crosscall/")):
        assert visitor.get(bad).status == 403
    assert visitor.get("/troth/shop/receipts/" + "A" * 22).status == 404
