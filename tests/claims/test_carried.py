"""What is carried to a store: written for it once, and anew where it is other rows."""

from collections.abc import Mapping

from troth.claims.carried import Carried, CarriedRow
from troth.claims.states import State

FROZEN, ACTIVE = CarriedRow(State.FROZEN), CarriedRow(State.ACTIVE)
ERASED, RESTRICTED = ("", "erased", ""), ("", "restricted", "")


def test_the_rows_of_a_slot_are_written_once_for_each_way_to_write_them() -> None:
    asked = list[Mapping[str, CarriedRow]]()

    def write(rows: Mapping[str, CarriedRow]) -> str:
        asked.append(rows)
        return f"{len(asked)}: {', '.join(rows)}"

    known = Carried({ERASED: {"email:a": FROZEN}})
    more = known.and_({RESTRICTED: {"email:b": FROZEN}})
    assert [one.written(ERASED, "list", write) for one in (known, more, known)] == ["1: email:a"] * 3
    assert more.written(RESTRICTED, "list", write) == "2: email:b"
    assert more.written(ERASED, "object", write) == "3: email:a"


def test_what_is_too_long_is_written_anew_and_not_kept() -> None:
    known, asked = Carried({ERASED: {"email:a": FROZEN}}), list[object]()

    def write(rows: Mapping[str, CarriedRow]) -> str:
        asked.append(rows)
        return "x" * 5_000_001

    assert len(known.written(ERASED, "list", write)) == len(known.written(ERASED, "list", write)) == 5_000_001
    assert len(asked) == 2


def test_other_rows_of_a_slot_are_written_anew() -> None:
    known = Carried({ERASED: {"email:a": FROZEN}, RESTRICTED: {"email:b": FROZEN}})
    assert known.written(ERASED, "list", ", ".join) == "email:a"
    assert known.and_({ERASED: {"email:c": FROZEN}}).written(ERASED, "list", ", ".join) == "email:c"
    assert known.written(ERASED, "list", ", ".join) == "email:a"


def test_what_is_as_before_is_kept_and_the_rest_is_not() -> None:
    before = Carried({ERASED: {"email:a": FROZEN}, RESTRICTED: {"email:b": FROZEN}})
    now = Carried({ERASED: {"email:a": CarriedRow(State.FROZEN)}, RESTRICTED: {"email:b": ACTIVE}})
    kept = now.keeping(before)
    assert kept == now
    assert kept.rows[ERASED] is before.rows[ERASED]
    assert kept.rows[RESTRICTED] is now.rows[RESTRICTED]
