"""Alembic's entry: runs the migrations on the connection that `homeroom.db.migrate` hands over."""

from __future__ import annotations

from alembic import context

from homeroom.db.tables import load_all

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=load_all(),
    version_table="homeroom_migration",
    version_table_schema="public",
)
with context.begin_transaction():
    context.run_migrations()
