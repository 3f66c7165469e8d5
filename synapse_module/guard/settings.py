"""Synapse's own settings that no request needs: with these it would forget, or tell others.

They are looked at when Synapse starts, and it does not start with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from synapse.appservice import ApplicationService
from synapse.server import HomeServer


class UnsafeSettingsError(Exception):
    """Synapse is set up so that what must be kept would be lost, or would leave the district."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting, the value that is wanted of it, and why."""

    name: str
    read: Callable[[Any], Any]
    """From Synapse's configuration."""
    wanted: object
    why: str


SETTINGS: tuple[Setting, ...] = (
    Setting(
        name="retention: {enabled}",
        read=lambda config: config.retention.retention_enabled,
        wanted=False,
        why="Synapse would purge what rooms ask it to forget",
    ),
    Setting(
        name="redaction_retention_period",
        read=lambda config: config.server.redaction_retention_period,
        wanted=None,
        why="what was redacted would be erased",
    ),
    Setting(
        name="forgotten_room_retention_period",
        read=lambda config: config.server.forgotten_room_retention_period,
        wanted=None,
        why="rooms that all have left would be purged",
    ),
    Setting(
        name="media_retention: {local_media_lifetime}",
        read=lambda config: config.media.media_retention_local_media_lifetime_ms,
        wanted=None,
        why="files would be deleted",
    ),
    Setting(
        name="media_retention: {remote_media_lifetime}",
        read=lambda config: config.media.media_retention_remote_media_lifetime_ms,
        wanted=None,
        why="files would be deleted",
    ),
    Setting(
        name="enable_ephemeral_messages",
        read=lambda config: config.server.enable_ephemeral_messages,
        wanted=False,
        why="a message could say when it is to be erased",
    ),
    Setting(
        name="delete_stale_devices_after",
        read=lambda config: config.server.delete_stale_devices_after,
        wanted=None,
        why="it would be forgotten who signed in from where",
    ),
    Setting(
        name="allow_per_room_profiles",
        read=lambda config: config.server.allow_per_room_profiles,
        wanted=False,
        why="a name in one room would not be the roster's, and could say anything",
    ),
    Setting(
        name="jwt_config: {enabled}",
        read=lambda config: config.jwt.jwt_enabled,
        wanted=False,
        why="whoever has its secret could sign in as anybody; use `sign_on`",
    ),
    Setting(
        name="cas_config: {enabled}",
        read=lambda config: bool(config.cas.cas_enabled),
        wanted=False,
        why="nothing asks the roster who signs in; use `sign_on`",
    ),
    Setting(
        name="push: {include_content}",
        read=lambda config: config.push.push_include_content,
        wanted=False,
        why="Apple's and Google's services would read what is said",
    ),
)


def check(hs: HomeServer, steward: str) -> None:
    """Refuse to go on with a setting that is unsafe. Errors: UnsafeSettingsError names each."""
    services = hs.get_datastores().main.get_app_services()
    wrong = [*_unsafe(hs.config), *_too_wide(services, hs.hostname, steward)]
    if wrong:
        raise UnsafeSettingsError(f"Synapse's configuration is not safe: {'; '.join(wrong)}.")


def _unsafe(config: Any) -> Iterator[str]:
    for setting in SETTINGS:
        try:
            found = setting.read(config)
        except AttributeError:
            found = "unknown"
        if found != setting.wanted:
            yield f"{setting.name} is {found!r}, not {setting.wanted!r}: {setting.why}"


def _too_wide(services: list[ApplicationService], server: str, steward: str) -> Iterator[str]:
    """A bridge stands for its own ghosts; one that claims people would speak as them."""
    for service in services:
        if service.sender.to_string() == steward:
            continue
        if service.is_user_in_namespace(f"@a:{server}") or service.is_user_in_namespace(steward):
            yield (
                f"application service {service.id}: its namespace holds accounts of people; "
                "name its ghosts alone, as `@_whatsapp_.*`"
            )
