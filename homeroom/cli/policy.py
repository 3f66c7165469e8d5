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
from homeroom.cli.trying import text_of, try_
from homeroom.errors import InputError
from homeroom.registry import policies, policy_file

app = typer.Typer(no_args_is_help=True)

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="A policy.yaml.")]


@app.callback()
def policy() -> None:
    """The district's rules."""


app.command("try")(try_)


@app.command()
def check(file: FileArgument) -> None:
    """Check a policy: every fault with its line. Changes nothing and needs no district."""
    policy_file.read(text_of(file), name=str(file))
    say(f"{file}: a policy without faults.")


@app.command()
def upgrade(file: FileArgument) -> None:
    """Print a policy of an older format in today's, with its comments. Changes no file."""
    made = policy_file.formats.upgraded(text_of(file))
    policy_file.read(made.text, name=f"{file} in today's format")
    say(made.text.rstrip())


@app.command()
def publish(
    file: FileArgument,
    material: Annotated[
        bool, typer.Option("--material", help="Everybody is asked to acknowledge it anew.")
    ] = False,
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Put a policy in force: from the next two seconds on it is what the rules go by."""
    text = text_of(file)
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
