"""`DIR/bridges/whatsapp/config.yaml`: the district's WhatsApp number and how to reach it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from bridges.base.config import HomeroomConfig, NetworkConfig, read, secret

NETWORK = "whatsapp"


class WhatsAppConfig(NetworkConfig):
    """Secrets are files, named relative to the data folder."""

    graph: Annotated[str, Field(pattern=r"^https?://")] = "https://graph.facebook.com"
    version: Annotated[str, Field(pattern=r"^v\d+\.\d+$")] = "v23.0"
    phone_number_id: Annotated[str, Field(pattern=r"^\d{5,20}$")]
    app_secret_file: Path = Path("secrets/whatsapp_app_secret")
    verify_token_file: Path = Path("secrets/whatsapp_verify_token")
    token_file: Path = Path("secrets/whatsapp_token")


def read_config(config: HomeroomConfig) -> WhatsAppConfig:
    """The bridge's own file, strictly."""
    return read(config, NETWORK, WhatsAppConfig)


def secrets_of(config: HomeroomConfig, own: WhatsAppConfig) -> tuple[str, str, str]:
    """App secret, verify token and access token."""
    files = (own.app_secret_file, own.verify_token_file, own.token_file)
    app_secret, verify_token, token = (secret(config.path(file)) for file in files)
    return app_secret, verify_token, token
