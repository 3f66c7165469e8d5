"""A stream of unknown length, encrypted in chunks: AES-256-GCM under a key of its own.

The STREAM construction of `chunks`, without a length before it: a backup does not know how long it
will be. Each chunk is authenticated with its place and whether it is the last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from homeroom.archive.files.chunks import CHUNK, TAG, UndecryptableError, exactly, nonce
from homeroom.archive.files.objects import Readable

MAGIC = b"homeroom stream 1\n"


def encrypted(key: bytes, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The ciphertext of pieces of any size, in bounded memory. A key is for one stream alone."""
    cipher, number, held = AESGCM(key), 0, bytearray()
    yield MAGIC
    for piece in pieces:
        held += piece
        while len(held) > CHUNK:
            yield cipher.encrypt(nonce(number, False), bytes(held[:CHUNK]), MAGIC)
            del held[:CHUNK]
            number += 1
    yield cipher.encrypt(nonce(number, True), bytes(held), MAGIC)


def decrypted(key: bytes, source: Readable) -> Iterator[bytes]:
    """The plain pieces, each authenticated; `UndecryptableError` where one is not."""
    if exactly(source, len(MAGIC)) != MAGIC:
        raise UndecryptableError("it does not begin as an encrypted stream")
    cipher, number = AESGCM(key), 0
    here = exactly(source, CHUNK + TAG)
    while True:
        after = exactly(source, CHUNK + TAG)
        try:
            plain = cipher.decrypt(nonce(number, not after), here, MAGIC)
        except InvalidTag:
            raise UndecryptableError(f"its part {number} was changed, moved or cut off") from None
        if plain:
            yield plain
        if not after:
            return
        here, number = after, number + 1
