"""Work with the database from asynchronous code: each call is one transaction in a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, text

P = ParamSpec("P")
T = TypeVar("T")


class Database:
    """The bridge's login. A function given to `run` sees a connection and commits as a whole."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def run(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Call `work(connection, …)` in a thread, in one transaction."""

        def in_transaction() -> T:
            with self._engine.begin() as connection:
                return work(connection, *args, **kwargs)

        return await asyncio.to_thread(in_transaction)

    def close(self) -> None:
        self._engine.dispose()


class Lease:
    """That this process, and no other, works for a network: an advisory lock of a session.

    It is gone when the connection is, so a process that has lost it must stop working before
    another begins: `held` asks the database before each round.
    """

    def __init__(self, engine: Engine, network: str) -> None:
        self._engine = engine
        self._key = f"homeroom.bridge.{network}"
        self._connection: Connection | None = None

    def held(self) -> bool:
        """Whether the lock is ours now; takes it where it is free."""
        try:
            if self._connection is None:
                self._connection = self._engine.connect().execution_options(
                    isolation_level="AUTOCOMMIT"
                )
                return self._take(self._connection)
            self._connection.execute(text("SELECT 1"))
        except Exception:
            self.release()
            raise
        return True

    def release(self) -> None:
        """Let go, by closing the session."""
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None

    def _take(self, connection: Connection) -> bool:
        lock = text("SELECT pg_try_advisory_lock(hashtext(:key))")
        taken = bool(connection.scalar(lock, {"key": self._key}))
        if not taken:
            self.release()
        return taken
