"""`homeroom alert`: alerts of danger, and what was done about them."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from homeroom.cli.session import DEFAULT_DATA, DataOption, JsonOption, open_session, say, show
from homeroom.danger import acting, alerts
from homeroom.danger.alerts import Alert

app = typer.Typer(no_args_is_help=True)

IdArgument = Annotated[int, typer.Argument(metavar="ID")]
NoteOption = Annotated[str, typer.Option(help="What was done, in one sentence.")]
COLUMNS = ("id", "at", "standing", "rules", "people", "room_id", "told")
MOST = 100


@app.command("list")
def list_(
    everything: Annotated[bool, typer.Option("--all", help="Closed ones, too.")] = False,
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """The alerts that nobody has closed."""
    with open_session(data).connect() as connection:
        found = alerts.latest(connection, limit=MOST) if everything else alerts.unclosed(connection)
    show([_row(alert) for alert in found], as_json, columns=COLUMNS)


@app.command()
def acknowledge(alert_id: IdArgument, data: DataOption = DEFAULT_DATA) -> None:
    """Say that an adult is taking care of it: nobody else is told of this alert."""
    session = open_session(data)
    with session.connect() as connection:
        acting.acknowledge(connection, alert_id, by=session.actor)
    say(f"Alert {alert_id}: an adult is taking care of it.")


@app.command()
def close(alert_id: IdArgument, note: NoteOption, data: DataOption = DEFAULT_DATA) -> None:
    """Close an alert, saying what was done."""
    session = open_session(data)
    with session.connect() as connection:
        acting.close(connection, alert_id, by=session.actor, note=note)
    say(f"Alert {alert_id}: closed.")


def _row(alert: Alert) -> dict[str, Any]:
    return {
        "id": alert.id,
        "at": alert.at.isoformat(timespec="seconds"),
        "standing": alert.standing,
        "rules": list(alert.rules),
        "sender": alert.sender,
        "people": list(alert.people),
        "room_id": alert.room_id,
        "entry_kind": alert.kind,
        "entry_key": alert.key,
        "told": [step.person for step in alert.told if step.action == "told"],
        "steps": [
            {
                "at": step.at.isoformat(timespec="milliseconds"),
                "action": step.action,
                "by": step.by,
                "person": step.person,
                "channel": step.channel,
                "note": step.note,
            }
            for step in alert.steps
        ],
    }
