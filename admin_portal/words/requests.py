"""Words for requests for records, their days, letters and copies."""

from __future__ import annotations

from collections.abc import Mapping

from admin_portal.language import mark

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
    "acknowledged": mark("Requester told that it is here"),
    "scoped": mark("Scoped"),
    "produced": mark("Copy made"),
    "in_review": mark("In review"),
    "approved": mark("Approved"),
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

STEPS_DONE: Mapping[str, str] = {
    "acknowledge": mark("The requester was told that it is here"),
    "ask_attorney_general": mark("The attorney general was asked, or need not be"),
    "say_there_is_none": mark("The requester was told that there is nothing, or there is some"),
}
LETTERS: Mapping[str, str] = {
    "acknowledgement": mark("Your request is here"),
    "extension": mark("We need more time"),
    "denial": mark("We cannot give the records"),
    "no_records": mark("We found no records"),
    "release": mark("The records are ready"),
}

SCOPE_REASONS: Mapping[str, str] = {
    "sent": mark("Sent by the student"),
    "attempted": mark("Tried to send, refused"),
    "membership": mark("Joining and leaving"),
    "present": mark("Said in their room while they were there"),
    "family": mark("Said in the family's room"),
    "full_name": mark("Names them"),
    "preferred_name": mark("Names them by the preferred name"),
    "former_name": mark("Names them by a former name"),
    "first_name": mark("Uses their first name"),
    "nickname": mark("Uses a short form of their name"),
    "initials": mark("Gives their initials"),
    "misspelt": mark("Names them, misspelt"),
    "phone": mark("Gives their phone number"),
    "in_file": mark("Names them in a file"),
    "unreadable": mark("Shows a file that could not be read"),
    "context": mark("Said right before or after"),
    "added": mark("Added by a rule"),
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

LINK_STATES: Mapping[str, str] = {
    "open": mark("Still open"),
    "spent": mark("Used"),
    "revoked": mark("Taken back"),
    "locked": mark("Locked: wrong passcode too often"),
    "expired": mark("Over"),
}

LINK_OUTCOMES: Mapping[str, str] = {
    "seen": mark("The page was opened"),
    "wrong": mark("Wrong passcode"),
    "withheld": mark("Right passcode, but it may not be handed over now"),
    "begun": mark("Download begun"),
    "sent": mark("All of it was sent"),
    "broken_off": mark("The download broke off"),
    "spent": mark("Tried again after it was used"),
    "revoked": mark("Tried after it was taken back"),
    "locked": mark("Tried while locked"),
    "expired": mark("Tried after its last day"),
}
"""What came of an attempt to use a link."""

STANDING: Mapping[str, str] = {
    "parent": mark("Parent or guardian"),
    "eligible_student": mark("The student, 18 or older"),
    "consented": mark("Somebody with the family's written consent"),
    "official": mark("Somebody of the school, for their work"),
    "agency": mark("A public agency"),
    "court": mark("A court"),
    "public": mark("The public, the press"),
}

IDENTITY: Mapping[str, str] = {
    "in_person": mark("In the office, by somebody who knows them"),
    "document": mark("A document with a picture"),
    "account": mark("Their own account here"),
    "call_back": mark("Called back at the number of the roster"),
    "notary": mark("A notary's letter"),
    "known": mark("Known from before"),
    "not_needed": mark("Not needed: anybody may have it"),
}

FEES: Mapping[str, str] = {
    "estimate": mark("Estimated"),
    "charged": mark("Charged"),
    "paid": mark("Paid"),
    "waived": mark("Waived"),
}

SEALED_BY: Mapping[str, str] = {
    "grand_jury": mark("A grand jury forbids it"),
    "law_enforcement": mark("A court forbids it, for an investigation"),
    "terrorism": mark("A court forbids it, for a case of terrorism"),
    "parent_is_party": mark("A parent is a party to the case and knows"),
}

BASES: Mapping[str, str] = {
    "parent_or_eligible_student": mark("the family's own right"),
    "school_official": mark("the school's own work"),
    "consent": mark("written consent"),
    "directory_information": mark("directory information"),
    "sealed_subpoena": mark("a sealed subpoena"),
    "subpoena": mark("a subpoena"),
    "emergency": mark("an emergency"),
    "public_records": mark("public-records law"),
    "other": mark("another ground"),
}
"""On what ground something of a record was handed over."""

REVIEW_ACTIONS: Mapping[str, str] = {
    "redact": mark("covered"),
    "release": mark("shown"),
    "not_person": mark("nobody's name"),
    "withhold": mark("left out"),
    "whole": mark("shown as it is"),
    "strip": mark("shown without its metadata"),
}
"""What was decided in a review."""
