"""Keys that follow one another: whoever trusts one can check what each may sign, and no more."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from homeroom.archive.checkpoint import Checkpoint, CheckpointError, Signer
from homeroom.archive.keys import HandOver, Keyring

ENDS = [10, 25, 40]


def signer(number: int) -> Signer:
    seed = bytes([number]) * 32
    return Signer(name="homeroom/demo", private_key=Ed25519PrivateKey.from_private_bytes(seed))


SIGNERS = [signer(number) for number in range(4)]
STRANGER = signer(99)


def checkpoint(size: int) -> Checkpoint:
    return Checkpoint(district="demo", epoch=1, size=size, root=bytes(32))


def hand_over(old: Signer, new: Signer, size: int) -> HandOver:
    return HandOver(old=old.verifier, new=new.verifier, checkpoint=checkpoint(size))


ROW = [hand_over(SIGNERS[n], SIGNERS[n + 1], size) for n, size in enumerate(ENDS)]


def test_a_hand_over_opens_as_both_signed_it() -> None:
    note = ROW[0].signed(SIGNERS[0], SIGNERS[1])
    assert HandOver.open(note) == ROW[0]
    assert note.count("\N{EM DASH} homeroom/demo ") == 2


@pytest.mark.parametrize(
    "note",
    [
        ROW[0].signed(SIGNERS[0], STRANGER),  # the new key never agreed
        ROW[0].signed(STRANGER, SIGNERS[1]),  # the old key never gave it
        ROW[0].signed(SIGNERS[0], SIGNERS[1]).replace("\n10\n", "\n11\n"),
        hand_over(SIGNERS[0], SIGNERS[0], 10).signed(SIGNERS[0], SIGNERS[0]),
        SIGNERS[0].sign(checkpoint(10)),
        "",
    ],
)
def test_what_both_did_not_sign_is_no_hand_over(note: str) -> None:
    with pytest.raises(CheckpointError):
        HandOver.open(note)


@given(
    trusted=st.integers(0, 3),
    order=st.permutations(ROW),
    key=st.integers(0, 3),
    size=st.integers(0, 60),
)
def test_each_key_signs_for_its_time_whichever_is_trusted(
    trusted: int, order: list[HandOver], key: int, size: int
) -> None:
    ring = Keyring.of(SIGNERS[trusted].verifier, order)
    note = SIGNERS[key].sign(checkpoint(size))
    first = 0 if key == 0 else ENDS[key - 1]
    last = ENDS[key] if key < len(ENDS) else 60
    if first <= size <= last:
        assert ring.open(note) == checkpoint(size)
    else:
        with pytest.raises(CheckpointError, match="not in use then"):
            ring.open(note)


def test_a_key_that_nobody_handed_over_opens_nothing() -> None:
    ring = Keyring.of(SIGNERS[0].verifier, ROW)
    with pytest.raises(CheckpointError):
        ring.open(STRANGER.sign(checkpoint(5)))
    stolen = hand_over(STRANGER, SIGNERS[0], 5)
    for_nothing = Keyring.of(STRANGER.verifier, [stolen])
    with pytest.raises(CheckpointError, match="not in use"):
        for_nothing.open(STRANGER.sign(checkpoint(6)))
