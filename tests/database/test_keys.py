"""The master key: where it stands, how it is refused, and how it is changed for another."""

import base64
import hmac
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.database.own import NOON, SITE, Own
from troth.claims.facts import Effect
from troth.claims.keys import Key
from troth.database import Database, MasterKey, create_key_file, prepare_database, read_key
from troth.database.keyring import KeyChanged, Keyring, unsealed
from troth.database.keys import KeyProblem
from troth.database.rotation import rotate, rotate_key_file
from troth.subjects import NewFact, add_facts, all_facts, facts_for

ANA = Key.of("email", "ana@example.com")


def record(database: Database, key: Key) -> None:
    with database.transaction() as tx:
        add_facts(tx, SITE, [NewFact(Effect.OBJECTED, NOON, NOON, key, ground="too many letters")])


def grounds(database: Database, key: Key) -> list[str]:
    with database.reading() as tx:
        return [fact.ground for fact in facts_for(tx, SITE, [key], []).known]


def test_the_key_file_is_its_owners_alone_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "troth.key"
    key = create_key_file(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_key("", path) == key
    with pytest.raises(KeyProblem, match="a key stands here already"):
        create_key_file(path)
    assert read_key("", path) == key


@pytest.mark.parametrize(
    ("content", "mode", "name"),
    [
        (None, 0o600, "key-missing"),
        (base64.b64encode(bytes(32)), 0o640, "key-open"),
        (base64.b64encode(bytes(32)), 0o604, "key-open"),
        (b"", 0o600, "key-malformed"),
        (b"c2hvcnQ=", 0o600, "key-malformed"),
        (b"\xff\xfenot base64 at all", 0o600, "key-malformed"),
        (b"x" * 5_000_000, 0o600, "key-malformed"),
    ],
)
def test_a_key_that_cannot_be_used_is_a_problem_that_says_how_to_mend_it(
    tmp_path: Path, content: bytes | None, mode: int, name: str
) -> None:
    path = tmp_path / "troth.key"
    if content is not None:
        path.write_bytes(content)
        path.chmod(mode)
    with pytest.raises(KeyProblem) as caught:
        read_key("", path)
    [problem] = caught.value.problems
    assert problem.name == name
    assert str(problem).startswith(f"{path}: ")
    assert problem.mend


def test_the_variable_goes_before_the_file_and_is_never_shown(tmp_path: Path) -> None:
    key = MasterKey.made()
    assert read_key(f" {key.text}\n", tmp_path / "none") == key
    assert key.text not in repr(key)
    with pytest.raises(KeyProblem) as caught:
        read_key("hunter2", tmp_path / "none")
    assert "TROTH_KEY: " in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_a_folder_is_no_key(tmp_path: Path) -> None:
    with pytest.raises(KeyProblem, match="is no plain file"):
        read_key("", tmp_path)


def test_a_wrong_key_is_refused_before_anything_is_done(own: Own) -> None:
    with pytest.raises(KeyProblem, match="it is not the key of this database"):
        own.opened(key=MasterKey.made())
    with pytest.raises(KeyProblem, match="it is not the key of this database"):
        prepare_database(own.address, MasterKey.made())
    own.opened().close()


def test_after_a_rotation_the_new_key_opens_everything_and_the_old_one_nothing(own: Own) -> None:
    old, new = own.opened(), MasterKey.made()
    record(old, ANA)
    assert rotate(old, new) == 1
    with pytest.raises(KeyProblem):
        own.opened()
    again = own.opened(key=new)
    assert grounds(again, ANA) == ["too many letters"]
    again.close()
    old.close()


def test_a_process_that_still_has_the_old_key_makes_and_reads_none(own: Own) -> None:
    old, rotating, new = own.opened(), own.opened(), MasterKey.made()
    record(old, ANA)
    rotate(rotating, new)
    with pytest.raises(KeyChanged, match="start it again"):
        record(old, Key.of("email", "bea@example.com"))
    with pytest.raises(KeyChanged, match="start it again"):
        grounds(old, ANA)
    with pytest.raises(KeyChanged, match="start it again"):
        rotate(old, MasterKey.made())
    for database in (old, rotating):
        database.close()
    again = own.opened(key=new)
    with again.reading() as tx:
        assert len(all_facts(tx, SITE).known) == 1
    again.close()


def test_the_key_file_is_rotated_with_the_database(own: Own) -> None:
    with own.transaction() as tx:
        add_facts(tx, SITE, [NewFact(Effect.OBJECTED, NOON, NOON, ANA, ground="too many letters")])
    assert rotate_key_file(own.address, own.key_file, own.checkpoint) == 1
    assert [path.name for path in own.folder.glob("troth.key*")] == ["troth.key"]
    assert own.key_file.stat().st_mode & 0o777 == 0o600
    new = read_key("", own.key_file)
    assert new != own.key
    database = own.opened(key=new)
    assert grounds(database, ANA) == ["too many letters"]
    database.close()


@pytest.mark.parametrize("was_taken", [False, True], ids=["before", "after"])
def test_a_rotation_killed_before_or_after_the_database_took_the_key_is_finished(
    own: Own, was_taken: bool
) -> None:
    staged = create_key_file(own.folder / "troth.key.new")
    if was_taken:
        database = own.opened()
        rotate(database, staged)
        database.close()
    rotate_key_file(own.address, own.key_file, own.checkpoint)
    assert read_key("", own.key_file) == staged
    own.opened(key=staged).close()


def test_a_hash_is_the_hmac_of_site_kind_and_text_under_the_lookup_key() -> None:
    master = MasterKey.made()
    keyring = Keyring.made(master)
    lookup = unsealed(AESGCM(master.wrapping_key), keyring.wrapped_lookup, b"lookup key")
    for text in ("email:ana@example.com", "", "b\0c", "\udce9"):
        message = b"acme\0key\0" + text.encode("utf-8", "surrogatepass").replace(b"\0", b"\0\0")
        for _ in range(2):
            assert keyring.hash_of("acme", "key", text) == hmac.digest(lookup, message, "sha256")


def test_hashes_differ_by_site_kind_and_text_and_need_the_lookup_key() -> None:
    keyring = Keyring.made(MasterKey.made())
    texts = [
        ("a", "key", "b"),
        ("a", "ke", "yb"),
        ("ak", "ey", "b"),
        ("a", "key", "b\0"),
        ("a\0key", "", "b"),
    ]
    hashes = {keyring.hash_of(*text) for text in texts}
    assert len(hashes) == len(texts)
    assert {keyring.hashing(site, what)(text) for site, what, text in texts} == hashes
    assert Keyring.made(MasterKey.made()).hash_of("a", "key", "b") not in hashes
    assert len(keyring.hash_of("a", "key", "\udce9 is no valid Unicode")) == 32
