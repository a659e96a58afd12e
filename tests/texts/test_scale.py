"""A policy of a thousand purposes is made in seconds, and in time linear in their number."""

import time
from collections.abc import Callable

from tests.texts.made import APRIL, SMALL, manifest_of
from troth.claims.diff import changes
from troth.manifest.model import Manifest
from troth.texts.policy.files import version_files

PURPOSE = """
  p{n}:
    title: {{fr: Finalité {n}, en: Purpose {n}}}
    basis: contract
    data: {{letter: [email]}}
    retention: {{from: sent, period: P{years}Y}}
"""


def policy(count: int, years: int = 3) -> Manifest:
    head, keys = SMALL.split("keys:\n")
    some = "".join(PURPOSE.format(n=n, years=years).lstrip("\n") for n in range(count))
    return manifest_of(f"{head}{some}keys:\n{keys}")


def seconds(act: Callable[[], object]) -> float:
    """The processor's time: other work on the machine does not count."""
    begin = time.process_time()
    act()
    return time.process_time() - begin


def test_a_thousand_purposes_make_their_pages_in_five_seconds_and_twice_as_many_in_about_twice() -> None:
    one, two = policy(1000), policy(2000)
    first = seconds(lambda: version_files(one, 1, APRIL))
    second = seconds(lambda: version_files(two, 1, APRIL))
    assert first < 5
    assert second < 3 * first + 0.5


def test_the_difference_of_a_thousand_changed_purposes_is_told_in_five_seconds() -> None:
    before, after = policy(1000), policy(1000, years=4)
    spent = seconds(lambda: changes(before, after))
    assert spent < 5
    assert len(changes(before, after)) == 1000
