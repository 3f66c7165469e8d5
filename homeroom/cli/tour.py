"""`homeroom tour`: the whole story in the running demo, checked step by step."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from homeroom.cli.session import DEFAULT_DATA, DataOption
from homeroom.errors import HomeroomError
from homeroom.sandbox.tour.scenes import SCENES, Scene
from homeroom.sandbox.tour.stage import Stage, set_up


def tour(
    data: DataOption = DEFAULT_DATA,
    out: Annotated[
        Path | None, typer.Option(help="Where to leave the production; else a temporary folder.")
    ] = None,
) -> None:
    """Play the whole story in the running demo: what happens, and where to look.

    Every step is checked through public interfaces. Exit status 0 only if all of them held.
    """
    folder = out or Path(tempfile.mkdtemp(prefix="homeroom-tour-"))
    folder.mkdir(parents=True, exist_ok=True)
    stage = set_up(data.absolute(), folder)
    console = Console(highlight=False, soft_wrap=True)
    try:
        for number, scene in enumerate(SCENES, 1):
            _play(console, stage, number, scene)
    finally:
        stage.close()
    console.print(f"\nAll {len(SCENES)} steps held. What was made is in {folder}.")


def _play(console: Console, stage: Stage, number: int, scene: Scene) -> None:
    console.print(f"\n[bold]{number}. {scene.title}[/bold]")
    began = time.monotonic()
    try:
        happened = scene.play(stage)
    except HomeroomError as error:
        raise HomeroomError(f"step {number}, {scene.title}: {error}") from None
    console.print(f"   {happened}", markup=False)
    console.print(f"   Look: {scene.look}. ({time.monotonic() - began:.1f} s)", markup=False)
