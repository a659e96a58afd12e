"""What `check --stores` says of the example on oscar's own schema, and of what nobody declared beside it."""

from collections import Counter

from tests.oscar.shop import Oscar
from troth.cli.check import checked
from troth.errors import Problem


def problems(shop: Oscar) -> list[Problem]:
    """Everything that differs between the example and the database."""
    return list(checked(shop.folder, shop.environ, with_stores=True).problems)


def test_the_example_is_as_oscar_makes_its_schema(any_oscar: Oscar) -> None:
    found = problems(any_oscar)
    assert [str(problem) for problem in found if problem.severity == "error"] == []
    names = Counter(problem.name for problem in found)
    assert not names.keys() & {
        "column-undeclared",
        "column-looks-personal",
        "undeclared-table-points",
        "table-missing",
    }
    assert names["no-created"] == 13  # oscar dates neither addresses nor lines of orders


def test_every_table_with_personal_data_is_declared(oscar: Oscar) -> None:
    told = [problem.what for problem in problems(oscar) if problem.name == "table-looks-personal"]
    assert told == [
        "table `django_flatpage` is not declared, and `enable_comments` of it look personal",
        "table `offer_conditionaloffer` is not declared, and `max_user_applications` of it look personal",
    ]


def test_a_table_with_addresses_that_nobody_declared_is_found(any_oscar: Oscar) -> None:
    any_oscar.rows(
        "CREATE TABLE newsletter_signup (id INTEGER PRIMARY KEY, e_mail VARCHAR(254), source VARCHAR(20))"
    )
    told = [str(problem) for problem in problems(any_oscar) if "newsletter_signup" in problem.what]
    assert len(told) == 1
    assert "`newsletter_signup` is not declared, and `e_mail` of it look personal" in told[0]


def test_a_column_that_a_release_adds_is_found_and_keeps_records(oscar: Oscar) -> None:
    oscar.rows("ALTER TABLE customer_productalert ADD COLUMN mobile_phone VARCHAR(20)")
    (told,) = [problem for problem in problems(oscar) if problem.name == "column-looks-personal"]
    assert "`mobile_phone` of `customer_productalert`" in told.what
