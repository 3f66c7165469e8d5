"""`homeroom migrate`: bring the database to this version."""

from __future__ import annotations

from typing import Annotated

import typer

from homeroom.archive import by_month
from homeroom.cli.session import DEFAULT_DATA, DataOption, open_session, say
from homeroom.db.migrate import migrate as bring_up


def migrate(
    superuser: Annotated[
        str,
        typer.Option(
            envvar="HOMEROOM_SUPERUSER_DSN",
            help="postgresql://… of a login that may create roles and the database.",
        ),
    ],
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Bring the database to this version: roles, Synapse's schema, then Homeroom's."""
    session = open_session(data)
    bring_up(superuser, session.config, by_month.prepare)
    say(f"Database {session.config.database.name} is at this version.")
