"""The register of approved software (rule 1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from homeroom.errors import InputError
from homeroom.registry import marks
from homeroom.registry.decisions import find, load, record
from homeroom.registry.model import Agreement, Marks, Org, Tool


def add(connection: Connection, tool: Tool, *, by: str) -> Tool:
    """Put a tool on the register; `InputError` if its id or its accounts are another's."""
    if find(connection, Tool, tool.id) is not None:
        raise InputError(f"tool {tool.id}: is on the register; approve or suspend it")
    added = _checked(connection, tool)
    record(connection, added, by=by, note="added to the register")
    return added


def describe(
    connection: Connection, tool_id: str, *, purpose: str | None, given: Marks | None, by: str
) -> Tool:
    """Change what a tool is used for, or by what it is known; None leaves it as it is.

    Another purpose ends what was consented to: a consent is for the purpose that was signed.
    """
    tool = get(connection, tool_id)
    changed = replace(
        tool,
        purpose=tool.purpose if purpose is None else purpose,
        marks=tool.marks if given is None else given,
    )
    described = _checked(connection, changed)
    record(connection, described, by=by, note="described anew")
    return described


def approve(connection: Connection, tool_id: str, *, by: str, agreement: Agreement | None) -> Tool:
    """Approve a tool under an agreement (its present one if none is given); this renews it, too."""
    tool = get(connection, tool_id)
    terms = agreement or tool.agreement
    if terms is None:
        raise InputError(f"tool {tool_id}: has no agreement; give its reference, start and end")
    _check_terms(connection, tool_id, terms)
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


def in_force(connection: Connection, day: date) -> list[Tool]:
    """The tools that may be used on this day, by name."""
    found = [tool for tool in load(connection, Tool).values() if tool.usable(day)]
    return sorted(found, key=lambda tool: tool.name.casefold())


def _checked(connection: Connection, tool: Tool) -> Tool:
    complete = replace(tool, marks=marks.checked(tool))
    other = marks.overlaps(complete, load(connection, Tool).values())
    if other is not None:
        raise InputError(
            f"tool {tool.id}: its accounts could be taken for those of {other.id} "
            f"({other.namespace}); give another --namespace"
        )
    return complete


def _check_terms(connection: Connection, tool_id: str, terms: Agreement) -> None:
    if terms.ends < terms.starts:
        raise InputError(f"tool {tool_id}: the agreement ends ({terms.ends}) before it starts")
    if terms.coppa == "school" and not terms.education_only:
        raise InputError(
            f"tool {tool_id}: a school consents for children under 13 only where the vendor uses "
            "what it gets for education alone (16 CFR 312.5); give --education-only, or --coppa "
            "parent"
        )
    known = load(connection, Org)
    for school in terms.schools:
        if school not in known:
            raise InputError(
                f"tool {tool_id}: --school {school!r} is no school of the roster; its ids are "
                + ", ".join(sorted(key for key, org in known.items() if org.kind == "school"))
            )
