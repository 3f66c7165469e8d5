"""The tree as the database keeps it: leaves, and complete subtrees from level 8 up."""

from __future__ import annotations

from collections import OrderedDict

from sqlalchemy import Connection, select

from homeroom.archive.merkle import Leaves
from homeroom.db.tables import archive as tables
from homeroom.errors import HomeroomError

STORED_LEVEL = 8
BLOCK = 1 << STORED_LEVEL
BLOCKS_KEPT = 64


class LogError(HomeroomError):
    """The log is not what it should be; the message says where."""


class StoredTree:
    """Where proofs over the stored log get their hashes from; a few blocks stay in memory."""

    def __init__(self, connection: Connection, district: str, epoch: int) -> None:
        self._connection = connection
        self._district = district
        self._epoch = epoch
        self._nodes: dict[tuple[int, int], bytes] = {}
        self._blocks: OrderedDict[int, Leaves] = OrderedDict()

    def subtree(self, level: int, index: int) -> bytes:
        """The hash of a complete subtree; `LogError` where it is missing."""
        if level >= STORED_LEVEL:
            return self._node(level, index)
        block, inside = divmod(index, BLOCK >> level)
        try:
            return self._block(block).subtree(level, inside)
        except ValueError:
            raise LogError(f"leaves are missing near entry {index << level}") from None

    def _node(self, level: int, index: int) -> bytes:
        if (level, index) not in self._nodes:
            columns = tables.node.c
            found = self._connection.scalar(
                select(columns.hash).where(
                    columns.district == self._district,
                    columns.epoch == self._epoch,
                    columns.level == level,
                    columns.index == index,
                )
            )
            if found is None:
                raise LogError(f"the tree's node {index} at level {level} is missing")
            self._nodes[level, index] = bytes(found)
        return self._nodes[level, index]

    def _block(self, block: int) -> Leaves:
        if block not in self._blocks:
            self._blocks[block] = self._load(block)
            if len(self._blocks) > BLOCKS_KEPT:
                self._blocks.popitem(last=False)
        self._blocks.move_to_end(block)
        return self._blocks[block]

    def _load(self, block: int) -> Leaves:
        columns = tables.leaf.c
        rows = self._connection.execute(
            select(columns.index, columns.leaf_hash)
            .where(
                columns.district == self._district,
                columns.epoch == self._epoch,
                columns.index.between(block * BLOCK, (block + 1) * BLOCK - 1),
            )
            .order_by(columns.index)
        )
        return Leaves(_gap_free([(row[0], row[1]) for row in rows], block * BLOCK))


def _gap_free(rows: list[tuple[int, bytes]], first: int) -> list[bytes]:
    hashes = []
    for place, (index, leaf_hash) in enumerate(rows):
        if index != first + place:
            raise LogError(f"leaf {first + place} is missing")
        hashes.append(bytes(leaf_hash))
    return hashes
