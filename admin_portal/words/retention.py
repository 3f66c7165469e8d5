"""Words for what is destroyed, and what stays and why."""

from __future__ import annotations

from admin_portal.language import mark

PLANS = {"schedule": mark("Schedule"), "order": mark("Order of a court")}
"""On whose ground something is destroyed."""

PLAN_STATES = {
    "waiting": mark("waits for two people's approval"),
    "approved": mark("approved; not carried out yet"),
    "running": mark("being carried out"),
    "done": mark("carried out"),
}

CONTENTS = {
    "transitory": mark("Of passing value"),
    "instructional": mark("Instruction"),
    "student": mark("About one student"),
    "discipline": mark("Discipline"),
    "safety": mark("Safety"),
    "audit": mark("Audit"),
    "administrative": mark("Administration"),
}
"""The content classes of retention schedules."""

STAYS = {
    "unclassified": mark("No rule is for it"),
    "permanent": mark("To be kept for ever"),
    "not_yet": mark("Its time is not over yet"),
    "student_here": mark(
        "A student of the room is still in the district, or nobody knows whose it is"
    ),
    "case_open": mark("Its case is still open"),
    "sets_the_room_up": mark("It says who was in a room, and when"),
    "in_use": mark("It is how a room is set now"),
}
"""Why something is not destroyed; `hold ID` and `request ID` stand as they are."""
