"""What is encrypted comes back, and nothing else does: not a byte changed, moved, or cut off."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.archive.files.chunks import (
    CHUNK,
    MAGIC,
    TAG,
    Encrypting,
    UndecryptableError,
    decrypted,
    encrypted_size,
    new_key,
    padded,
)
from homeroom.archive.files.objects import MediaError

KEY = new_key()
SIZES = [0, 1, CHUNK - 9, CHUNK - 8, CHUNK - 7, CHUNK, 3 * CHUNK, 3 * CHUNK + 17]
PART = CHUNK + TAG


def encrypted(content: bytes, key: bytes = KEY) -> bytes:
    return Encrypting(key, io.BytesIO(content), len(content)).read()


def plain(ciphertext: bytes, key: bytes = KEY) -> bytes:
    return b"".join(decrypted(key, io.BytesIO(ciphertext)))


@pytest.mark.parametrize("size", SIZES)
def test_what_is_encrypted_comes_back(size: int) -> None:
    content = bytes(number % 251 for number in range(size))
    made = encrypted(content)
    assert len(made) == encrypted_size(size)
    assert plain(made) == content


@given(st.binary(max_size=300), st.integers(1, 50))
def test_it_is_the_same_read_in_any_pieces(content: bytes, piece: int) -> None:
    source = Encrypting(KEY, io.BytesIO(content), len(content))
    made = b"".join(iter(lambda: source.read(piece), b""))
    assert made == encrypted(content)
    assert plain(made) == content


@given(st.binary(min_size=1, max_size=200), st.data())
def test_no_byte_can_be_changed(content: bytes, data: st.DataObject) -> None:
    made = bytearray(encrypted(content))
    made[data.draw(st.integers(0, len(made) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(UndecryptableError):
        plain(bytes(made))


def _parts(made: bytes) -> list[bytes]:
    rest = made[len(MAGIC) :]
    return [rest[start : start + PART] for start in range(0, len(rest), PART)]


FIRST, SECOND, THIRD, *REST = _parts(encrypted(bytes(4 * CHUNK)))
OTHER = _parts(encrypted(b"x" * 4 * CHUNK, new_key()))


@pytest.mark.parametrize(
    "parts",
    [
        [FIRST, SECOND, THIRD],  # cut off at the end of a part
        [FIRST, SECOND, THIRD, *REST[:-1], REST[-1][:-1]],  # within one
        [FIRST, THIRD, SECOND, *REST],  # moved
        [FIRST, SECOND, SECOND, *REST],  # repeated
        [SECOND, THIRD, *REST],  # its beginning gone
        [FIRST, SECOND, THIRD, *REST, REST[-1]],  # lengthened
        [FIRST, OTHER[1], THIRD, *REST],  # a part of another file
        [],  # nothing left but the mark
    ],
)
def test_no_part_is_left_out_moved_or_added(parts: list[bytes]) -> None:
    with pytest.raises(UndecryptableError):
        plain(MAGIC + b"".join(parts))


def test_another_key_opens_nothing() -> None:
    with pytest.raises(UndecryptableError):
        plain(encrypted(b"a picture"), new_key())


def test_a_source_that_ends_too_soon_is_no_file() -> None:
    with pytest.raises(MediaError, match="3 bytes shorter"):
        Encrypting(KEY, io.BytesIO(b"pic"), 6).read()


def test_the_size_of_an_object_is_that_of_many_files() -> None:
    assert encrypted_size(1_000_000) == encrypted_size(1_012_345)
    sizes = range(1, 200_000, 97)
    made = [padded(size) for size in sizes]
    assert all(
        size + 8 <= each <= (size + 8) * 1.12 + 1 for size, each in zip(sizes, made, strict=True)
    )
    assert len(set(made)) < 400
