"""The district's policy as the rules read it; `policy.yaml` is its written form.

A new section is a file in `sections/` and a field here, and its written form in
`homeroom/registry/policy_file/`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from homeroom.policy.sections.attachments import Attachments
from homeroom.policy.sections.bridges import Bridges
from homeroom.policy.sections.content import Content, InformationKind
from homeroom.policy.sections.direct_messages import DirectMessages
from homeroom.policy.sections.hours import Hours, Window
from homeroom.policy.sections.networks import Networks
from homeroom.policy.sections.software import Software

__all__ = [
    "STRICTEST",
    "Attachments",
    "Bridges",
    "Content",
    "DirectMessages",
    "Hours",
    "InformationKind",
    "Networks",
    "Policy",
    "Software",
    "Window",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A policy version. Defaults are the strictest."""

    version: str
    hours: Hours
    direct_messages: DirectMessages = field(default_factory=DirectMessages)
    content: Content = field(default_factory=Content)
    networks: Networks = field(default_factory=Networks)
    attachments: Attachments = field(default_factory=Attachments)
    bridges: Bridges = field(default_factory=Bridges)
    software: Software = field(default_factory=Software)
    stale_after_seconds: float = 30.0


STRICTEST = Policy(version="none", hours=Hours(timezone="UTC", days=frozenset(), windows=()))
"""The policy before any policy is known: it only serves to say that nothing can be judged."""
