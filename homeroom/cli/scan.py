"""`homeroom scan`: what the rules would find in lines of text."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from homeroom.cli.session import open_session
from homeroom.errors import InputError
from homeroom.policy.detect import Detector, Finding, plainly
from homeroom.policy.sections.content import Content
from homeroom.registry import detection
from homeroom.registry.snapshot import Snapshot, caught_up


def scan(
    file: Annotated[
        Path | None, typer.Argument(help="A text file; standard input if none.")
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option(
            "--data",
            envvar="HOMEROOM_DATA",
            help="A data folder: its roster's names and numbers are found, too, and what its "
            "policy names as the district's own is not.",
        ),
    ] = None,
) -> None:
    """Find personal information: lines of text in, one JSON list of findings a line out.

    Each finding has `kind`, `start`, `end` (code points of the line as given) and `text`.
    """
    content = sys.stdin.buffer.read() if file is None else _read(file)
    lines = _decoded(content, str(file or "standard input")).split("\n")
    detector, policy = (detection.shipped(), Content()) if data is None else _of_district(data)
    for line in lines:
        rows = [_row(finding) for finding in _findings(line, detector, policy)]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False) + "\n")


def _of_district(data: Path) -> tuple[Detector, Content]:
    with open_session(data).connect() as connection:
        snapshot = caught_up(connection, Snapshot())
    return snapshot.detector, snapshot.policy.content if snapshot.policy else Content()


def _findings(line: str, detector: Detector, policy: Content) -> Iterator[Finding]:
    own = [f for f in detector.find(line) if not policy.is_districts(f.kind, f.value)]
    yield from plainly(own)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror})") from None


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8").removesuffix("\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InputError(f"{name}, line {line}: is not UTF-8; save it as UTF-8") from None


def _row(finding: Finding) -> dict[str, object]:
    return {
        "kind": finding.kind,
        "start": finding.start,
        "end": finding.end,
        "text": finding.text,
    }
