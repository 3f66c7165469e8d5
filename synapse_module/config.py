"""The module's own section in Synapse's configuration."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from homeroom.registry.matrix import SYSTEM_ACCOUNT


class ModuleConfig(BaseModel):
    """`modules: [{module: synapse_module.module.HomeroomModule, config: …}]`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    data: Path
    """The data folder of the district."""
    system_account: str = SYSTEM_ACCOUNT
    """Localpart of the account that makes venues and sends notices."""
    longest_poll_seconds: Annotated[float, Field(gt=0, le=50)] = 30.0
    """How long a request for news may wait: so soon is somebody judged again who waits."""
    permissive: bool = False
    """Rules that allow everything: only for running other test suites."""


def parse(config: dict[str, Any]) -> ModuleConfig:
    """Read the section; a fault stops Synapse from starting, with the reason."""
    try:
        return ModuleConfig.model_validate(config)
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, f['loc']))}: {f['msg']}" for f in error.errors())
        raise ValueError(f"modules: synapse_module.module.HomeroomModule: {faults}") from None
