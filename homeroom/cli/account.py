"""`homeroom account`: the accounts that sign in with a password of their own."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from homeroom.cli.session import DEFAULT_DATA, DataOption, Session, open_session, say
from homeroom.errors import InputError
from homeroom.registry import emergencies, people
from homeroom.registry.model import Person
from homeroom.steward.homeserver import Homeserver

app = typer.Typer(no_args_is_help=True)
PASSWORD_BYTES = 18


@app.callback()
def accounts() -> None:
    """Accounts for when the district's sign-on fails."""


@app.command("break-glass")
def break_glass(
    person: Annotated[str, typer.Argument(help="User id, roster id or unambiguous name.")],
    reason: Annotated[
        str, typer.Option("--reason", help="For somebody who has an account: why, on record.")
    ] = "",
    minutes: Annotated[
        int, typer.Option("--minutes", help="For somebody who has an account: 60 at most.")
    ] = 60,
    data: DataOption = DEFAULT_DATA,
) -> None:
    """A way in when the sign-on fails: an emergency account, or a one-time password.

    Somebody on `sign_on.break_glass` who has never signed on gets an account and its password. An
    administrator, or IT staff, who has one gets a password for one session, which ends by itself.
    """
    session = open_session(data)
    if not session.config.sign_on.break_glass and session.config.sign_on.ldap is None:
        raise InputError("break-glass: passwords are off; name an account in sign_on.break_glass")
    with session.connect() as connection:
        found = people.resolve(connection, person)
    name = (found.user_id or "").removeprefix("@").partition(":")[0]
    password = _made(session, found) if name in session.config.sign_on.break_glass else None
    if password:
        until = "now, and is shown once"
    else:
        now = datetime.now(UTC)
        with session.connect() as connection:
            password = emergencies.open_for(
                connection,
                found,
                by=session.actor,
                reason=reason,
                now=now,
                lasts=timedelta(minutes=minutes),
            )
        until = f"once, and the session ends at {now + timedelta(minutes=minutes):%H:%M} UTC"
    say(f"{found.user_id} signs in with this password {until}; it is nowhere else:\n{password}")


def _made(session: Session, person: Person) -> str | None:
    """The password of a new account; None where there is one already."""
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    with Homeserver(session.config) as homeserver:
        made = homeserver.register(person.user_id or "", person.name, password=password)
    return password if made else None
