"""`homeroom request link|links|unlink`: how a released production reaches the requester."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from homeroom.cli.session import (
    DEFAULT_DATA,
    DataOption,
    JsonOption,
    open_session,
    say,
    show,
    show_json,
)
from homeroom.disclosure import links, requests
from homeroom.registry import policies

Id = Annotated[str, typer.Argument(metavar="ID", help="The request's id.")]


def install(app: typer.Typer) -> None:
    """Add these verbs to `homeroom request`."""
    app.command("link")(link)
    app.command("links")(links_)
    app.command("unlink")(unlink)


def link(
    request: Id,
    days: Annotated[int, typer.Option(help="For how long: 3, 7, 14 or 30.")] = 14,
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Make a link by which the requester downloads what was released, once, without an account."""
    session = open_session(data)
    with session.connect() as connection:
        today = policies.local_day(connection, datetime.now(UTC))
        made = links.issue(connection, request, days=days, by=session.actor, today=today)
    address = f"{session.config.public_portal}/download/{made.token}"
    until = made.link.expires_at.isoformat()
    if as_json:
        show_json({"link": address, "passcode": made.passcode, "until": until})
        return
    say(f"link:     {address}")
    say(f"passcode: {made.passcode}")
    say(f"until:    {until}")
    say("Both are shown this once. Tell the passcode by another way than the link.")


def links_(request: Id, data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """The links of a request, and each attempt to use them."""
    session = open_session(data)
    with session.connect() as connection:
        requests.get(connection, request)
        rows = [
            {
                "link": known.id,
                "state": known.state,
                "until": known.expires_at.isoformat(),
                "at": each.at.isoformat() if each else "",
                "outcome": each.outcome if each else "",
                "address": each.address if each else "",
            }
            for known, attempts in links.of_request(connection, request)
            for each in [*attempts, *([] if attempts else [None])]
        ]
    show(rows, as_json)


def unlink(request: Id, data: DataOption = DEFAULT_DATA) -> None:
    """Take the open link of a request back: it opens nothing any more."""
    session = open_session(data)
    with session.connect() as connection:
        requests.get(connection, request)
        gone = links.revoke(connection, request, by=session.actor)
    say(f"{request}: {'the link is taken back' if gone else 'there is no open link'}")
