"""`homeroom account`: the accounts that sign in with a password of their own."""

from __future__ import annotations

import secrets
from typing import Annotated

import typer

from homeroom.cli.session import DEFAULT_DATA, DataOption, open_session, say
from homeroom.errors import InputError
from homeroom.registry import people
from homeroom.steward.homeserver import Homeserver

app = typer.Typer(no_args_is_help=True)
PASSWORD_BYTES = 18


@app.callback()
def accounts() -> None:
    """Accounts for when the district's sign-on fails."""


@app.command("break-glass")
def break_glass(
    person: Annotated[str, typer.Argument(help="User id, roster id or unambiguous name.")],
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Make the account of somebody on `sign_on.break_glass`, and show its password once."""
    session = open_session(data)
    with session.connect() as connection:
        found = people.resolve(connection, person)
    user_id = found.user_id or ""
    name = user_id.removeprefix("@").partition(":")[0]
    if name not in session.config.sign_on.break_glass:
        raise InputError(f"{person}: add {name or 'an account'!r} to sign_on.break_glass first")
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    with Homeserver(session.config) as homeserver:
        if not homeserver.register(user_id, found.name, password=password):
            raise InputError(
                f"{user_id}: has an account already, and signs on; choose somebody who never has"
            )
    say(f"{user_id} signs in with this password, which is shown now and never again:\n{password}")
