"""The register of approved software (rule 1)."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from homeroom.errors import InputError
from homeroom.registry.decisions import find, record
from homeroom.registry.model import Agreement, Tool


def add(connection: Connection, tool: Tool, *, by: str) -> Tool:
    """Put a tool on the register; `InputError` if its id is taken."""
    if find(connection, Tool, tool.id) is not None:
        raise InputError(f"tool {tool.id}: is on the register; approve or suspend it")
    record(connection, tool, by=by, note="added to the register")
    return tool


def approve(connection: Connection, tool_id: str, *, by: str, agreement: Agreement | None) -> Tool:
    """Approve a tool under an agreement (its present one if none is given)."""
    tool = get(connection, tool_id)
    terms = agreement or tool.agreement
    if terms is None:
        raise InputError(f"tool {tool_id}: has no agreement; give its reference, start and end")
    if terms.ends < terms.starts:
        raise InputError(f"tool {tool_id}: the agreement ends ({terms.ends}) before it starts")
    approved = replace(tool, state="approved", agreement=terms)
    record(connection, approved, by=by, note=f"approved under {terms.reference}")
    return approved


def suspend(connection: Connection, tool_id: str, *, by: str, note: str = "") -> Tool:
    """Suspend a tool: from now on nothing crosses to it."""
    suspended = replace(get(connection, tool_id), state="suspended")
    record(connection, suspended, by=by, note=note or "suspended")
    return suspended


def get(connection: Connection, tool_id: str) -> Tool:
    """A tool of the register; `InputError` names what is there."""
    tool = find(connection, Tool, tool_id)
    if tool is None:
        raise InputError(f"tool {tool_id}: is not on the register; see `homeroom tool list`")
    return tool
