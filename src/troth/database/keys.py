"""
The master key: 32 random bytes in a file that only its owner may read, or in TROTH_KEY.

Nothing is encrypted with it. It wraps the keys that stand in the database (`sealing.py`), so that it can be
changed without touching what they sealed.
"""

import base64
import binascii
import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from troth.errors import ManifestError, Place, Problem, Unavailable

KEY_BYTES = 32


@dataclass(frozen=True, slots=True, repr=False)
class MasterKey:
    """The key above all others. It prints as a mark, never as itself."""

    _secret: bytes

    @classmethod
    def made(cls) -> "MasterKey":
        """A new one, at random."""
        return cls(secrets.token_bytes(KEY_BYTES))

    def __repr__(self) -> str:
        return "<master key>"

    @property
    def wrapping_key(self) -> bytes:
        """The key derived from it (HKDF-SHA256, RFC 5869) under which the others are wrapped."""
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"troth wrapping key 1").derive(self._secret)

    @property
    def text(self) -> str:
        """As it stands in a key file: base64. Only ever written there."""
        return base64.b64encode(self._secret).decode("ascii")


class KeyProblem(ManifestError):
    """The master key is missing, open to others, malformed, or of another database."""

    def __init__(self, name: str, where: str, what: str, mend: str) -> None:
        super().__init__([Problem(name, _Source(where, 1, 1), what, mend)])


def drawn(count: int, size_bytes: int) -> list[bytes]:
    """So many values that nobody can guess, of so many bytes each: drawn at once, since each draw asks the system."""
    all_ = secrets.token_bytes(count * size_bytes)
    return [all_[start : start + size_bytes] for start in range(0, len(all_), size_bytes)]


def create_key_file(path: Path) -> MasterKey:
    """
    Make a master key and its file, which only the owner may read.

    Raises:
        KeyProblem: something stands there already; a key is never overwritten.
        Unavailable: the file cannot be written.
    """
    key = MasterKey.made()
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise KeyProblem(
            "key-exists",
            str(path),
            "a key stands here already, and is not overwritten",
            "keep it, or move it away",
        ) from None
    except OSError as error:
        raise Unavailable(f"the key file `{path}` cannot be written: {error.strerror}") from None
    try:
        with os.fdopen(file, "w", encoding="ascii") as stream:
            stream.write(f"{key.text}\n")
            stream.flush()
            os.fsync(stream.fileno())
        sync_folder(path.parent)
    except OSError as error:
        path.unlink()
        raise Unavailable(f"the key file `{path}` cannot be written: {error.strerror}") from None
    return key


def read_key(text: str, path: Path) -> MasterKey:
    """
    The master key as it stands in TROTH_KEY (`text`), or where that is empty in the key file.

    Raises:
        KeyProblem: it is missing, open to others, or malformed.
    """
    if text:
        return _parsed(text, "TROTH_KEY")
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise KeyProblem(
                "key-malformed", str(path), "is no plain file", "name the file that `troth init` made"
            )
        if mode & 0o077:
            raise KeyProblem(
                "key-open",
                str(path),
                f"others may read the key (mode {mode & 0o777:04o})",
                f"chmod 600 {path}",
            )
        return _parsed(path.read_bytes().decode("ascii", "replace"), str(path))
    except FileNotFoundError:
        raise KeyProblem(
            "key-missing",
            str(path),
            "there is no master key here, and TROTH_KEY is not set",
            "run `troth init` for a new site, or put the key of this site back",
        ) from None
    except OSError as error:
        mend = "let Troth's account read it"
        raise KeyProblem(
            "key-missing", str(path), f"the key cannot be read: {error.strerror}", mend
        ) from None


def sync_folder(folder: Path) -> None:
    """Make what was made or renamed in this folder survive a power cut."""
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def _parsed(text: str, where: str) -> MasterKey:
    try:
        secret = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        secret = b""
    if len(secret) != KEY_BYTES:
        mend = "put the key back as `troth init` made it: one line of 44 characters"
        raise KeyProblem("key-malformed", where, f"this is not {KEY_BYTES} bytes in base64", mend)
    return MasterKey(secret)


@dataclass(frozen=True, slots=True)
class _Source(Place):
    """A place that has no lines: a variable, or a file that is never quoted."""

    def __str__(self) -> str:
        return self.file
