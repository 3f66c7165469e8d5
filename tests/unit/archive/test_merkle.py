"""Merkle trees against the vectors of RFC 6962's reference code, and by property at odd sizes."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.archive import merkle
from homeroom.archive.merkle import EMPTY_ROOT, Frontier, Leaves, hash_leaf

# The test vectors of the reference implementation (google/certificate-transparency, merkletree).
INPUTS = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
L0, L01, L0123 = ROOTS[0], ROOTS[1], ROOTS[3]
L1 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
L23 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
L4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
L45 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
L67 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
L4567 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
HASHES = [hash_leaf(bytes.fromhex(data)) for data in INPUTS]

sizes = st.integers(1, 300)


def leaves(count: int) -> list[bytes]:
    return [hash_leaf(str(number).encode()) for number in range(count)]


def test_the_empty_tree() -> None:
    assert merkle.root([]) == EMPTY_ROOT == hashlib.sha256(b"").digest()


@pytest.mark.parametrize("size", range(1, 9))
def test_roots(size: int) -> None:
    assert merkle.root(HASHES[:size]).hex() == ROOTS[size - 1]


@pytest.mark.parametrize(
    ("index", "size", "path"),
    [
        (0, 1, []),
        (0, 8, [L1, L23, L4567]),
        (5, 8, [L4, L67, L0123]),
        (2, 3, [L01]),
        (1, 5, [L0, L23, L4]),
    ],
)
def test_inclusion_proofs(index: int, size: int, path: list[str]) -> None:
    made = merkle.inclusion_proof(Leaves(HASHES), index, size)
    assert [node.hex() for node in made] == path
    assert merkle.includes(HASHES[index], index, size, made, bytes.fromhex(ROOTS[size - 1]))


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        (1, 1, []),
        (1, 8, [L1, L23, L4567]),
        (6, 8, [L45, L67, L0123]),
        (2, 5, [L23, L4]),
    ],
)
def test_consistency_proofs(old: int, new: int, path: list[str]) -> None:
    made = merkle.consistency_proof(Leaves(HASHES), old, new)
    assert [node.hex() for node in made] == path
    roots = bytes.fromhex(ROOTS[old - 1]), bytes.fromhex(ROOTS[new - 1])
    assert merkle.consistent(old, roots[0], new, roots[1], made)


@given(size=sizes, data=st.data())
def test_every_entry_is_proved_and_no_other(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    hashes = leaves(size)
    path = merkle.inclusion_proof(Leaves(hashes), index, size)
    expected = merkle.root(hashes)
    assert merkle.includes(hashes[index], index, size, path, expected)
    assert not merkle.includes(hash_leaf(b"another"), index, size, path, expected)
    elsewhere = data.draw(st.integers(0, size - 1))
    assert elsewhere == index or not merkle.includes(hashes[index], elsewhere, size, path, expected)
    assert not merkle.includes(hashes[index], index, size, [*path, expected], expected)
    assert not path or not merkle.includes(hashes[index], index, size, path[:-1], expected)


@given(new=sizes, data=st.data())
def test_a_tree_begins_with_its_earlier_self_and_no_other(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(0, new))
    hashes = leaves(new)
    path = merkle.consistency_proof(Leaves(hashes), old, new)
    before, after = merkle.root(hashes[:old]), merkle.root(hashes)
    assert merkle.consistent(old, before, new, after, path)
    if old:
        changed = [*hashes[: old - 1], hash_leaf(b"another"), *hashes[old:]]
        forged = merkle.consistency_proof(Leaves(changed), old, new)
        assert not merkle.consistent(old, before, new, merkle.root(changed), forged)
    if path:
        assert not merkle.consistent(old, before, new, after, path[:-1])
        assert not merkle.consistent(old, before, new, after, [*path, before])


@given(size=st.integers(0, 300), cuts=st.lists(st.integers(0, 300)))
def test_the_frontier_grows_to_the_same_root(size: int, cuts: list[int]) -> None:
    hashes = leaves(size)
    frontier, at = Frontier(), 0
    nodes: dict[tuple[int, int], bytes] = {}
    for cut in [*sorted(c for c in cuts if c <= size), size]:
        made = frontier.extend(hashes[at:cut])
        nodes |= {(level, index): node for level, index, node in made}
        frontier, at = Frontier.from_bytes(frontier.size, frontier.to_bytes()), cut
    assert frontier.root() == merkle.root(hashes)
    assert len(nodes) == size - size.bit_count()
    tree = Leaves(hashes)
    assert all(tree.subtree(level, index) == node for (level, index), node in nodes.items())


def test_a_frontier_that_does_not_fit_its_size_is_refused() -> None:
    with pytest.raises(ValueError, match="no frontier"):
        Frontier(3, [EMPTY_ROOT])
