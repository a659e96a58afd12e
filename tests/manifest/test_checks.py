"""What the words of a manifest mean together: cases that a golden file does not show."""

from tests.manifest.broken import POLICY, STORES, Broken, problems_of
from troth.manifest.checks.context import around
from troth.manifest.source import SourceText


def names(file: str, *edits: tuple[str, str]) -> set[str]:
    """The names of the problems of the good manifest with these edits."""
    return {problem.name for problem in Broken("a case", file, edits).problems()} - {"not-as-published"}


def test_the_good_manifest_has_nothing_to_mend() -> None:
    assert names("policy") == set()


def test_a_column_at_the_end_of_another_tables_link_must_end_null() -> None:
    gone = "email: {item: email, at_end: {constant: gone}}"
    field = ("          email: email\n          taste", f"          {gone}\n          taste")
    link = (
        "          - {role: holder, key: email, column: email, verified: double opt-in, normalised: true}\n"
    )
    assert "link-column-must-end-null" in names("stores", field, (link, ""))


def test_a_link_that_may_not_be_null_may_end_as_the_empty_text_which_is_nobody() -> None:
    field = (
        "          email: email\n          taste",
        "          email: {item: email, at_end: {constant: ''}}\n          taste",
    )
    assert names("stores", field) == set()


def test_a_condition_asked_of_a_parent_reads_no_field_either() -> None:
    assert "condition-on-field" in names("stores", ("{status: [active]}", "{taste: [sweet]}"))


def test_who_points_at_an_anonymised_record_still_says_whose_it_is() -> None:
    last = "through: orders.place, verified: session}\n"
    ends = "        at_end: {anonymise: {k: 5, group_by: [made_at]}}\n"
    assert "anonymise-keeps-link" in names("stores", (last, last + ends))


def test_a_purpose_that_has_ended_is_not_asked_for_its_clocks() -> None:
    ended = "    ended: 2025-06-30\n    retention: P1Y from billed\n"
    assert names("policy", ("    ended: 2025-06-30\n", ended)) == set()


def test_a_purpose_of_cookies_alone_needs_no_record() -> None:
    edit = ("    data: {line: [products], account: [email, taste]}\n", "")
    assert names("policy", edit) == set()


def test_a_password_is_never_shown() -> None:
    for line in ("url: mysql://shop:hunter2@db/shop", "url: [mysql://shop:hunter2@db/shop]"):
        stores = STORES.replace("url: ${SHOP_DATABASE}", line)
        told = problems_of(SourceText("policy.yaml", POLICY), SourceText("stores.yaml", stores))
        assert told
        assert "hunter2" not in "\n".join(str(problem) for problem in told)


def test_an_address_whose_password_comes_from_the_environment_holds_none() -> None:
    assert names("stores", ("${SHOP_DATABASE}", "mysql://shop:${SHOP_PASSWORD}@db.example/shop")) == set()


def test_a_circle_is_found_wherever_it_begins() -> None:
    assert around({"a": ["b"], "b": ["c"], "c": ["d", "b"], "d": []}) == ["b", "c"]
    assert around({"a": ["a"]}) == ["a"]
    assert around({"a": ["b", "c"], "b": ["c"], "c": []}) is None
    assert around({str(number): [str(number + 1)] for number in range(100_000)}) is None


def test_a_financial_year_ends_on_a_day_of_every_year() -> None:
    assert names("policy", ("financial_year_ends: 12-31", "financial_year_ends: 02-29")) == {"date-not-iso"}


def test_a_range_of_nothing_makes_no_value_coarser() -> None:
    assert names("stores", ("{range: 10}", "{range: 0}")) == {"not-a-number"}
