"""Connections to the district's database, one engine a role."""

from __future__ import annotations

from sqlalchemy import URL, Engine, create_engine

from homeroom.config import HomeroomConfig
from homeroom.db.roles import DatabaseRole


def url(config: HomeroomConfig, role: DatabaseRole) -> URL:
    """The address of the database for a role; the password comes from `DIR/secrets/ROLE`."""
    return URL.create(
        "postgresql+psycopg2",
        username=role.value,
        password=config.secret(role.value),
        host=config.database.host,
        port=config.database.port,
        database=config.database.name,
    )


def connect(
    config: HomeroomConfig,
    role: DatabaseRole,
    *,
    pool_size: int = 5,
    name: str = "",
    answers_within: float | None = None,
) -> Engine:
    """An engine for `role`; a dead connection is noticed before it is used.

    `name` is what its sessions are called at the database, where that is not the role's.
    A statement that is not done, or a connection that is dead, `answers_within` so many seconds
    is an `OperationalError`.
    """
    limits: dict[str, object] = {}
    if answers_within is not None:
        milliseconds = round(answers_within * 1000)
        limits["options"] = f"-c statement_timeout={milliseconds}"
        limits["tcp_user_timeout"] = milliseconds
    return create_engine(
        url(config, role),
        pool_size=pool_size,
        pool_pre_ping=True,
        connect_args={
            "application_name": name or role.value,
            "connect_timeout": 5,
            **limits,
        },
    )
