"""Plain words for what the registry calls by code: on screen nobody reads an identifier."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

from admin_portal.language import mark
from homeroom.registry.model import Consent, Tool

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

DONE: Mapping[str, str] = {
    "image_sealed": mark("The image is sealed. Nobody sees it any more. Now report it."),
    "image_noted": mark("It is written down."),
    "image_lifted": mark("The image is unsealed."),
    "signed_out": mark("You are signed out."),
    "tool_added": mark("The app is on the register. It is not used until somebody approves it."),
    "tool_approved": mark("The app is approved. Within 2 seconds messages may cross to it again."),
    "tool_suspended": mark("The app is suspended. From now on nothing crosses to it."),
    "consent_recorded": mark(
        "The consent is recorded. Messages that waited for it are delivered within 2 seconds."
    ),
    "consent_refused": mark("The refusal is recorded. From now on nothing crosses for it."),
    "order_recorded": mark("The order is recorded. Within 2 seconds it acts."),
    "order_ended": mark("The order is lifted. Within 2 seconds it acts no more."),
    "order_dated": mark("The order has its last day. After it, it acts no more."),
    "authority_ended": mark("The authority has its last day. After it, nothing rests on it."),
    "consent_revoked": mark("The consent is revoked. From now on nothing crosses for it."),
    "released": mark("The message is judged again now. If nothing stands against it, it goes on."),
    "not_released": mark("This message does not wait any more."),
    "alert_acknowledged": mark("You are taking care of it. Nobody else is told of this alert."),
    "alert_guardian_told": mark("It is recorded that you told the guardian."),
    "alert_closed": mark("The alert is closed. What you wrote stands in its history."),
    "oncall_added": mark("The adult is on call. It acts at once."),
    "oncall_removed": mark("The adult is not on call any more. It acts at once."),
    "oncall_sooner": mark("The adult is told earlier now."),
    "oncall_drill": mark(
        "The drill has begun: the first adult is told now, as if somebody were in danger."
    ),
    "oncall_changed": mark("Somebody changed this chain meanwhile. Look at it, and decide again."),
    "alert_changed": mark("Somebody has closed this alert meanwhile."),
    "review_asked": mark("Thank you. Somebody at your school looks at it."),
    "review_released": mark("The sender is told that the message may be sent again."),
    "review_upheld": mark("The sender is told why the message stays refused."),
    "copy_started": mark("The copy is being made."),
    "class_given": mark("The class is given. Within 2 seconds it acts."),
    "class_ended": mark("It has ended. Within 2 seconds the class is closed to the substitute."),
    "class_resumed": mark("The end is taken back. The class is the substitute's again."),
    "pool_added": mark("The adult is in the pool now."),
    "pool_deputy": mark("The deputy stands in on these days."),
    "pool_relieved": mark("The adult is not in the pool any more."),
    "trip_added": mark("The network is trusted on these days."),
    "trip_ended": mark("The network is trusted no longer. Within 2 seconds it acts."),
    "trip_restored": mark("The network is trusted again, until its last day."),
    "my_granted": mark("Thank you. Your yes is signed, and counts within 2 seconds."),
    "my_refused": mark(
        "Your no is written down. Nothing crosses, and nobody loses anything by it."
    ),
    "my_revoked": mark("You have taken it back. From now on nothing crosses for it."),
    "hold_placed": mark("The hold is placed. Nothing of it is destroyed until it is released."),
    "hold_released": mark("The hold is released. Nothing was deleted by this."),
    "plan_approved": mark("You have approved the plan."),
    "urgent_sent": mark("The notice is sent. Below stands whom it reached; call the others."),
    "urgent_reviewed": mark("It is recorded that you looked at the notice."),
    "acknowledged": mark("Thank you. It is recorded that you know the rules."),
    "request_acknowledged": mark("Noted: the requester was told that the request is here."),
    "request_extended": mark("Noted: more time was taken. Now send the letter that says why."),
    "request_opened": mark("The request is open. Nothing it may need can be destroyed now."),
}
"""What was done, after a form was sent."""

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

ALERTS: Mapping[str, str] = {
    "open": mark("Waits for an adult"),
    "acknowledged": mark("An adult is taking care of it"),
    "closed": mark("Closed"),
}
"""How an alert stands."""

REVIEWS: Mapping[str, str] = {
    "asked": mark("Waits for an answer"),
    "released": mark("Let pass"),
    "upheld": mark("Stays refused"),
}
"""How a sender's word that a message was fine stands."""
REVIEW_TAGS: Mapping[str, str] = {"asked": "warn", "released": "good", "upheld": "plain"}

ALERT_STEPS: Mapping[str, str] = {
    "told": mark("%(whom)s was told"),
    "not_told": mark("%(whom)s could not be reached"),
    "acknowledged": mark("Taken over"),
    "guardian_told": mark("The guardian %(whom)s was told"),
    "closed": mark("Closed"),
}

LAWS: Mapping[str, str] = {
    "ferpa": mark("Education record (FERPA)"),
    "records": mark("Public-records request (state law)"),
    "foia": mark("Public-records request (FOIA)"),
    "subpoena": mark("Subpoena"),
    "litigation": mark("Litigation"),
    "internal": mark("Internal review"),
    "audit": mark("Audit"),
}

FORMATS: Mapping[str, str] = {
    "html": mark("A web page, for families"),
    "pdf": mark("PDF, for families and for paper"),
    "csv": mark("A table, for a spreadsheet"),
    "eml": mark("Mail, a file for each message (EML)"),
    "mbox": mark("Mail, all in one file (mbox)"),
    "rsmf": mark("For review tools: short messages (RSMF)"),
    "dat": mark("For review tools: load files (DAT, OPT)"),
    "edrm": mark("For review tools: EDRM XML"),
}
"""Of a production, beside the records with their proofs, which are always there."""

REQUEST_STATES: Mapping[str, str] = {
    "received": mark("Received"),
    "scoped": mark("Scoped"),
    "produced": mark("Copy made"),
    "released": mark("Released"),
    "closed": mark("Closed"),
    "denied": mark("Denied"),
}

CLOCK_STEPS: Mapping[str, str] = {
    "acknowledge": mark("Tell the requester that it is here"),
    "ask_attorney_general": mark("Ask the attorney general, where something is to be withheld"),
    "say_there_is_none": mark("Say it where there is nothing"),
    "produce": mark("Give the records, or say why not"),
}
LETTERS: Mapping[str, str] = {
    "acknowledgement": mark("Your request is here"),
    "extension": mark("We need more time"),
    "denial": mark("We cannot give the records"),
    "no_records": mark("We found no records"),
    "release": mark("The records are ready"),
}

STEPS: Mapping[str, str] = {
    "opened": mark("Opened"),
    "room made": mark("Room made"),
    "acknowledged": mark("The requester was told that it is here"),
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

SCOPE_REASONS: Mapping[str, str] = {
    "sent": mark("Sent by the student"),
    "attempted": mark("Tried to send, refused"),
    "membership": mark("Joining and leaving"),
    "present": mark("Said in their room while they were there"),
    "family": mark("Said in the family's room"),
    "full_name": mark("Names them"),
    "preferred_name": mark("Names them by the preferred name"),
    "user_id": mark("Names their account"),
    "number": mark("Names their student number"),
    "reply": mark("Answers them"),
    "answered": mark("Was answered by them"),
    "edit": mark("Edit of such a message"),
    "reaction": mark("Reaction to such a message"),
    "deletion": mark("Deletion of such a message"),
    "file": mark("File of such a message"),
}
"""Why a request covers an entry."""


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
