"""`homeroom config`: check configuration files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from homeroom.cli.session import say, show_json
from homeroom.config import load_file
from homeroom.disclosure import clock_file
from homeroom.errors import InputError
from homeroom.registry import policy_file
from homeroom.retention import schedule_file

app = typer.Typer(no_args_is_help=True)


@app.command()
def check(
    file: Annotated[
        Path,
        typer.Argument(help="A homeroom.yaml, policy.yaml, deadlines.yaml or retention schedule."),
    ],
) -> None:
    """Say whether a configuration file is right, or which field of it is wrong."""
    if "policy" in file.name:
        policy_file.parse(_text(file), version="check", name=str(file))
    elif "deadlines" in file.name:
        clock_file.parse(_text(file), name=str(file))
    elif file.resolve().parent.name == "retention":
        schedule_file.load(file)
    else:
        load_file(file)
    say(f"{file}: right.")


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: cannot be read: {error}") from None


@app.command("permissive-module")
def permissive_module() -> None:
    """The module with rules that allow everything, for running other suites with it loaded."""
    show_json(
        {
            "module": "synapse_module.module.HomeroomModule",
            "config": {"data": "/nonexistent", "permissive": True},
        }
    )
