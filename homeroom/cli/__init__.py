"""The `homeroom` command: one file a noun, loaded only when that noun is used."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from homeroom import __version__
from homeroom.errors import HomeroomError, InputError

NOUNS = {
    "up": ("up", "Start everything here: database, homeserver, archive, portal, bridges."),
    "down": ("up", "Stop what `homeroom up --detach` started."),
    "status": ("up", "Which processes run, and where."),
    "migrate": ("migrate", "Bring the database to this version."),
    "config": ("config", "Check configuration files."),
    "roster": ("roster", "Import the roster of people and classes (OneRoster)."),
    "tool": ("tool", "The register of approved software and its agreements."),
    "consent": ("consent", "Consents: one student, one tool."),
    "authority": ("authority", "Who may decide for a student, by what evidence, until when."),
    "order": ("order", "Court orders: they act for all; what they say is counsel's."),
    "venue": ("venue", "The designated places to talk."),
    "notice": ("notice", "Urgent notices: send one, see who was not reached, review it."),
    "substitute": ("substitute", "A class for dated hours: who stands in for its teacher."),
    "supervision": ("supervision", "The pools of adults who watch over one-to-one talk."),
    "account": ("account", "Accounts for when the district's sign-on fails."),
    "network": ("network", "The networks that the district trusts."),
    "policy": ("policy", "The district's rules: check, try, upgrade, publish, show."),
    "decision": ("decision", "Why something was refused or flagged, from its record."),
    "scan": ("scan", "Find personal information in lines of text."),
    "bridge": ("bridge", "What waits at the bridges, and why; release it."),
    "alert": ("alert", "Alerts of danger: who was told, and what was done."),
    "oncall": ("oncall", "The adults who are told that somebody may be in danger."),
    "archive": ("archive", "Search, verify and prove the record."),
    "hold": ("hold", "Legal holds."),
    "retention": ("retention", "What may be destroyed by schedule or order, and its certificates."),
    "backup": ("backup", "Backups: make one, list them, end them, and their key."),
    "restore": ("restore", "Bring a Homeroom back from its backups."),
    "request": ("request", "Requests for records about a student."),
    "verify": ("verify", "Check a production, offline."),
    "tour": ("tour", "Play the whole story in the running demo, and check each step."),
    "chaos": ("chaos", "Kill processes of a district of its own under load, and judge."),
    "bench": ("bench", "Measure, each figure beside its limit."),
}


HELP = "Homeroom: said only what is allowed, kept all that is said, and both can be proved."


def build(wanted: str | None) -> typer.Typer:
    """The command with the wanted noun loaded; of the others only what the help page says."""
    app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None, help=HELP)
    app.callback()(homeroom)
    for noun, (file, summary) in NOUNS.items():
        if noun == wanted:
            _load(app, noun, file, summary)
        else:
            app.command(noun, help=summary)(_not_loaded)
    return app


def _load(app: typer.Typer, noun: str, file: str, summary: str) -> None:
    module = importlib.import_module(f"homeroom.cli.{file}")
    if hasattr(module, "app"):
        app.add_typer(module.app, name=noun, help=summary)
    else:
        app.command(noun)(getattr(module, noun))


def _not_loaded() -> None:
    """Stands on the help page for a noun that this run does not use."""


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"homeroom {__version__}\n")
        raise typer.Exit


def homeroom(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True)] = False,
) -> None:
    """The command itself: options that need no noun."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command; our own errors are one line and exit status 2 (input) or 1 (found)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        build(_noun(given))(given)
    except InputError as error:
        sys.exit(_complain(error, 2))
    except HomeroomError as error:
        sys.exit(_complain(error, 1))


def _noun(given: Sequence[str]) -> str | None:
    return next((word for word in given if not word.startswith("-")), None)


def _complain(error: HomeroomError, status: int) -> int:
    sys.stderr.write(f"homeroom: {error}\n")
    return status
