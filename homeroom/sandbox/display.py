"""What a person sees while everything starts, and where to go once it is up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Any, Self

from rich.console import Console
from rich.status import Status as Spinner

from homeroom.sandbox.service import State

SHOWN_OF_A_ROLE = 2
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


def summary(found: dict[str, Any], *, seconds: float | None) -> Iterator[str]:
    """Addresses and demo accounts as `endpoints.json` has them, line by line."""
    yield f"Homeroom is up ({seconds} s)."
    yield f"  Homeserver        {found['homeserver']}   (server name {found['server_name']})"
    yield f"  Portal            {found['portal']}"
    yield f"  WhatsApp sandbox  {found['bridges']['whatsapp']['sandbox']}"
    yield f"  All of this       {found['data']}/endpoints.json"
    if found["accounts"]:
        yield ""
        yield from (f"  {line}" for line in _accounts(found["accounts"]))
    for guardian in found["guardians"][:SHOWN_OF_A_ROLE]:
        yield f"  guardian of {guardian['student']}: {guardian['name']}, {guardian['phone']}"
    if found["accounts"]:
        yield ""
        yield "Sign in to the homeserver with Element or any Matrix client, and to the portal here."
        yield "`make tour` plays the whole story, step by step, and says where to look."


def _accounts(accounts: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Lines of columns that are never cut: a password that is cut is no password."""
    rows = [("Role", "Account", "Password", "Name")]
    shown: Counter[str] = Counter()
    for account in accounts:
        shown[account["role"]] += 1
        if shown[account["role"]] <= SHOWN_OF_A_ROLE:
            rows.append(tuple(account[key] for key in ("role", "user_id", "password", "name")))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
