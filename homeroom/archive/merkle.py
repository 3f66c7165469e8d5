"""Merkle trees as in RFC 9162 (and RFC 6962), section 2.1: roots, proofs, and growing by frontier.

A complete subtree has a level and an index: it covers the leaves from `index << level` to
`(index + 1) << level`. Proofs ask a `Tree` for complete subtrees only, so that a log of any size
is proved from a few stored nodes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

_sha256 = hashlib.sha256
_node = _sha256(b"\x01").copy
"""A hash that has read the prefix of a node; to copy one is cheaper than to make one."""
EMPTY_ROOT = hashlib.sha256().digest()
HASH_SIZE = 32


class Tree(Protocol):
    """Where proofs get the hashes of complete subtrees from."""

    def subtree(self, level: int, index: int) -> bytes:
        """The hash over the leaves from `index << level` to `(index + 1) << level`."""
        ...


def hash_leaf(data: bytes) -> bytes:
    """The hash of a leaf: SHA-256(0x00 ‖ data)."""
    return _sha256(b"\x00" + data).digest()


def hash_children(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node: SHA-256(0x01 ‖ left ‖ right)."""
    return _sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Leaves:
    """A tree over leaf hashes in memory."""

    hashes: Sequence[bytes]

    def subtree(self, level: int, index: int) -> bytes:
        row = list(self.hashes[index << level : (index + 1) << level])
        if len(row) != 1 << level:
            raise ValueError(f"no complete subtree at level {level}, index {index}")
        while len(row) > 1:
            row = [hash_children(row[i], row[i + 1]) for i in range(0, len(row), 2)]
        return row[0]


def root(leaf_hashes: Sequence[bytes]) -> bytes:
    """The root over leaf hashes, in order."""
    row = list(leaf_hashes)
    while (count := len(row)) > 1:
        above = []
        for left in range(0, count - 1, 2):
            node = _node()
            node.update(row[left] + row[left + 1])
            above.append(node.digest())
        row = above + row[-1:] if count & 1 else above
    return row[0] if row else EMPTY_ROOT


def range_root(tree: Tree, start: int, end: int) -> bytes:
    """MTH(D[start:end]) for a range that is a node of the tree (RFC 9162, 2.1.1)."""
    count = end - start
    if count == 0:
        return EMPTY_ROOT
    if count & (count - 1) == 0:
        return tree.subtree(count.bit_length() - 1, start >> (count.bit_length() - 1))
    middle = start + _split(count)
    return hash_children(range_root(tree, start, middle), range_root(tree, middle, end))


def inclusion_proof(tree: Tree, index: int, size: int) -> list[bytes]:
    """PATH(index, D[0:size]) (RFC 9162, 2.1.3.1), from the leaf upwards."""
    if not 0 <= index < size:
        raise ValueError(f"no entry {index} in a tree of {size}")
    path = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(range_root(tree, middle, end))
            end = middle
        else:
            path.append(range_root(tree, start, middle))
            start = middle
    return path[::-1]


def root_from_inclusion(leaf_hash: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root that a path leads to (RFC 9162, 2.1.3.2); `ValueError` if it cannot be a path."""
    if not 0 <= index < size:
        raise ValueError(f"no entry {index} in a tree of {size}")
    node, last, reached = index, size - 1, leaf_hash
    for sibling in path:
        if last == 0:
            raise ValueError("the path is too long")
        if node & 1 or node == last:
            reached = hash_children(sibling, reached)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            reached = hash_children(reached, sibling)
        node, last = node >> 1, last >> 1
    if last:
        raise ValueError("the path is too short")
    return reached


def includes(
    leaf_hash: bytes, index: int, size: int, path: Sequence[bytes], expected: bytes
) -> bool:
    """Does the path prove that the leaf is at `index` of the tree with that size and root?"""
    try:
        return root_from_inclusion(leaf_hash, index, size, path) == expected
    except ValueError:
        return False


def consistency_proof(tree: Tree, old: int, new: int) -> list[bytes]:
    """PROOF(old, D[0:new]) (RFC 9162, 2.1.4.1): that the new tree begins with the old one."""
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {new} has no earlier size {old}")
    if old in (0, new):
        return []
    path = []
    start, end, whole = 0, new, True
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(range_root(tree, middle, end))
            end = middle
        else:
            path.append(range_root(tree, start, middle))
            start, whole = middle, False
    if not whole:
        path.append(range_root(tree, start, end))
    return path[::-1]


def consistent(old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Does the path prove that the tree of size `new` begins with that of size `old`?

    RFC 9162, 2.1.4.2. Every tree begins with the empty one, and with itself.
    """
    if not 0 <= old <= new:
        return False
    if old in (0, new):
        return not path and old_root == (EMPTY_ROOT if old == 0 else new_root)
    return _consistent_inside(old, old_root, new, new_root, list(path))


def _consistent_inside(
    old: int, old_root: bytes, new: int, new_root: bytes, path: list[bytes]
) -> bool:
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    if not path:
        return False
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    first = second = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            first, second = hash_children(sibling, first), hash_children(sibling, second)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            second = hash_children(second, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root


@dataclass(slots=True)
class Frontier:
    """The right edge of a growing tree: the roots of its complete subtrees, largest first."""

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        if len(self.peaks) != self.size.bit_count():
            raise ValueError(f"a tree of {self.size} has no frontier of {len(self.peaks)}")

    @classmethod
    def from_bytes(cls, size: int, peaks: bytes) -> Frontier:
        """The frontier as `to_bytes` wrote it."""
        cut = [peaks[i : i + HASH_SIZE] for i in range(0, len(peaks), HASH_SIZE)]
        return cls(size, cut)

    def to_bytes(self) -> bytes:
        return b"".join(self.peaks)

    def append(self, leaf_hash: bytes) -> Iterator[tuple[int, int, bytes]]:
        """Take a leaf; yields each complete subtree above it that it ends: level, index, hash."""
        index, level, reached = self.size, 0, leaf_hash
        made = []
        while (index >> level) & 1:
            reached = hash_children(self.peaks.pop(), reached)
            level += 1
            made.append((level, index >> level, reached))
        self.peaks.append(reached)
        self.size += 1
        return iter(made)

    def extend(self, leaf_hashes: Iterable[bytes]) -> list[tuple[int, int, bytes]]:
        """Take leaves in order; the complete subtrees that they end."""
        return [node for leaf_hash in leaf_hashes for node in self.append(leaf_hash)]

    def root(self) -> bytes:
        """The root of the tree so far."""
        if not self.peaks:
            return EMPTY_ROOT
        reached = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            reached = hash_children(peak, reached)
        return reached


def _split(count: int) -> int:
    """The largest power of two smaller than `count`, which is at least 2."""
    return 1 << ((count - 1).bit_length() - 1)
