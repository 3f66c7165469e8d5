"""Signed notes: against the vector of the Go implementation, and every byte under the signature."""

from __future__ import annotations

import base64
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from homeroom.archive.checkpoint import (
    Checkpoint,
    CheckpointError,
    Signer,
    Verifier,
    load_key,
    load_or_create_key,
    load_verifier,
)
from homeroom.errors import InputError

# golang.org/x/mod/sumdb/note, example_test.go.
VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpR"
    "Zb6KE6RyyBwJnAM=\n"
)
SIGNER = Signer(name="homeroom/demo", private_key=Ed25519PrivateKey.from_private_bytes(bytes(32)))
CHECKPOINT = Checkpoint(district="demo", epoch=1, size=5, root=b"\x01" * 32)


def test_the_note_of_the_go_implementation() -> None:
    verifier = Verifier.parse(VKEY)
    signer = Signer(name="PeterNeumann", private_key=Ed25519PrivateKey.from_private_bytes(SEED))
    assert verifier.vkey() == VKEY == signer.verifier.vkey()
    assert signer.sign_text(verifier.text(NOTE)) == NOTE


def test_a_checkpoint_comes_back() -> None:
    note = SIGNER.sign(CHECKPOINT)
    assert note.startswith(
        f"homeroom/demo/1\n5\n{base64.b64encode(CHECKPOINT.root).decode()}\n\n— "
    )
    assert SIGNER.verifier.open(note) == CHECKPOINT


@given(data=st.data())
def test_no_byte_of_a_note_can_be_changed(data: st.DataObject) -> None:
    note = SIGNER.sign(CHECKPOINT)
    at = data.draw(st.integers(0, len(note) - 2))
    changed = (
        note[:at] + data.draw(st.characters().filter(lambda c: c != note[at])) + note[at + 1 :]
    )
    with pytest.raises(CheckpointError):
        SIGNER.verifier.open(changed)


def test_another_key_of_the_same_name_is_refused() -> None:
    other = Signer(name=SIGNER.name, private_key=Ed25519PrivateKey.from_private_bytes(b"2" * 32))
    with pytest.raises(CheckpointError, match="not signed"):
        SIGNER.verifier.open(other.sign(CHECKPOINT))


@pytest.mark.parametrize(
    "text",
    [
        "homeroom/demo/1\n05\n" + "A" * 43 + "=\n",  # a size is written in one way
        "other/demo/1\n5\n" + "A" * 43 + "=\n",
        "homeroom/demo/1\n5\nAAAA\n",
        "homeroom/demo/1\n5\n",
        "homeroom/demo/1\n-5\n" + "A" * 43 + "=\n",
    ],
)
def test_a_signed_text_that_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(CheckpointError, match="no checkpoint"):
        SIGNER.verifier.open(SIGNER.sign_text(text))


def test_a_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "checkpoint.key"
    made = load_or_create_key(file, "demo")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert load_or_create_key(file, "demo").verifier == made.verifier
    assert (
        load_verifier(file.with_suffix(".vkey")) == made.verifier == load_key(file, "demo").verifier
    )


def test_a_broken_key_says_so(tmp_path: Path) -> None:
    file = tmp_path / "checkpoint.key"
    file.write_text("nonsense", encoding="ascii")
    with pytest.raises(InputError, match=r"checkpoint\.key"):
        load_or_create_key(file, "demo")
