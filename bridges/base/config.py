"""Configuration of a bridge process: `homeroom.yaml`, and the network's own file beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import Field, ValidationError

from homeroom.config import (
    BridgeSection,
    Endpoint,
    HomeroomConfig,
    explain,
    load,
    read_yaml,
)
from homeroom.errors import HomeroomError, InputError
from homeroom.section import Section

__all__ = ["Endpoint", "HomeroomConfig", "HomeroomError", "InputError", "NetworkConfig", "load"]


class NetworkConfig(Section):
    """What every network's file may hold; a network adds its own keys in a subclass."""

    media_limit_bytes: Annotated[int, Field(gt=0)] = 16 * 1024 * 1024
    settle_seconds: Annotated[float, Field(ge=0, le=10)] = 0.3
    """How long a message waits for an earlier one that may still come; vendors reorder."""
    tries: Annotated[int, Field(ge=1, le=100)] = 5
    """After so many failures that are nobody's outage an item is set aside."""
    unsure_seconds: Annotated[float, Field(ge=0)] = 30
    """How long to wait for a status after a lost answer, before sending again."""
    retry_seconds: Annotated[float, Field(gt=0)] = 1
    """The first wait of the back-off; it doubles up to a minute."""
    give_up_seconds: Annotated[float, Field(gt=0)] = 24 * 3600
    """How long a message to the vendor is tried before its sender is told."""


C = TypeVar("C", bound=NetworkConfig)


def section(config: HomeroomConfig, network: str) -> BridgeSection:
    """The network's section of `homeroom.yaml`; `InputError` where it has none."""
    found = config.bridges.get(network)
    if found is None:
        raise InputError(
            f"{config.data / 'homeroom.yaml'}: no section bridges.{network}; "
            "add it with `listen` and `config`, or do not start this bridge"
        )
    return found


def read(config: HomeroomConfig, network: str, model: type[C]) -> C:
    """The network's own file, strictly; `InputError` names file, field and remedy."""
    file = config.path(section(config, network).config)
    try:
        return model.model_validate(read_yaml(file))
    except ValidationError as error:
        raise InputError(explain(file, error, model)) from None


def secret(file: Path) -> str:
    """A secret of one line; `InputError` where it is missing or empty."""
    try:
        content = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: cannot be read ({type(error).__name__})") from None
    if not content:
        raise InputError(f"{file}: is empty; put the secret in it, on one line")
    return content
