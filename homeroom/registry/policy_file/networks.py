"""`networks:` as it is written."""

from __future__ import annotations

from typing import Literal

from homeroom.registry.policy_file.section import Section


class NetworksSection(Section):
    """What happens outside the trusted networks of `homeroom network list`."""

    untrusted: Literal["refuse", "allow"] = "refuse"
