"""`homeroom policy`: the district's rules."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from homeroom.cli.session import (
    DEFAULT_DATA,
    DataOption,
    JsonOption,
    open_session,
    say,
    show_json,
)
from homeroom.errors import InputError
from homeroom.registry import policies, policy_file

app = typer.Typer(no_args_is_help=True)

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="A policy.yaml.")]


@app.callback()
def policy() -> None:
    """The district's rules."""


@app.command()
def check(file: FileArgument) -> None:
    """Check a policy: every fault with its line. Changes nothing and needs no district."""
    policy_file.read(_text(file), name=str(file))
    say(f"{file}: a policy without faults.")


@app.command()
def publish(
    file: FileArgument,
    material: Annotated[
        bool, typer.Option("--material", help="Everybody is asked to acknowledge it anew.")
    ] = False,
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Put a policy in force: from the next two seconds on it is what the rules go by."""
    text = _text(file)
    session = open_session(data)
    with session.connect() as connection:
        version = policies.publish(
            connection, text, by=session.actor, name=str(file), material=material
        )
    copy = policies.write_copy(data, version)
    say(f"Policy version {version.version} is in force; {copy} holds it.")


@app.command()
def show(data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """Print the policy in force."""
    with open_session(data).connect() as connection:
        version = policies.in_force(connection)
    if version is None:
        raise InputError("policy: none is in force; publish one with `homeroom policy publish`")
    if as_json:
        show_json({"version": version.version, "text": version.text})
    else:
        say(f"# Policy version {version.version}\n{version.text.rstrip()}")


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: byte {error.start} is not UTF-8; save it as UTF-8") from None
