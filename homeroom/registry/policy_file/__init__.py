"""`policy.yaml`, as a principal writes it, into the `Policy` that the rules read.

Strict: an unknown key, a key given twice or a value that is not allowed is an error with file,
line, field and remedy. The version is no part of the file; publishing gives it. One file a
section; each says with `rules()` how the rules read it.
"""

from __future__ import annotations

from typing import Literal

from homeroom.errors import InputError
from homeroom.policy.policy import Policy
from homeroom.registry import strict_yaml
from homeroom.registry.model import PolicyVersion
from homeroom.registry.policy_file import formats
from homeroom.registry.policy_file.acknowledgement import AcknowledgementSection
from homeroom.registry.policy_file.attachments import AttachmentsSection
from homeroom.registry.policy_file.bridges import BridgesSection
from homeroom.registry.policy_file.calendar import CalendarSection
from homeroom.registry.policy_file.content import ContentSection
from homeroom.registry.policy_file.danger import DangerSection
from homeroom.registry.policy_file.direct_messages import DirectMessagesSection
from homeroom.registry.policy_file.fixed import SupervisionSection, UrgentSection
from homeroom.registry.policy_file.hours import HoursSection
from homeroom.registry.policy_file.networks import NetworksSection
from homeroom.registry.policy_file.section import Section
from homeroom.registry.policy_file.software import SoftwareSection
from homeroom.registry.policy_file.venues import VenuesSection


class PolicyFile(Section):
    """The whole file. A section left out is as strict as it can be; the hours must be said."""

    format: Literal[2] = 2
    """The number of the format; older ones are in `formats`."""
    venues: VenuesSection = VenuesSection()
    direct_messages: DirectMessagesSection = DirectMessagesSection()
    hours: HoursSection
    calendar: CalendarSection = CalendarSection()
    acknowledgement: AcknowledgementSection = AcknowledgementSection()
    networks: NetworksSection = NetworksSection()
    content: ContentSection = ContentSection()
    attachments: AttachmentsSection = AttachmentsSection()
    danger: DangerSection = DangerSection()
    bridges: BridgesSection = BridgesSection()
    software: SoftwareSection = SoftwareSection()
    supervision: SupervisionSection = SupervisionSection()
    urgent: UrgentSection = UrgentSection()


def parse(text: str, *, version: str, name: str = "policy.yaml") -> Policy:
    """The policy that a file states; `InputError` with every fault of it."""
    file = read(text, name=name)
    return Policy(
        version=version,
        hours=file.hours.rules(file.calendar.calendar()),
        venues=file.venues.rules(),
        acknowledgement=file.acknowledgement.rules(),
        direct_messages=file.direct_messages.rules(),
        content=file.content.rules(),
        networks=file.networks.rules(),
        attachments=file.attachments.rules(),
        bridges=file.bridges.rules(),
        software=file.software.rules(),
        danger=file.danger.rules(),
    )


def stored(published: PolicyVersion) -> Policy:
    """A version of the registry, in whatever format it was published: that stays readable."""
    text = formats.upgraded(published.text, published.format).text
    return parse(text, version=published.version)


def read(text: str, *, name: str = "policy.yaml") -> PolicyFile:
    """The file, checked; `InputError` with every fault: file, line, field and remedy."""
    if older := formats.upgraded(text).changes:
        faults = (f"{name}, {change}" for change in older)
        hint = f"{name}: is of an older format; `homeroom policy upgrade {name}` prints it anew"
        raise InputError("\n".join([*faults, hint]))
    return strict_yaml.read(text, PolicyFile, name=name)
