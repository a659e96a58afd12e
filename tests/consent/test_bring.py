"""Lists from elsewhere are read line by line; what comes without proof is refused, listed and never recorded."""

import io
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.consent.asked import NOON
from tests.consent.test_record import ANA, LETTER, SMS
from troth.consent.bring import Refused, bring, refusals_as_csv
from troth.consent.model import Answer
from troth.consent.records import records_of
from troth.consent.state import standing
from troth.errors import ManifestError
from troth.site import Site

HEAD = "email,offer,answer,at,wording,channel,proof_form\n"
LINE = "ana@example.com,newsletter.by_email,granted,2026-07-01,2,paper,sheet 12\n"


def brought(site: Site, text: str | bytes) -> tuple[int, int, list[Refused]]:
    content = text if isinstance(text, bytes) else text.encode()
    found = [*bring(site, io.BytesIO(content), NOON)]
    return (
        sum(one.recorded for one in found),
        sum(one.known for one in found),
        [refused for one in found for refused in one.refused],
    )


def test_a_list_is_recorded_once_however_often_it_is_brought(site: Site) -> None:
    text = HEAD + LINE + "bea@example.com,newsletter.by_sms,refused,2026-07-02T10:00:00+02:00,,phone,call 7\n"
    assert brought(site, text) == (2, 0, [])
    assert brought(site, text) == (0, 2, [])
    known = standing(site, [ANA], NOON)
    assert known[LETTER].answer is Answer.GRANTED
    assert (known[LETTER].wording, str(known[LETTER].until)) == ("2", "2029-07-01")
    assert known[SMS].answer is Answer.NOT_ASKED


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (LINE.replace("sheet 12", ""), "it brings no proof"),
        (LINE.replace("sheet 12", "  "), "it brings no proof"),
        (LINE.replace("ana@example.com", ""), "it names nobody"),
        (LINE.replace("ana@example.com", "ana (no address)"), "is no e-mail address"),
        (LINE.replace("granted", "perhaps"), "none of granted, refused, withdrawn"),
        (LINE.replace("2026-07-01", "last summer"), "no day and no instant"),
        (LINE.replace("2026-07-01", "2027-07-01"), "dated later than today"),
        (LINE.replace(",2,paper", ",,paper"), "which wording was answered"),
        (LINE.replace("newsletter.by_email", "everything"), "nothing is asked under the name"),
        (LINE.replace("newsletter.by_email", "audience"), "decided by browser"),
        (LINE.replace("paper", "pigeon"), "by which channel"),
        (LINE.replace(",sheet 12", ""), "another number of cells"),
        (LINE.replace("sheet 12", "x" * 3_000), "longer than any value"),
        (LINE.replace("sheet 12", "x" * 30_000), "cannot be read"),
        (LINE.replace("sheet 12", '"open'), "cannot be read"),
        (LINE.replace("sheet 12", "a\0b"), ""),
    ],
)
def test_a_line_that_cannot_count_is_refused_and_the_others_are_recorded(
    sqlite_site: Site, line: str, reason: str
) -> None:
    recorded, _, refused = brought(sqlite_site, HEAD + line + LINE.replace("ana", "bea"))
    assert recorded == 1
    assert [one.line for one in refused] == [2]
    assert reason in refused[0].reasons[0]
    assert "ana" not in refusals_as_csv(refused)


@pytest.mark.parametrize(
    ("child", "reason"),
    [
        (",,", ""),
        ("her mother,called back,yes", ""),
        ("her mother,called back,no", "the child consents too"),
        ("her mother,called back,", "the child consents too"),
        ("her mother,,yes", "which parent consented"),
        (",called back,yes", "which parent consented"),
        ("her mother,called back,perhaps", "none of yes, no"),
    ],
)
def test_a_child_on_a_list_consents_with_a_parent(sqlite_site: Site, child: str, reason: str) -> None:
    text = HEAD.replace("\n", ",parent,parent_proof,child_agrees\n") + LINE.replace("\n", f",{child}\n")
    recorded, _, refused = brought(sqlite_site, text)
    assert recorded == (0 if reason else 1)
    assert [reason in one.reasons[0] for one in refused] == [True] * (1 - recorded)
    with sqlite_site.database.reading() as tx:
        kept = records_of(tx, sqlite_site.name, [ANA])
    grounds = [] if reason else ["with parent" if child.strip(",") else None]
    assert [one.body.get("minor") for one in kept] == grounds


@pytest.mark.parametrize(
    "head",
    [
        "",
        "offer,answer,at,proof\n",
        "email,offer,answer,at\n",
        "email,account,offer,answer,at,proof\n",
        "email,offer,answer,at,proof,proof\n",
        "email,offer,answer,at,proof,iban\n",
    ],
)
def test_what_is_no_such_list_is_refused_whole(sqlite_site: Site, head: str) -> None:
    with pytest.raises(ManifestError):
        brought(sqlite_site, head + LINE)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.binary(max_size=300))
def test_no_upload_breaks_anything(sqlite_site: Site, content: bytes) -> None:
    recorded, _, refused = brought(sqlite_site, HEAD.encode() + content)
    assert recorded == 0
    assert all(one.reasons for one in refused)


def test_a_long_list_is_read_in_batches(sqlite_site: Site) -> None:
    class Counted(io.RawIOBase):
        def __init__(self) -> None:
            self.lines: Iterator[bytes] = (
                (HEAD if n == 0 else LINE.replace("ana", f"p{n}")).encode() for n in range(1_201)
            )
            self.given = 0

        def readline(self, size: int | None = -1, /) -> bytes:
            self.given += 1
            return next(self.lines, b"")

    stream = Counted()
    batches = bring(sqlite_site, stream, NOON)  # type: ignore[arg-type]  # all that is read of it is lines
    assert next(batches).recorded == 500
    assert stream.given <= 502
    assert sum(one.recorded for one in batches) == 700
