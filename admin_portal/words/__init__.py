"""Plain words for what the registry calls by code: on screen nobody reads an identifier."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

from admin_portal.language import mark
from admin_portal.words.danger import ALERT_STEPS, ALERTS, REVIEW_TAGS, REVIEWS
from admin_portal.words.done import DONE
from admin_portal.words.requests import (
    BASES,
    CLOCK_STEPS,
    FEES,
    FORMATS,
    IDENTITY,
    LAWS,
    LETTERS,
    LINK_OUTCOMES,
    LINK_STATES,
    REQUEST_STATES,
    REVIEW_ACTIONS,
    SCOPE_REASONS,
    SEALED_BY,
    STANDING,
    STEPS_DONE,
)
from admin_portal.words.retention import CONTENTS, PLAN_STATES, PLANS, STAYS
from homeroom.registry.model import Consent, Tool

__all__ = [
    "ACTORS",
    "ALERTS",
    "ALERT_STEPS",
    "ANSWERS",
    "AUTHORITIES",
    "BARS",
    "BASES",
    "BY_COMMAND",
    "CLOCK_STEPS",
    "CONTENTS",
    "COPPA",
    "DAYS",
    "DONE",
    "FEES",
    "FORMATS",
    "HELD",
    "HELD_STATES",
    "IDENTITY",
    "IMAGE_ACTS",
    "KINDS",
    "LAWS",
    "LEAVES",
    "LETTERS",
    "LINK_OUTCOMES",
    "LINK_STATES",
    "METHODS",
    "NETWORKS",
    "PAIRS",
    "PLANS",
    "PLAN_STATES",
    "REACHED",
    "REFUSED_THERE",
    "REMEDIES",
    "REQUEST_STATES",
    "REVIEWS",
    "REVIEW_ACTIONS",
    "REVIEW_TAGS",
    "ROLES",
    "SCOPE_REASONS",
    "SEALED_BY",
    "SOON",
    "STANDING",
    "STANDINGS",
    "STAYS",
    "STEPS",
    "STEPS_DONE",
    "SUBSTITUTIONS",
    "TAGS",
    "TOOL_KINDS",
    "TYPES",
    "VERDICTS",
    "YES_OR_NO",
    "ConsentStanding",
    "ToolStanding",
    "choices",
    "consent_standing",
    "tool_standing",
]

SOON = timedelta(days=60)
"""How early an ending agreement or consent is called expiring."""

ROLES: Mapping[str, str] = {
    "admin": mark("District administrator"),
    "it": mark("IT staff"),
    "records_officer": mark("Records officer"),
    "auditor": mark("Auditor"),
    "counsel": mark("Counsel"),
    "principal": mark("Principal"),
    "supervisor": mark("Supervisor"),
    "teacher": mark("Teacher"),
    "student": mark("Student"),
    "guardian": mark("Guardian"),
}

ToolStanding = Literal["approved", "expiring", "expired", "requested", "suspended"]
ConsentStanding = Literal["granted", "expiring", "expired", "refused", "revoked"]

STANDINGS: Mapping[str, str] = {
    "approved": mark("Approved"),
    "requested": mark("Waiting for approval"),
    "suspended": mark("Suspended"),
    "granted": mark("In force"),
    "expiring": mark("Ends soon"),
    "expired": mark("Ended"),
    "refused": mark("Refused"),
    "revoked": mark("Revoked"),
}

TAGS: Mapping[str, str] = {
    "approved": "good",
    "granted": "good",
    "expiring": "warn",
    "requested": "warn",
    "expired": "stop",
    "suspended": "stop",
    "refused": "stop",
    "revoked": "stop",
}
"""The look of a state's tag; the words beside it say the same."""

IMAGE_ACTS: Mapping[str, str] = {
    "reported": mark("Reported"),
    "handed_over": mark("Handed over by law"),
}

SUBSTITUTIONS: Mapping[str, str] = {
    "now": mark("Has the class now"),
    "later": mark("Begins later"),
    "ended": mark("Ended early"),
    "over": mark("Over"),
}

NETWORKS: Mapping[str, str] = {
    "school": mark("School network"),
    "vpn": mark("The district's VPN"),
    "proxy": mark("The district's proxy"),
    "field_trip": mark("Field trip"),
}


PAIRS: Mapping[str, str] = {
    "staff_student": mark("Staff and a student"),
    "student_student": mark("Two students"),
    "staff_staff": mark("Two of the staff"),
    "staff_guardian": mark("Staff and a family"),
    "own_child": mark("A guardian and their own child"),
    "student_guardian": mark("A student and another family"),
    "guardian_guardian": mark("Two families"),
}
"""Who is in a room of two, by the clause of the policy."""

LEAVES: Mapping[str, str] = {
    "allowed": mark("May write to each other"),
    "supervised": mark("Only while a supervisor is in the room"),
    "never": mark("Do not write to each other alone"),
}
"""What the policy says of them."""

REACHED: Mapping[str, str] = {
    "read": mark("Has read it"),
    "joined": mark("Has it in the room"),
    "delivered": mark("Is on the phone"),
    "unknown": mark("Was sent out, not confirmed"),
    "failed": mark("The network could not deliver it: call"),
    "not_reached": mark("Not reached"),
}
"""How far an urgent notice got."""

YES_OR_NO: Mapping[str, str] = {"no": mark("No"), "yes": mark("Yes")}

VERDICTS: Mapping[str, str] = {
    "refuse": mark("Refused"),
    "flag": mark("Let through, and somebody looks at it"),
}

TOOL_KINDS: Mapping[str, str] = {
    "bridge": mark("Bridge to an app outside"),
    "bot": mark("Bot"),
    "widget": mark("Widget in a room"),
    "integration_manager": mark("Integration manager"),
    "client": mark("App to sign in with"),
    "link": mark("Links to an app"),
}

AUTHORITIES: Mapping[str, str] = {
    "parent": mark("Parent"),
    "guardian": mark("Guardian"),
    "foster_placement": mark("Foster placement"),
    "caregiver": mark("Caregiver"),
    "homeless_liaison": mark("Liaison for homeless students"),
    "emancipated_minor": mark("Emancipated minor"),
    "self": mark("The student"),
}

ANSWERS: Mapping[str, str] = {"granted": mark("Yes, I consent"), "refused": mark("No, I refuse")}

METHODS: Mapping[str, str] = {"paper": mark("On paper"), "portal": mark("In the portal")}

BARS: Mapping[str, str] = {
    "contact": mark("Contact"),
    "consent": mark("Consent"),
    "access": mark("Access to the record"),
}
"""What a court's order bars a guardian from."""

COPPA: Mapping[str, str] = {
    "parent": mark("A parent consents"),
    "school": mark("The school consents, for education only"),
    "none": mark("The vendor takes no children"),
}
"""Who consents for a child under 13."""

DAYS: tuple[str, ...] = (
    mark("Monday"),
    mark("Tuesday"),
    mark("Wednesday"),
    mark("Thursday"),
    mark("Friday"),
    mark("Saturday"),
    mark("Sunday"),
)


STEPS: Mapping[str, str] = {
    "opened": mark("Opened"),
    "room made": mark("Room made"),
    **STEPS_DONE,
    "extended": mark("More time was taken"),
    **REQUEST_STATES,
    **STANDINGS,
}
"""What happened at a step of a history, where its note is one of ours."""

ACTORS: Mapping[str, str] = {
    "demo": mark("Set up with the demo"),
    "steward": mark("Homeroom itself"),
}
"""Who decided, where it was nobody with an account."""
BY_COMMAND = "command:"

KINDS: Mapping[str, str] = {
    "event": mark("Message or room event"),
    "decision": mark("Decision on a message"),
    "registry": mark("Decision of the district"),
    "media": mark("File"),
    "production": mark("Copy of records"),
    "access": mark("Access to the record"),
    "bridge": mark("What became of a message at a bridge"),
    "adoption": mark("Rules taken over by a process"),
    "notice": mark("Notice"),
    "reminder": mark("Reminder"),
    "alarm": mark("Alarm"),
    "export": mark("Copy of the whole record"),
    "hand_over": mark("New checkpoint key"),
    "reconciliation": mark("Comparison with the homeserver"),
    "account": mark("Somebody who left the roster left their rooms"),
    "alert": mark("Alert of danger"),
}


HELD: Mapping[str, str] = {
    "no_consent": mark("No consent for this app"),
    "unknown_person": mark("The number is no guardian's"),
    "shared_number": mark("Several guardians share the number"),
    "no_student": mark("The guardian has no active student"),
    "several_children": mark("The guardian has several children"),
    "several_classes": mark("The student has several classes"),
    "no_venue": mark("No room of the class allows the app"),
    "no_teacher": mark("The class has no teacher with an account"),
    "other_student": mark("The guardian stands for another student now"),
    "restricted": mark("Restricted"),
    "unreadable": mark("The message could not be read"),
    "may_not_cross": mark("It may not cross to this app now"),
    "refused": mark("The rules of the chat refused it"),
    "not_carried": mark("The app cannot carry this"),
    "no_address": mark("Nobody can be reached there any more"),
    "gave_up": mark("It was tried for too long"),
    "group": mark("It was sent in a group chat"),
    "impossible": mark("The chat cannot show it"),
    "not_bridged": mark("It is no message"),
    "poison": mark("It failed again and again"),
}
"""Why a message waits."""

REFUSED_THERE = mark("The other app refused it")
"""Whatever stands under no code of ours: the reason beside it is the app's own."""

HELD_STATES: Mapping[str, str] = {
    "quarantined": mark("Waiting"),
    "stopped": mark("Stopped"),
    "aside": mark("Set aside"),
}

REMEDIES: Mapping[str, str] = {
    "no_consent": mark("Record the consent: the message is then delivered by itself."),
    "unknown_person": mark("Have the office check the number in the roster, then import it."),
    "shared_number": mark("Have the office give each guardian a number of their own."),
    "no_student": mark("Have the office check whose guardian this is, then import the roster."),
    "several_children": mark("Ask the guardian to write from the room of one child, or call."),
    "several_classes": mark("Allow the app in one class room of the student only."),
    "no_venue": mark("Allow the app in the class's room."),
    "no_teacher": mark("Give the teacher a school account, then import the roster."),
    "restricted": mark("Ask the district's counsel. The message stays here."),
    "may_not_cross": mark("Record the consent or approve the app, then check the message again."),
    "group": mark("Ask the family to write to the school's number alone."),
    "gave_up": mark("Ask your IT staff whether the app can be reached, then check it again."),
    "poison": mark("Tell your IT staff. The message is kept."),
    "other_student": mark("Check the roster. The old conversation stays with the old student."),
}
"""What to do about it."""

TYPES: Mapping[str, str] = {
    "m.room.message": mark("Message"),
    "m.room.member": mark("Joining and leaving"),
    "m.room.redaction": mark("Deletion"),
    "m.reaction": mark("Reaction"),
    "m.sticker": mark("Sticker"),
    "m.room.name": mark("Room name"),
    "m.room.topic": mark("Room topic"),
    "m.room.create": mark("Room made"),
    "m.room.power_levels": mark("Rights in the room"),
    "sign_in": mark("Signed in to the portal"),
    "sign_out": mark("Signed out of the portal"),
    "sign_in_refused": mark("Sign-in to the portal refused"),
    "denied": mark("Page of the portal refused"),
    "search": mark("Search of the archive"),
    "view": mark("Look at an entry"),
    "release": mark("Waiting message checked again"),
    "produce": mark("Copy of records begun"),
    "download": mark("Copy of records downloaded"),
    "policy_try": mark("Draft of the policy tried"),
    "person": mark("Person"),
    "tool": mark("App"),
    "consent": mark("Consent"),
    "venue": mark("Room"),
    "network": mark("Network"),
    "policy": mark("Policy"),
    "request": mark("Request"),
    "guardianship": mark("Guardian"),
    "enrollment": mark("Enrollment"),
    "review": mark("Said to be fine"),
    "waiver": mark("Message let pass once"),
    "class": mark("Class"),
    "on_call": mark("Adults on call"),
    "org": mark("School"),
    "acknowledgement": mark("Acknowledgement of the policy"),
    "supervision": mark("Supervision pool"),
    "substitution": mark("Substitute"),
    "urgent_notice": mark("Urgent notice"),
}
"""What an entry is, more exactly than its kind."""


def tool_standing(tool: Tool, today: date) -> ToolStanding:
    """The state of a tool, with the end of its agreement taken in."""
    if tool.state != "approved":
        return tool.state
    if tool.agreement is None or not tool.agreement.in_force(today):
        return "expired"
    return "expiring" if tool.agreement.ends - today <= SOON else "approved"


def consent_standing(consent: Consent, today: date) -> ConsentStanding:
    """The state of a consent, with its end taken in."""
    if consent.state != "granted":
        return consent.state
    if consent.expires < today:
        return "expired"
    return "expiring" if consent.expires - today <= SOON else "granted"


def choices(tools: Mapping[str, Tool]) -> list[tuple[str, str]]:
    """Tools as the options of a select."""
    return [(tool.id, tool.name) for tool in tools.values()]
