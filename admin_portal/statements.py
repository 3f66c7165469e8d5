"""Statements of disagreement that came after a production: they go along with each copy of it."""

from __future__ import annotations

from admin_portal import zipped
from admin_portal.page import Page
from homeroom.disclosure import disagreements, papers
from homeroom.disclosure.productions import Production


def came_later(page: Page, made: Production) -> list[zipped.File]:
    """As files beside the signed folder in the zip (34 CFR 99.21(c)(2))."""
    with page.database() as connection:
        found = disagreements.later(connection, made.request, made.started or made.made_at)
    folder = f"{made.request}-{made.number}-statements"
    return [
        (f"{folder}/{number}.txt", [papers.statement_text(each).encode()])
        for number, each in enumerate(found, 1)
    ]
