"""When the school year ends: by the roster where it says so, else by the policy. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from homeroom.policy.sections.bridges import Bridges
from homeroom.registry.model import SchoolYear


def consent_ends(bridges: Bridges, years: Iterable[SchoolYear], signed_on: date) -> date:
    """The last day of the school year in which it was signed, or of the one after a summer.

    Of several that run at once the one that ends first counts. One further away than the policy's
    own day of the year after says nothing of this one.
    """
    by_policy = bridges.consent_ends(signed_on)
    ends = [year.ends for year in years if year.active and year.ends >= signed_on]
    first = min(ends, default=by_policy)
    return first if first <= _year_after(by_policy) else by_policy


def _year_after(day: date) -> date:
    return day.replace(year=day.year + 1)
