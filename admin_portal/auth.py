"""Permissions, and which roles have them. Every route names one (invariant 10)."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from homeroom.policy.roles import Role


class Permission(StrEnum):
    """What somebody may do here. The first four need no role."""

    PUBLIC = "public"
    """Anybody from any address: health and style sheets, nothing of the district."""
    WITH_LINK = "with_link"
    """Anybody from any address: a requester is at home and has no account. What is handed over is
    opened by a random link and a passcode, once (`homeroom.disclosure.links`)."""
    SIGN_IN = "sign_in"
    """Anybody from a trusted network: the sign-in page."""
    SIGNED_IN = "signed_in"
    """Anybody with a session: to sign out, and to learn that there is nothing here for them."""
    HOME_READ = "home.read"
    TOOLS_READ = "tools.read"
    TOOLS_DECIDE = "tools.decide"
    CONSENTS_READ = "consents.read"
    CONSENTS_DECIDE = "consents.decide"
    ARCHIVE_READ = "archive.read"
    REQUESTS_READ = "requests.read"
    REQUESTS_WORK = "requests.work"
    REQUESTS_EXPORT = "requests.export"
    REQUESTS_RELEASE = "requests.release"
    """To say that a copy may be handed over; two people, one of them with this."""
    URGENT_READ = "urgent.read"
    URGENT_SEND = "urgent.send"
    URGENT_REVIEW = "urgent.review"
    FAMILIES_READ = "families.read"
    """Who stands for a student, and how to reach them; never about the own family."""
    FAMILIES_DECIDE = "families.decide"
    ORDERS_DECIDE = "orders.decide"
    """Court orders: counsel alone, to read them, too."""
    ALERTS_READ = "alerts.read"
    """Those that concern them: `homeroom.danger.access`."""
    ALERTS_ANSWER = "alerts.answer"
    ONCALL_READ = "oncall.read"
    ONCALL_DECIDE = "oncall.decide"
    """The chains that they may edit: `homeroom.registry.duties.may_edit`."""
    REVIEWS_READ = "reviews.read"
    """Those that they may answer: `homeroom.registry.reviews.answers`."""
    REVIEWS_ANSWER = "reviews.answer"
    IMAGES_SEAL = "images.seal"
    """To seal one; who may open one is not a matter of roles: `archive.sealed_image_readers`."""
    HOLDS_READ = "holds.read"
    HOLDS_DECIDE = "holds.decide"
    RETENTION_READ = "retention.read"
    RETENTION_APPROVE = "retention.approve"
    """Of the destruction of records; two people, each with this."""
    QUARANTINE_READ = "quarantine.read"
    QUARANTINE_RELEASE = "quarantine.release"
    SUBSTITUTES_READ = "substitutes.read"
    SUBSTITUTES_DECIDE = "substitutes.decide"
    """The classes that they may give: `homeroom.registry.substitutions.may_give`."""
    SUPERVISION_READ = "supervision.read"
    SUPERVISION_DECIDE = "supervision.decide"
    """The pools that they may change: `homeroom.registry.duties.may_edit`."""
    NETWORKS_READ = "networks.read"
    NETWORKS_DECIDE = "networks.decide"
    """Field trips alone; a network for good is trusted by the command."""
    POLICIES_TRY = "policies.try"
    """To try a draft: whoever answers for the policy. Counts, kinds and places, no words."""


ANYWHERE = frozenset({Permission.PUBLIC, Permission.WITH_LINK})
"""What is open to anybody from any network."""
ROLELESS = ANYWHERE | {Permission.SIGN_IN, Permission.SIGNED_IN}

_LOOK = frozenset({Permission.HOME_READ, Permission.TOOLS_READ})
_URGENT = frozenset({Permission.URGENT_READ, Permission.URGENT_SEND, Permission.URGENT_REVIEW})
_ALERTS = frozenset({Permission.ALERTS_READ, Permission.ALERTS_ANSWER})
_REVIEWS = frozenset({Permission.REVIEWS_READ, Permission.REVIEWS_ANSWER})
_SUBSTITUTES = frozenset({Permission.SUBSTITUTES_READ, Permission.SUBSTITUTES_DECIDE})
_NETWORKS = frozenset({Permission.NETWORKS_READ, Permission.NETWORKS_DECIDE})
_SUPERVISION = frozenset({Permission.SUPERVISION_READ, Permission.SUPERVISION_DECIDE})
_READ_ALL = frozenset(p for p in Permission if p.value.endswith(".read"))

GRANTED: dict[Role, frozenset[Permission]] = {
    Role.ADMIN: frozenset(Permission) - ROLELESS - {Permission.ORDERS_DECIDE},
    Role.IT: _LOOK
    | _NETWORKS
    | {Permission.TOOLS_DECIDE, Permission.QUARANTINE_READ, Permission.QUARANTINE_RELEASE},
    Role.RECORDS_OFFICER: _READ_ALL
    | {Permission.REQUESTS_WORK, Permission.REQUESTS_EXPORT, Permission.REQUESTS_RELEASE}
    | {Permission.FAMILIES_DECIDE}
    | {Permission.HOLDS_DECIDE, Permission.RETENTION_APPROVE},
    Role.AUDITOR: _READ_ALL,
    Role.COUNSEL: _LOOK
    | {Permission.CONSENTS_READ, Permission.ORDERS_DECIDE}
    | {Permission.REQUESTS_READ, Permission.REQUESTS_RELEASE}
    | {Permission.HOLDS_READ, Permission.HOLDS_DECIDE}
    | {Permission.RETENTION_READ, Permission.RETENTION_APPROVE}
    | {Permission.FAMILIES_READ, Permission.FAMILIES_DECIDE},
    Role.PRINCIPAL: _LOOK
    | _ALERTS
    | _SUBSTITUTES
    | _SUPERVISION
    | {Permission.NETWORKS_READ}
    | _REVIEWS
    | {
        Permission.IMAGES_SEAL,
        Permission.ONCALL_READ,
        Permission.ONCALL_DECIDE,
        Permission.FAMILIES_READ,
    }
    | {Permission.CONSENTS_READ, Permission.CONSENTS_DECIDE, Permission.QUARANTINE_READ}
    | {Permission.POLICIES_TRY}
    | _URGENT,
    Role.SUPERVISOR: _LOOK
    | _ALERTS
    | _REVIEWS
    | _URGENT
    | {Permission.IMAGES_SEAL, Permission.ONCALL_READ}
    | {Permission.SUBSTITUTES_READ, Permission.SUPERVISION_READ}
    | {Permission.CONSENTS_READ, Permission.QUARANTINE_READ},
    Role.TEACHER: _LOOK | _ALERTS | _SUBSTITUTES | (_URGENT - {Permission.URGENT_REVIEW}),
}
"""Students, guardians, ghosts and system accounts have no permission to anything here."""


def permissions(roles: Collection[Role]) -> frozenset[Permission]:
    """All that these roles may do, together."""
    return frozenset().union(*(GRANTED.get(role, frozenset()) for role in roles))


def allows(permission: Permission, roles: Collection[Role] | None) -> bool:
    """May somebody with these roles (None: nobody signed in) do this?"""
    if permission in ANYWHERE | {Permission.SIGN_IN}:
        return True
    if roles is None:
        return False
    return permission is Permission.SIGNED_IN or permission in permissions(roles)
