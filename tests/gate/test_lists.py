"""Lists: everybody on them is answered as one person is, row by row, and a file that is none is told in clear words."""

import csv
import json
import tracemalloc
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.database.own import Own
from tests.gate.shop import ANA, BEN, NOON, given, newsletter, told
from tests.retention.shop import Shop, copied, email, fact
from troth.claims.facts import Effect
from troth.claims.keys import Key
from troth.cli.init import begun
from troth.cli.main import main
from troth.errors import ManifestError
from troth.gate import Gate, No, Question, csvfile
from troth.gate.lists import filtered
from troth.gate.suppress import bar
from troth.subjects.identities import remember
from troth.subjects.model import Identity
from troth.subjects.suppressions import suppressed

AT = NOON + timedelta(minutes=5)
LETTER = Question("newsletter", channel="email")


@pytest.fixture
def alone(made: Shop, tmp_path: Path) -> Shop:
    """The shop without stores, so that facts alone decide."""
    shop = copied(made, tmp_path / "alone")
    (shop.folder / "stores.yaml").unlink()
    return shop


@pytest.fixture(params=["sqlite", "postgresql"])
def alone_on(alone: Shop, request: pytest.FixtureRequest) -> Shop:
    """The same with Troth's own database on either."""
    if request.param == "sqlite":
        return alone
    empty: Own = request.getfixturevalue("postgresql_own")
    environ = dict(alone.environ) | {"TROTH_DATABASE": empty.address}
    begun(alone.folder, environ)
    return replace(alone, environ=environ)


def run(shop: Shop, *words: str, given_: bytes | None = None) -> tuple[int, str, str]:
    """The command: its exit code, what it printed, and what it said beside."""
    found = CliRunner().invoke(main, ["gate", *words], env=shop.environ, obj=AT, input=given_)
    return found.exit_code, found.stdout, found.stderr


def test_a_list_says_of_each_what_the_gate_says_of_one(alone_on: Shop) -> None:
    """Whatever befell them: the fast way over a list and the way about one person are two."""
    people = [email(f"{number}@example.com") for number in range(14)]
    before = NOON - timedelta(days=30)
    told(
        alone_on,
        given(people[0]),
        *(given(people[1]), newsletter(Effect.WITHDRAWN, people[1], at=NOON + timedelta(seconds=1))),
        *(newsletter(Effect.WITHDRAWN, people[2], at=before), given(people[2])),
        newsletter(Effect.REFUSED, people[3]),
        given(people[4], wording="1", at=datetime.fromisoformat("2026-09-01T00:00:00+00:00")),
        given(people[5], at=datetime.fromisoformat("2023-11-21T12:00:00+00:00")),
        given(people[6], choice="by_sms"),
        *(given(people[7]), fact(Effect.RESTRICTED, people[7])),
        *(given(people[8]), newsletter(Effect.WITHDRAWN, people[8])),  # at the same instant
        *(given(people[9]), fact(Effect.ERASED, people[9], NOON + timedelta(seconds=1))),
        given(people[11]),
        given(people[12], at=AT + timedelta(days=-1)),
        *(given(people[13]), fact(Effect.RESTRICTED, email("other@example.com"))),
    )
    with alone_on.open() as site:
        with site.database.transaction() as tx:
            remember(tx, site.name, [Identity(frozenset({people[13], email("other@example.com")}))])
        bar(site, [people[11]], AT - timedelta(seconds=1))
        rows = [(number, {"email": key.value}) for number, key in enumerate(people)]
        gate = Gate(site)
        answers = list(filtered(site, LETTER, rows, AT))
        assert answers == [(number, gate.may(LETTER, subject, AT)) for number, subject in rows]
        assert [number for number, answer in answers if answer] == [0, 2, 12]


def test_a_list_is_asked_of_the_stores_where_these_have_a_say(shop: Shop) -> None:
    """A list is there to be used: who is not held is not let through where a period runs."""
    with shop.open() as site:
        rows = [(name, {"email": f"{name}@example.com"}) for name in ("ana", "ben", "new")]
        answers = dict(filtered(site, Question("offers", channel="email"), rows, AT))
    assert answers["ana"]
    assert [a.reason.because.value for a in answers.values() if isinstance(a, No)] == ["over", "not-held"]


def test_the_allowed_come_out_as_they_went_in_and_the_refused_with_their_reason(
    alone: Shop, tmp_path: Path
) -> None:
    told(alone, given(ANA), newsletter(Effect.WITHDRAWN, BEN))
    content = 'name;email;note\n"Duval; Ana"; ANA@example.com ;"two\nlines"\nBen;ben@example.com;\n;;\n'
    (tmp_path / "list.csv").write_text(content, encoding="utf-8")
    out, refused = tmp_path / "out.csv", tmp_path / "refused.csv"
    words = ["--purpose", "newsletter", "--channel", "email", "--out", str(out), "--refused", str(refused)]
    code, _, beside = run(alone, "filter", str(alone.folder), str(tmp_path / "list.csv"), *words)
    assert code == 0, beside
    assert out.read_text("utf-8") == 'name;email;note\n"Duval; Ana"; ANA@example.com ;"two\nlines"\n'
    rows = list(csv.reader(refused.open(encoding="utf-8"), delimiter=";"))
    assert rows[0] == ["name", "email", "note", "reason", "why"]
    assert [row[3] for row in rows[1:]] == ["withdrawn", "nobody"]
    assert "1 allowed, 2 refused" in beside
    json_ = ("filter", str(alone.folder), str(tmp_path / "list.csv"), *words, "--format", "json")
    assert json.loads(run(alone, *json_)[1]) == {"allowed": 1, "refused": {"withdrawn": 1, "nobody": 1}}


@pytest.mark.parametrize(
    ("content", "words", "code"),
    [
        (b"", [], "list-empty"),
        (b"\n\n", [], "list-empty"),
        (b"ana@example.com\nben@example.com\n", [], "list-without-keys"),
        (b"email,email\na@b.c,d@e.f\n", [], "list-malformed"),
        (b"name,mail\nAna,a@b.c\n", [], "list-without-keys"),
        (b"name,mail\nAna,a@b.c\n", ["--column", "email=courriel"], "list-without-keys"),
        (b"email\n\xe9t\xe9@example.com\n", [], "list-encoding"),
        (b"email\na@b.c\n", ["--encoding", "klingon"], "list-encoding"),
        (b"email\na@b.c\0\n", [], "list-malformed"),
        ("email\na@b.c\n".encode("utf-16-le"), [], "list-malformed"),
        (b'email\n"a@b.c\n', [], "list-malformed"),
        (b'email\n"a@b.c"d\n', [], "list-malformed"),
        (b"email\na@b.c,one,two\n", [], "list-malformed"),
        (b"email\n" + b"x" * 10_000_000 + b"\n", [], "list-malformed"),
        (b'email\n"' + b"x\n" * 5_000_000 + b'"\n', [], "list-malformed"),
    ],
    ids=lambda value: None if isinstance(value, bytes) else str(value),
)
def test_a_file_that_is_no_list_is_told_in_clear_words(
    alone: Shop, content: bytes, words: list[str], code: str
) -> None:
    ended, printed, beside = run(
        alone, "filter", str(alone.folder), "-", "--purpose", "newsletter", *words, given_=content
    )
    assert ended == 2
    assert f"[{code}]" in beside
    assert "example.com" not in beside
    assert "xxx" not in beside + printed


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("\ufeffemail,name\na@b.example,été\n".encode(), []),
        ("email\tname\na@b.example\tété\n".encode("utf-16"), []),
        ("email;name\na@b.example;été\n".encode("cp1252"), ["--encoding", "cp1252"]),
        (b"Courriel,Nom\r\na@b.example,x\r\n", ["--column", "email=courriel"]),
        (b"EMAIL\na@b.example", []),
    ],
)
def test_lists_as_people_write_them_are_read(alone: Shop, content: bytes, words: list[str]) -> None:
    told(alone, given(email("a@b.example")))
    code, printed, beside = run(
        alone,
        *("filter", str(alone.folder), "-", "--purpose", "newsletter", "--channel", "email"),
        *words,
        given_=content,
    )
    assert (code, printed.count("a@b.example")) == (0, 1), beside


def test_a_list_of_any_length_takes_the_same_memory(alone: Shop) -> None:
    def lines(count: int) -> Iterator[tuple[None, dict[str, str]]]:
        for number in range(count):
            yield None, {"email": f"{number}@example.com"}

    def peak(count: int) -> int:
        with alone.open() as site:
            deque(filtered(site, LETTER, lines(1_000), AT, size=500), 0)
            tracemalloc.start()
            deque(filtered(site, LETTER, lines(count), AT, size=500), 0)
            _, most = tracemalloc.get_traced_memory()
            tracemalloc.stop()
        return most

    assert peak(6_000) < 1.3 * peak(2_000)


def test_one_is_asked_about_from_the_shell(alone: Shop) -> None:
    words = ["--purpose", "newsletter", "--channel", "email", "--email", "ana@example.com"]
    code, printed, _ = run(alone, "may", str(alone.folder), *words, "--lang", "fr")
    assert code == 3
    assert printed.splitlines()[0] == "non"
    told(alone, given())
    code, printed, _ = run(alone, "may", str(alone.folder), *words, "--format", "json")
    assert code == 0
    assert '"may": true' in printed


def test_objections_are_taken_from_a_list(alone: Shop, tmp_path: Path) -> None:
    told(alone, given(ANA))
    (tmp_path / "no.csv").write_text("email\nana@example.com\nben@example.com\n", encoding="utf-8")
    code, printed, beside = run(alone, "suppress", str(alone.folder), "--list", str(tmp_path / "no.csv"))
    assert (code, printed.strip()) == (0, "2 keys barred from direct marketing, 2 of them new"), beside
    words = ["--purpose", "newsletter", "--channel", "email", "--email", "ana@example.com"]
    assert run(alone, "may", str(alone.folder), *words)[0] == 3


def test_who_is_barred_is_named_by_an_address(alone: Shop, tmp_path: Path) -> None:
    for words in (["--email", "not an address"], ["--key", "phone=none"]):
        code, printed, beside = run(alone, "suppress", str(alone.folder), *words)
        assert (code, printed) == (2, "")
        assert "is no" in beside
        assert words[1] not in beside
    listed = "email;phone\nana@example.com;06 00 00 00 01\n\nnobody;\nben@example.com;12\n"
    (tmp_path / "no.csv").write_text(listed, encoding="utf-8")
    code, printed, beside = run(alone, "suppress", str(alone.folder), "--list", str(tmp_path / "no.csv"))
    assert code == 0, beside
    assert printed.splitlines() == [
        "3 keys barred from direct marketing, 3 of them new",
        "  line 4 is left out: the value of key `email` is no e-mail address",
        "  line 5 is left out: the value of key `phone` is no telephone number",
    ]
    spelled = [Key.of("phone", text) for text in ("+33600000001", "0600000001", "06 00 00 00 01")]
    with alone.open() as site, site.database.reading() as tx:
        assert suppressed(tx, site.name, spelled).keys() == set(spelled)


def test_a_head_that_is_a_person_is_not_shown() -> None:
    stream: Any = BufferedReader(BytesIO(b"ana@example.com,0600000001\n"))
    with pytest.raises(ManifestError) as refused:
        csvfile.opened(stream, "list.csv", ["email"])
    assert "ana@" not in str(refused.value)
