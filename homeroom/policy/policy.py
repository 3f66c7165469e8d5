"""The district's policy as the rules read it; `policy.yaml` is its written form.

A new section is a file in `sections/` and a field here, and its written form in
`homeroom/registry/policy_file/`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from homeroom.policy.sections.acknowledgement import Acknowledgement, Asked
from homeroom.policy.sections.attachments import Attachments
from homeroom.policy.sections.bridges import Bridges
from homeroom.policy.sections.calendar import Calendar, SchoolDays, Span
from homeroom.policy.sections.content import Content
from homeroom.policy.sections.danger import Danger, HelpLine
from homeroom.policy.sections.direct_messages import DirectMessages
from homeroom.policy.sections.hours import Hours, Week, Window
from homeroom.policy.sections.networks import Networks
from homeroom.policy.sections.software import Software
from homeroom.policy.sections.venues import VenueRules, Venues

__all__ = [
    "STRICTEST",
    "Acknowledgement",
    "Asked",
    "Attachments",
    "Bridges",
    "Calendar",
    "Content",
    "Danger",
    "DirectMessages",
    "HelpLine",
    "Hours",
    "Networks",
    "Policy",
    "SchoolDays",
    "Software",
    "Span",
    "VenueRules",
    "Venues",
    "Week",
    "Window",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A policy version. Defaults are the strictest."""

    version: str
    hours: Hours
    venues: Venues = field(default_factory=Venues)
    direct_messages: DirectMessages = field(default_factory=DirectMessages)
    content: Content = field(default_factory=Content)
    networks: Networks = field(default_factory=Networks)
    attachments: Attachments = field(default_factory=Attachments)
    bridges: Bridges = field(default_factory=Bridges)
    software: Software = field(default_factory=Software)
    acknowledgement: Acknowledgement = field(default_factory=Acknowledgement)
    asked: Asked | None = None
    """What users must have acknowledged; None while no version asks for it."""
    danger: Danger = field(default_factory=Danger)
    stale_after_seconds: float = 30.0


STRICTEST = Policy(version="none", hours=Hours(timezone="UTC", days=frozenset(), windows=()))
"""The policy before any policy is known: it only serves to say that nothing can be judged."""
