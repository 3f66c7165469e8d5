"""`homeroom scan`: what the rules would find in lines of text."""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from homeroom.errors import InputError
from homeroom.policy.scan import Finding
from homeroom.policy.scan import scan as find


def scan(
    file: Annotated[
        Path | None, typer.Argument(help="A text file; standard input if none.")
    ] = None,
) -> None:
    """Find personal information: lines of text in, one JSON list of findings a line out.

    Each finding has `kind`, `start`, `end` (code points of the line as given) and `text`.
    """
    content = sys.stdin.buffer.read() if file is None else _read(file)
    for line in _decoded(content, str(file or "standard input")).split("\n"):
        findings = [_row(finding) for finding in find(line)]
        sys.stdout.write(json.dumps(findings, ensure_ascii=False) + "\n")


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
    row = dataclasses.asdict(finding)
    row.pop("value")
    return row
