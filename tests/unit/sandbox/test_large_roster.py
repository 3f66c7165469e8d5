"""The roster that imports are measured with is sound, whatever its size; its changes are few."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from homeroom.importers import oneroster
from homeroom.importers.oneroster import Kept
from homeroom.sandbox import large_roster

TODAY = date(2026, 11, 24)


def test_it_is_read_without_a_fault_and_so_are_its_changes(tmp_path: Path) -> None:
    large_roster.write(tmp_path / "whole", 500)
    large_roster.write_delta(tmp_path / "changes", 500)
    whole = oneroster.read_after(tmp_path / "whole", Kept(), today=TODAY)
    assert len(whole.roster.people) == 500
    assert len(whole.roster.enrollments) == 5 * 200 + len(whole.roster.classes)
    assert len(whole.roster.guardianships) == 200
    after = oneroster.read_after(tmp_path / "changes", whole.kept, today=TODAY).roster
    changed = {key for key, one in after.people.items() if one != whole.roster.people[key]}
    assert len(changed) == 25
    assert after.enrollments == whole.roster.enrollments
