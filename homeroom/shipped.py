"""The files that ship beside the code: in the source tree, or inside the installed wheel."""

from __future__ import annotations

from pathlib import Path

import homeroom

_PACKAGE = Path(homeroom.__file__).parent


def config(name: str) -> Path:
    """A file or folder of `config/`."""
    installed = _PACKAGE / "_shipped" / "config"
    return (installed if installed.is_dir() else _PACKAGE.parent / "config") / name
