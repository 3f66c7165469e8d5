"""The policy before any policy is known: it only serves to say that nothing can be judged."""

from __future__ import annotations

from homeroom.policy.policy import Hours, Policy

STRICTEST = Policy(version="none", hours=Hours(timezone="UTC", days=frozenset(), windows=()))
