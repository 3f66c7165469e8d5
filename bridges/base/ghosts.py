"""Ghosts: a remote person's account here, keyed on stable aliases, never on a name they chose."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select, update

from bridges.base.model import Alias
from homeroom.db.tables.bridge import alias, ghost


@dataclass(frozen=True, slots=True, kw_only=True)
class Ghost:
    """`localpart` is random, so that a room tells nobody a number."""

    id: int
    localpart: str
    name: str
    aliases: tuple[Alias, ...]

    @property
    def phones(self) -> tuple[str, ...]:
        return tuple(known.value for known in self.aliases if known.kind == "phone")


def of_aliases(connection: Connection, network: str, given: Sequence[Alias]) -> Ghost:
    """The ghost that these aliases name now; made where there is none.

    A business-scoped id outweighs a number: where a number comes with another id than it had,
    it has changed hands, and moves, dated, to a ghost of its own.
    """
    found = {
        known: ghost_id
        for known in given
        if (ghost_id := _current(connection, network, known)) is not None
    }
    by_user = next((g for known, g in found.items() if known.kind == "user_id"), None)
    chosen = by_user or next(
        (g for g in found.values() if not _other_user(connection, network, g, given)), None
    )
    if chosen is None:
        chosen = _make(connection, network)
    for known in given:
        if found.get(known) != chosen:
            _assign(connection, network, known, chosen)
    return get(connection, chosen)


def get(connection: Connection, ghost_id: int) -> Ghost:
    """A ghost with the aliases that it has now."""
    row = connection.execute(
        select(ghost.c.id, ghost.c.localpart, ghost.c.name).where(ghost.c.id == ghost_id)
    ).one()
    aliases = connection.execute(
        select(alias.c.kind, alias.c.value)
        .where(alias.c.ghost == ghost_id, alias.c.until.is_(None))
        .order_by(alias.c.kind, alias.c.value)
    )
    known = tuple(Alias(kind=found.kind, value=found.value) for found in aliases)
    return Ghost(id=row.id, localpart=row.localpart, name=row.name, aliases=known)


def named(connection: Connection, ghost_id: int, name: str) -> None:
    """Note the name under which a ghost is shown."""
    connection.execute(update(ghost).where(ghost.c.id == ghost_id).values(name=name))


def _current(connection: Connection, network: str, known: Alias) -> int | None:
    found = connection.scalar(
        select(alias.c.ghost).where(
            alias.c.network == network,
            alias.c.kind == known.kind,
            alias.c.value == known.value,
            alias.c.until.is_(None),
        )
    )
    return None if found is None else int(found)


def _other_user(
    connection: Connection, network: str, ghost_id: int, given: Sequence[Alias]
) -> bool:
    """Whether the ghost has a business-scoped id, and this message came with another."""
    said = {known.value for known in given if known.kind == "user_id"}
    has = set(
        connection.scalars(
            select(alias.c.value).where(
                alias.c.network == network,
                alias.c.ghost == ghost_id,
                alias.c.kind == "user_id",
                alias.c.until.is_(None),
            )
        )
    )
    return bool(said and has and not said & has)


def _make(connection: Connection, network: str) -> int:
    localpart = f"_{network}_{secrets.token_hex(10)}"
    made = insert(ghost).values(network=network, localpart=localpart).returning(ghost.c.id)
    return int(connection.execute(made).scalar_one())


def _assign(connection: Connection, network: str, known: Alias, ghost_id: int) -> None:
    connection.execute(
        update(alias)
        .where(
            alias.c.network == network,
            alias.c.kind == known.kind,
            alias.c.value == known.value,
            alias.c.until.is_(None),
        )
        .values(until=func.clock_timestamp())
    )
    connection.execute(
        insert(alias).values(network=network, kind=known.kind, value=known.value, ghost=ghost_id)
    )
