"""A policy of a thousand purposes is judged in no time, one of ten thousand in ten times that."""

import tracemalloc
from time import process_time

import pytest

from tests.rules.good import FRANCE, GOOD, ON
from troth.manifest.model import Manifest
from troth.manifest.read import read
from troth.manifest.rules import findings
from troth.manifest.source import SourceText

PURPOSE = """\
  answers_{number}:
    title: {{fr: Vous répondre {number}, en: To answer you {number}}}
    basis: legitimate_interest
    interest: {{fr: répondre, en: to answer}}
    data: {{message: [email, message]}}
    retention: {{period: P6Y, from: received, stated: as long as necessary, because: law}}
"""


def manifest(count: int) -> Manifest:
    purposes = "".join(PURPOSE.format(number=number) for number in range(count))
    text = GOOD.replace("purposes:\n  customers:", f"purposes:\n{purposes}  customers:")
    return read(SourceText("policy.yaml", text)).manifest


def seconds(count: int) -> float:
    """What reading and judging takes of the processor, each purpose having three findings at least."""
    begin = process_time()
    found = findings(manifest(count), FRANCE, ON)
    assert len(found) >= 3 * count
    return process_time() - begin


def test_a_thousand_purposes_take_at_most_two_seconds() -> None:
    assert seconds(1_000) <= 2


@pytest.mark.wide
def test_ten_thousand_take_ten_times_as_long_and_little_memory() -> None:
    one, ten = seconds(1_000), seconds(10_000)
    assert ten <= 20
    assert ten <= 15 * one
    declared = manifest(10_000)
    tracemalloc.start()
    findings(declared, FRANCE, ON)
    assert tracemalloc.get_traced_memory()[1] <= 300_000_000
    tracemalloc.stop()
