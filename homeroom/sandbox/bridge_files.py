"""The files of the bridges, which the bridges write themselves: settings and registrations."""

from __future__ import annotations

import subprocess
import sys

from homeroom.config import HomeroomConfig
from homeroom.errors import HomeroomError
from homeroom.sandbox.ports import Ports


def write(config: HomeroomConfig, ports: Ports) -> None:
    """Write them for these ports; secrets and tokens that are there stay."""
    stamp = config.data / "bridges" / "written-for"
    wanted = f"{ports.whatsapp} {ports.whatsapp_sandbox}\n"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    _ask("bridges.whatsapp.sandbox", config, "--write-config", str(ports.whatsapp_sandbox))
    _ask("bridges.whatsapp", config, "--write-registration")
    stamp.write_text(wanted)


def _ask(module: str, config: HomeroomConfig, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", module, "--data", str(config.data), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        last = done.stderr.strip().splitlines()[-1:] or ["it gave no reason"]
        raise HomeroomError(f"{module} could not write its settings: {last[0]}")
