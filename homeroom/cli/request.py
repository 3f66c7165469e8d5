"""`homeroom request`: from a letter that asks for records to a production that can be proved."""

from __future__ import annotations

import sys
import uuid
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from homeroom.cli import releases, request_facts, request_scope
from homeroom.cli.reviewing import review
from homeroom.cli.session import (
    DEFAULT_DATA,
    DataOption,
    JsonOption,
    Session,
    open_session,
    say,
    show,
    show_json,
)
from homeroom.db.roles import DatabaseRole
from homeroom.disclosure import (
    disagreements,
    due,
    intake,
    keeping,
    letters,
    papers,
    productions,
    releasing,
    requests,
    scope,
)
from homeroom.disclosure.formats import FORMATS
from homeroom.disclosure.outbox import append
from homeroom.disclosure.produce import run_production
from homeroom.disclosure.productions import Production
from homeroom.errors import InputError
from homeroom.registry import policies
from homeroom.registry.decisions import load
from homeroom.registry.model import Person

app = typer.Typer(no_args_is_help=True)
releases.install(app)
request_facts.install(app)
request_scope.install(app)
Id = Annotated[str, typer.Argument(metavar="ID", help="The request's id.")]


@app.command("open")
def open_(
    about: Annotated[str, typer.Option(help="User id, roster id or unambiguous name.")],
    law: Annotated[str, typer.Option(help=f"One of {', '.join(requests.LAWS)}.")],
    requester: Annotated[str, typer.Option(help="Who asks.")],
    text: Annotated[str, typer.Option(help="What was asked for.")] = "",
    standing: Annotated[str, typer.Option(help=f"One of {', '.join(intake.STANDINGS)}.")] = "",
    interest: Annotated[str, typer.Option(help="What the requester needs it for.")] = "",
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Open a request about a student; from now on nothing of theirs is disposed of."""
    session = open_session(data)
    with session.connect() as connection:
        made = requests.open_request(
            connection,
            about=about,
            law=law,
            requester=requester,
            text=text,
            clock=due.clock_for(session.config, due.clocks(session.config), law),
            by=session.actor,
        )
        if standing or interest:
            intake.standing(
                connection, made.id, standing=standing, interest=interest, by=session.actor
            )
    if as_json:
        show_json({"id": made.id, "state": made.state, "clock": made.clock})
    else:
        say(made.id)


@app.command("list")
def list_(data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """Every request with its state, the newest first."""
    session = open_session(data)
    with session.connect() as connection:
        found, people = requests.list_requests(connection), load(connection, Person)
    rows = [
        {
            "id": request.id,
            "about": people[request.about].name if request.about in people else request.about,
            "law": request.law,
            "requester": request.requester,
            "received": f"{request.received:%Y-%m-%d}",
            "state": request.state,
        }
        for request in found
    ]
    show(rows, as_json)


@app.command()
def deadlines(
    request: Annotated[str, typer.Argument(metavar="[ID]", help="All open ones if none.")] = "",
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """By when each step is to be done, and what the law says; overdue ones make the status 1."""
    session = open_session(data)
    now = datetime.now(UTC)
    with session.connect() as connection:
        known = requests.list_requests(connection)
        wanted = [requests.get(connection, request)] if request else known
        day = partial(policies.local_day, connection)
        table = due.clocks(session.config)
        rows = [
            {
                "request": each.id,
                "step": step.step,
                "by": f"{step.on}" if step.on else "promptly",
                "done": f"{step.done}" if step.done else "",
                "days_left": step.days_left(day(now)),
                "overdue": step.overdue(day(now)),
                "citation": step.citation,
            }
            for each in wanted
            if request or each.state not in requests.ANSWERED
            for step in due.deadlines_of(each, table, day)
        ]
    show(rows, as_json)
    if any(row["overdue"] and not row["done"] for row in rows):
        raise typer.Exit(1)


@app.command()
def done(
    request: Id,
    step: Annotated[
        str, typer.Argument(help="acknowledge, or another step that `deadlines` shows.")
    ],
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Note that a step was taken today, as that the requester was told that it is here."""
    session = open_session(data)
    with session.connect() as connection:
        due.may_mark(requests.get(connection, request), due.clocks(session.config), step)
        requests.mark_done(connection, request, step, by=session.actor)
    say(f"{request}: {step}: done")


@app.command()
def extend(
    request: Id,
    reason: Annotated[str, typer.Option(help="Why; the requester is told it.")],
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Take the longer term that the law gives, once."""
    session = open_session(data)
    with session.connect() as connection:
        day = partial(policies.local_day, connection)
        known = requests.get(connection, request)
        due.may_extend(known, due.clocks(session.config), day, datetime.now(UTC))
        requests.extend(connection, request, reason=reason, by=session.actor)
    say(f"{request}: more time taken")


@app.command()
def letter(
    request: Id,
    kind: Annotated[str, typer.Argument(help=f"One of {', '.join(letters.KINDS)}.")],
    reason: Annotated[str, typer.Option(help="For a denial or an extension.")] = "",
    language: Annotated[str, typer.Option("--lang", help="en or es.")] = "en",
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Print a letter to the requester, from the district's own template or the one that ships."""
    session = open_session(data)
    with session.connect() as connection:
        known = requests.get(connection, request)
        day = partial(policies.local_day, connection)
        told = due.told(known, due.clocks(session.config), day)
        written = letters.write(
            session.config,
            known,
            told,
            kind=kind,
            language=language,
            reason=reason or known.extended,
            today=day(datetime.now(UTC)),
        )
    say(written)


app.command("review")(review)


@app.command()
def produce(
    request: Id,
    format_: Annotated[
        list[str] | None, typer.Option("--format", help=f"{', '.join(FORMATS)}; again for more.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="A new folder for it.")] = None,
    language: Annotated[str, typer.Option("--lang", help="en or es.")] = "en",
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Make a draft of what the request covers: records, proofs, signed manifest, verifier."""
    session = open_session(data)
    with session.connect() as connection:
        started = productions.start_production(
            connection,
            session.config,
            request,
            by=session.actor,
            formats=format_ or (),
            language=language,
            out=out,
        )
    made = _run(session, started)
    if as_json:
        show_json(_plain(made))
    else:
        say(f"{made.total} records, draft, in {made.folder}")
        if not made.folder.is_dir():
            say(f"It is kept encrypted: `homeroom request copy {request} --out DIR` takes a copy.")


@app.command("copy")
def copy(
    request: Id,
    out: Annotated[Path, typer.Option(help="A new folder for the plain copy.")],
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Take a plain copy of the newest production, which is kept encrypted; it goes on record."""
    session = open_session(data)
    with session.connect() as connection:
        requests.get(connection, request)
        made = next(iter(productions.productions_of(connection, request)), None)
        if made is None or not keeping.exists(made):
            raise InputError(
                f"request {request}: there is no production; `homeroom request produce`"
            )
        if scope.sealed_since(connection, request):
            raise InputError(
                f"request {request}: an image in it was sealed since; produce it again"
            )
        said = {
            "actor": session.actor,
            "type": "download",
            "key": f"production:{request}/{made.number}",
        }
        append(connection, "access", uuid.uuid4().hex, said)
        later = disagreements.later(connection, request, made.started or made.made_at)
    # On record before the first byte is written: whoever stops it has had what was written.
    try:
        out.mkdir(mode=0o700)
    except OSError as error:
        raise InputError(f"{out}: cannot be made ({error.strerror}); name a new one") from None
    keeping.write_copy(session.config, made, out)
    say(f"{out}: production {made.number} of {request}, plain. Destroy it when it is handed over.")
    if later:
        beside = out.with_name(f"{out.name}-statements")
        beside.mkdir(mode=0o700, exist_ok=True)
        for number, each in enumerate(later, 1):
            text = papers.statement_text(each)
            (beside / f"{number}.txt").write_text(text, encoding="utf-8", newline="\n")
        say(f"{beside}: statements of disagreement that came later. They go along with it.")


@app.command("log")
def log(
    request: Id,
    out: Annotated[Path, typer.Option(help="A new file, for the district alone.")],
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Take the newest production's log of exemptions with the values; it goes on record."""
    session = open_session(data)
    with session.connect() as connection:
        made = next(iter(productions.productions_of(connection, request)), None)
        if made is None or not (content := b"".join(keeping.internal(session.config, made))):
            raise InputError(f"request {request}: there is no log; `homeroom request produce`")
        key = f"exemptions:{request}/{made.number}"
        said = {"actor": session.actor, "type": "download", "key": key}
        append(connection, "access", uuid.uuid4().hex, said)
    try:
        out.touch(mode=0o600, exist_ok=False)
        out.write_bytes(content)
    except OSError as error:
        raise InputError(f"{out}: cannot be made ({error.strerror}); name a new one") from None
    say(f"{out}: what was covered in production {made.number} of {request}. Hand it to nobody.")


@app.command("encrypt")
def encrypt(data: DataOption = DEFAULT_DATA) -> None:
    """Encrypt the productions that an older Homeroom has left as they were."""
    done = keeping.encrypt_plain(open_session(data).config)
    say(f"{done} production{'' if done == 1 else 's'} encrypted.")


@app.command()
def release(request: Id, data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """Release the newest draft: two people, in the portal; in the sandbox this command is both."""
    session = open_session(data)
    if not session.config.sandbox:
        raise InputError("a release takes two people who are signed in: release it in the portal")
    with session.connect() as connection:
        made = releasing.release(connection, session.config, request, by=session.actor)
    if as_json:
        show_json(_plain(made))
    else:
        say(f"released: {made.folder}")


def _run(session: Session, started: Production) -> Production:
    """Make it, with a bar for whoever looks."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    quiet = not sys.stderr.isatty()
    with Progress(*columns, console=Console(stderr=True), disable=quiet) as bar:
        task = bar.add_task(f"request {started.request}")
        return run_production(
            session.config,
            started.id,
            role=DatabaseRole.ADMIN,
            watch=lambda done, total: bar.update(task, completed=done, total=total),
        )


def _plain(made: Production) -> dict[str, Any]:
    return {
        "request": made.request,
        "production": made.number,
        "state": made.state,
        "records": made.total,
        "folder": str(made.folder),
        "manifest": made.manifest,
    }
