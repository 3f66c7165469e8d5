"""What a person sees while everything starts, and where to go once it is up."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

from rich.console import Console
from rich.status import Status as Spinner
from rich.table import Table

from homeroom.sandbox.service import State

SHOWN_STUDENTS = 2
Line = tuple[str, str]
"""A unit's title and its state."""


class Display:
    """Progress on a terminal: one line for each part that is up, and what is awaited now."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._spinner: Spinner = console.status("Checking …")
        self._said: set[str] = set()

    def __enter__(self) -> Self:
        self._spinner.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._spinner.stop()

    def show(self, lines: Sequence[Line]) -> None:
        for title, state in lines:
            if state in (State.RUNNING, State.DONE) and title not in self._said:
                self._said.add(title)
                self._console.print(f"  [green]✓[/green] {title}", highlight=False)
        awaited = [title for title, state in lines if state in (State.STARTING, State.BACKING_OFF)]
        self._spinner.update(f"Starting {', '.join(awaited)} …" if awaited else "Starting …")

    def done(self) -> None:
        self._spinner.stop()


def summary(console: Console, found: dict[str, Any], *, seconds: float | None) -> None:
    """Addresses and demo accounts, as `endpoints.json` has them."""
    sandbox = found["bridges"]["whatsapp"]["sandbox"]
    console.print(f"\nHomeroom is up ({seconds} s).", highlight=False)
    for name, address in (
        ("Homeserver", f"{found['homeserver']}   (server name {found['server_name']})"),
        ("Portal", found["portal"]),
        ("WhatsApp sandbox", sandbox),
        ("All of this", f"{found['data']}/endpoints.json"),
    ):
        console.print(f"  {name:<17} {address}", highlight=False, soft_wrap=True)
    if found["accounts"]:
        console.print(_accounts(found["accounts"]))
    for guardian in found["guardians"][:SHOWN_STUDENTS]:
        console.print(
            f"  Guardian {guardian['name']}, {guardian['phone']}, of {guardian['student']}",
            highlight=False,
            soft_wrap=True,
        )


def _accounts(accounts: Sequence[dict[str, Any]]) -> Table:
    table = Table("Role", "Account", "Password", "Name", box=None, padding=(0, 2))
    shown: dict[str, int] = {}
    for account in accounts:
        role = account["role"]
        shown[role] = shown.get(role, 0) + 1
        if shown[role] <= SHOWN_STUDENTS:
            table.add_row(role, account["user_id"], account["password"], account["name"])
    return table
