"""OneRoster 1.1 and 1.2 in CSV files (https://www.imsglobal.org/spec/oneroster/v1p2)."""

from __future__ import annotations

from homeroom.importers.oneroster.kept import Kept
from homeroom.importers.oneroster.read import Reading, read, read_after

__all__ = ["Kept", "Reading", "read", "read_after"]
