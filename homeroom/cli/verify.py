"""`homeroom verify`: the check of a production's own verify.py, by the copy installed here."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from homeroom.cli.session import JsonOption
from homeroom.disclosure import verify as verifier
from homeroom.errors import InputError


def verify(
    production: Annotated[Path, typer.Argument(help="The folder of the production.")],
    key: Annotated[str, typer.Option(help="Fingerprint of the district's key.")] = "",
    lang: Annotated[str, typer.Option(help="en or es.")] = "en",
    as_json: JsonOption = False,
) -> None:
    """Check a production, offline; nothing in its folder is run."""
    if not production.is_dir():
        raise InputError(f"{production}: is no folder; name the folder of a production")
    try:
        wanted = verifier.fingerprint_given(key) if key else None
    except ValueError:
        raise InputError(f"--key {key}: a fingerprint is 64 hexadecimal digits") from None
    status = verifier.show(verifier.check(production, wanted), lang, as_json)
    raise typer.Exit(status)
