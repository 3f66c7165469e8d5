"""Synapse's `homeserver.yaml` for a district: the sandbox and a playbook write the same.

Nothing in it destroys an original, nothing leaves the district; each group says what it is for.
The facts behind it are pinned by the tests of `synapse_module`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from homeroom.config import HomeroomConfig
from homeroom.synapse_settings import fixed, sign_on, where

MODULE = "synapse_module.module.HomeroomModule"


def settings(
    config: HomeroomConfig,
    *,
    folder: Path,
    listeners: Iterable[dict[str, Any]],
    registrations: Iterable[Path],
) -> dict[str, Any]:
    """The whole file. `folder` is Synapse's own; `registrations` are the application services'."""
    return {
        **where.server(config, folder, list(listeners)),
        **where.database(config),
        **where.secrets(config),
        **fixed.KEEPS_ORIGINALS,
        **fixed.STAYS_IN_THE_DISTRICT,
        **fixed.SCHOOL_ACCOUNTS_ONLY,
        **sign_on.settings(config),
        "modules": [
            {"module": MODULE, "config": {"data": str(config.data)}},
            *sign_on.modules(config),
        ],
        "app_service_config_files": [str(path) for path in registrations],
    }
