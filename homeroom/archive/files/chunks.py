"""A file encrypted in chunks: AES-256-GCM under a key of its own, in bounded memory.

The STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015): a chunk's nonce is its number
and whether it is the last, so that a chunk that is missing, moved or cut off is found. Before the
first byte stands the length, and after the last one zeros up to a padded length (Padmé: Nikitin et
al. 2019, at most 12 % more), so that an object's size is that of very many other files.
"""

from __future__ import annotations

from collections.abc import Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from homeroom.archive.files.objects import MediaError, Readable

MAGIC = b"homeroom file 1\n"
CHUNK = 1 << 16
TAG = 16
LENGTH = 8
KEY_SIZE = 32


class UndecryptableError(MediaError):
    """Ciphertext that is not what was written under this key."""


def new_key() -> bytes:
    """A key for one file."""
    return AESGCM.generate_key(8 * KEY_SIZE)


def padded(size: int) -> int:
    """How much is encrypted for a file of this size, its length included."""
    whole = size + LENGTH
    exponent = whole.bit_length() - 1
    free = exponent - exponent.bit_length()
    step = 1 << max(free, 0)
    return -(-whole // step) * step


def encrypted_size(size: int) -> int:
    """The size of the object that a file of this size becomes."""
    whole = padded(size)
    return len(MAGIC) + whole + TAG * -(-whole // CHUNK)


class Encrypting:
    """The ciphertext of a file of a known size, to be read once; `MediaError` if it has another."""

    def __init__(self, key: bytes, source: Readable, size: int) -> None:
        self._cipher = AESGCM(key)
        self._source = source
        self._left = size
        self._whole = padded(size)
        self._plain = bytearray(size.to_bytes(LENGTH, "big"))
        self._ready = bytearray(MAGIC)
        self._number = 0

    def read(self, size: int = -1, /) -> bytes:
        while (size < 0 or len(self._ready) < size) and self._number * CHUNK < self._whole:
            self._ready += self._next()
        taken = bytes(self._ready) if size < 0 else bytes(self._ready[:size])
        del self._ready[: len(taken)]
        return taken

    def _next(self) -> bytes:
        end = min(self._whole - self._number * CHUNK, CHUNK)
        while self._left and len(self._plain) < end:
            piece = self._source.read(min(end - len(self._plain), self._left))
            if not piece:
                raise MediaError(f"the file is {self._left} bytes shorter than it should be")
            self._left -= len(piece)
            self._plain += piece
        self._plain += bytes(end - len(self._plain))
        last = self._number * CHUNK + end == self._whole
        made = self._cipher.encrypt(nonce(self._number, last), bytes(self._plain), MAGIC)
        self._number += 1
        self._plain.clear()
        return made


def decrypted(key: bytes, source: Readable) -> Iterator[bytes]:
    """The plain bytes, piece by piece, each authenticated; `UndecryptableError` where one is not.

    What was given out before an error is the file's beginning and no more than that.
    """
    if exactly(source, len(MAGIC)) != MAGIC:
        raise UndecryptableError("it does not begin as an encrypted file")
    cipher, number, left = AESGCM(key), 0, -1
    here = exactly(source, CHUNK + TAG)
    while here:
        after = exactly(source, CHUNK + TAG)
        try:
            plain = cipher.decrypt(nonce(number, not after), here, MAGIC)
        except InvalidTag:
            raise UndecryptableError(f"its part {number} was changed, moved or cut off") from None
        if number == 0:
            left, plain = int.from_bytes(plain[:LENGTH], "big"), plain[LENGTH:]
        piece = plain[:left]
        left -= len(piece)
        if piece:
            yield piece
        here, number = after, number + 1
    if left:
        raise UndecryptableError("it is shorter than it says")


def nonce(number: int, last: bool) -> bytes:
    """A chunk's own: its number, and whether it is the last."""
    return number.to_bytes(11, "big") + bytes([last])


def exactly(source: Readable, size: int) -> bytes:
    """So many bytes, fewer only at the end: a network gives them in pieces."""
    held = bytearray()
    while len(held) < size and (piece := source.read(size - len(held))):
        held += piece
    return bytes(held)
