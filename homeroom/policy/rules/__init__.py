"""The rules, one family a file; a new rule is one function there and one line here.

`…_RULES` refuse; `…_FLAGS` let it pass, and somebody must look at it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from homeroom.policy.facts import AccessFacts, DoorFacts, EventFacts, RoomFacts
from homeroom.policy.policy import Policy
from homeroom.policy.rules import (
    accounts,
    acknowledgement,
    attachments,
    bridges,
    danger,
    direct,
    encryption,
    freshness,
    hours,
    length,
    networks,
    personal_information,
    restricted,
    slow_mode,
    software,
    supervision,
    unkept,
    urgent,
    venues,
)
from homeroom.policy.verdict import Reason

EVENT_RULES: tuple[Callable[[EventFacts, Policy, datetime], Reason | None], ...] = (
    freshness.stale_for_event,
    freshness.uncaptured,
    freshness.archive_behind,
    accounts.unknown_sender,
    accounts.unknown_member,
    encryption.encrypted_event,
    venues.outside_venue,
    venues.read_only,
    venues.rights,
    venues.members,
    venues.room_upgrade,
    venues.opened,
    direct.unsupervised,
    direct.widened,
    supervision.unsupervised_venue,
    unkept.cannot_be_kept,
    urgent.not_entitled,
    acknowledgement.unacknowledged,
    slow_mode.too_soon,
    hours.outside_hours,
    length.too_long,
    personal_information.personal_information,
    personal_information.outside_contact,
    personal_information.secrets,
    personal_information.language,
    restricted.barred,
    software.unapproved,
    bridges.may_not_cross,
    attachments.not_uploaded,
    attachments.unwanted,
    attachments.unread,
)

ROOM_RULES: tuple[Callable[[RoomFacts, Policy, datetime], Reason | None], ...] = (
    freshness.stale_for_room,
    accounts.unknown_invited,
    encryption.encrypted_room,
    venues.undesignated_room,
    venues.opened_room,
    direct.unsupervised_room,
    personal_information.in_room,
)

EVENT_FLAGS: tuple[Callable[[EventFacts, Policy, datetime], Reason | None], ...] = (
    *danger.RULES,
    attachments.unread_flag,
    personal_information.to_review,
)

ROOM_FLAGS: tuple[Callable[[RoomFacts, Policy, datetime], Reason | None], ...] = (
    *danger.RULES,
    personal_information.room_to_review,
)

ACCESS_RULES: tuple[Callable[[AccessFacts, Policy, datetime], Reason | None], ...] = (
    freshness.stale_for_sign_in,
    accounts.locked_out,
    accounts.password_sign_in,
    accounts.sign_on_groups,
    networks.untrusted_network,
    software.unapproved_client,
)

ACCESS_FLAGS: tuple[Callable[[AccessFacts, Policy, datetime], Reason | None], ...] = (
    accounts.break_glass,
    networks.outside_network,
)

DOOR_RULES: tuple[Callable[[DoorFacts, Policy, datetime], Reason | None], ...] = (
    venues.side_door,
    personal_information.at_door,
    software.unapproved_page,
)

DOOR_FLAGS: tuple[Callable[[DoorFacts, Policy, datetime], Reason | None], ...] = (
    *danger.RULES,
    personal_information.door_to_review,
)
