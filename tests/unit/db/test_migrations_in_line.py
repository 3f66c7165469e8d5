"""Migrations stand in one line, each after another: checked without a database."""

from __future__ import annotations

from alembic.script import ScriptDirectory

from homeroom.db.migrate import MIGRATIONS


def test_migrations_stand_in_one_line() -> None:
    script = ScriptDirectory(str(MIGRATIONS))
    revisions = [revision.revision for revision in script.walk_revisions()]
    files = sorted(file.name[:4] for file in MIGRATIONS.glob("versions/[0-9]*.py"))
    assert sorted(revisions) == files
    assert len(set(files)) == len(files)
    assert len(script.get_heads()) == 1
