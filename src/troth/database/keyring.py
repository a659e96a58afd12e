"""
The keys in use: the lookup key, and the wrapping key derived from the master key.

Look-ups are HMAC-SHA256 under the lookup key. Since that key stands in the database, wrapped, a new master
key changes no hash.
"""

import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from troth.database.keys import KEY_BYTES, KeyProblem, MasterKey, drawn
from troth.errors import Surprise

_NONCE_BYTES = 12
_LOOKUP = b"lookup key"
_SHA256_BLOCK = 64  # bytes; a longer key would have to be hashed first, and ours has 32


class KeyChanged(Surprise):
    """The master key is no longer the one this process was started with."""

    def __init__(self) -> None:
        super().__init__("the master key was changed while this process ran: start it again with the new key")


@dataclass(frozen=True, slots=True, repr=False)
class Keyring:
    """Opens and makes the keys that stand in the database."""

    wrapped_lookup: bytes  # as it stands in the database: another value tells that the master key was changed
    _lookup: bytes
    _wrapping: AESGCM
    _begun: dict[tuple[str, str], Callable[[str], bytes]] = field(default_factory=dict, compare=False)

    @classmethod
    def made(cls, master: MasterKey) -> "Keyring":
        """For a new database: with a new lookup key."""
        return cls._of(secrets.token_bytes(KEY_BYTES), AESGCM(master.wrapping_key))

    @classmethod
    def opened(cls, master: MasterKey, wrapped_lookup: bytes) -> "Keyring":
        """
        For a database that has one.

        Raises:
            KeyProblem: this master key is not the one the database was made with.
        """
        wrapping = AESGCM(master.wrapping_key)
        try:
            return cls(wrapped_lookup, unsealed(wrapping, wrapped_lookup, _LOOKUP), wrapping)
        except InvalidTag:
            raise KeyProblem(
                "key-wrong",
                "the master key",
                "it is not the key of this database",
                "look at TROTH_KEY, TROTH_KEY_FILE and TROTH_DATABASE: key and database belong together",
            ) from None

    def under(self, master: MasterKey) -> "Keyring":
        """The same lookup key under another master key."""
        return self._of(self._lookup, AESGCM(master.wrapping_key))

    @classmethod
    def _of(cls, lookup: bytes, wrapping: AESGCM) -> "Keyring":
        return cls(sealed(wrapping, lookup, _LOOKUP), lookup, wrapping)

    def hash_of(self, site: str, what: str, text: str) -> bytes:
        """
        By what this text is found in this site: 32 bytes that nobody can try out without the lookup key.

        Args:
            site: two sites' hashes of one text differ.
            what: the kind of text ("key", "record"), so that one is never taken for the other.
            text: any text, also one that is no valid Unicode.
        """
        return self.hashing(site, what)(text)

    def hashing(self, site: str, what: str) -> Callable[[str], bytes]:
        """`hash_of` of one kind of text of one site; what is alike for all of them is taken in once."""
        begun = self._begun.get((site, what))
        if begun is None:
            begun = self._begun[site, what] = _hashing(self._lookup, site, what)
        return begun

    def wrapped(self, key: bytes, about: bytes) -> bytes:
        """A data key as it may stand in the database, good only beside what it is about."""
        return sealed(self._wrapping, key, about)

    def wrapped_each(self, these: Sequence[tuple[bytes, bytes]]) -> list[bytes]:
        """The same of many data keys, each with what it is about."""
        return sealed_each([(self._wrapping, key, about) for key, about in these])

    def unwrapped(self, wrapped: bytes, about: bytes) -> bytes:
        """
        The data key again.

        Raises:
            KeyChanged: it was wrapped by another master key.
        """
        try:
            return unsealed(self._wrapping, wrapped, about)
        except InvalidTag:
            raise KeyChanged from None


def sealed(cipher: AESGCM, plain: bytes, about: bytes) -> bytes:
    """Encrypted and bound to what it is about: a random nonce, then the ciphertext with its tag."""
    [blob] = sealed_each([(cipher, plain, about)])
    return blob


def sealed_each(these: Sequence[tuple[AESGCM, bytes, bytes]]) -> list[bytes]:
    """The same of many: for each its cipher, the plain bytes, and what they are about."""
    nonces = drawn(len(these), _NONCE_BYTES)
    return [
        nonce + cipher.encrypt(nonce, plain, about)
        for nonce, (cipher, plain, about) in zip(nonces, these, strict=True)
    ]


def unsealed(cipher: AESGCM, blob: bytes, about: bytes) -> bytes:
    """The plain bytes again. Raises InvalidTag where key, bytes or what they are about differ."""
    return cipher.decrypt(blob[:_NONCE_BYTES], blob[_NONCE_BYTES:], about)


def _hashing(lookup: bytes, site: str, what: str) -> Callable[[str], bytes]:
    """HMAC-SHA256 (RFC 2104), the key and what stands before the text taken into its two halves."""
    parts = (part.encode("utf-8", "surrogatepass").replace(b"\0", b"\0\0") for part in (site, what))
    block = lookup.ljust(_SHA256_BLOCK, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block) + b"\0".join(parts) + b"\0")
    outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in block))

    def hash_of(text: str) -> bytes:
        message = text.encode("utf-8", "surrogatepass")
        if b"\0" in message:
            message = message.replace(b"\0", b"\0\0")
        inside, whole = inner.copy(), outer.copy()
        inside.update(message)
        whole.update(inside.digest())
        return whole.digest()

    return hash_of
