"""Releasing a production: two people say that it may be handed over."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from sqlalchemy import Connection

from homeroom.archive.checkpoint import load_key
from homeroom.config import HomeroomConfig
from homeroom.disclosure import (
    access,
    approving,
    disagreements,
    disclosures,
    intake,
    keeping,
    productions,
    requests,
    reviewing,
    scope,
    verify,
)
from homeroom.disclosure.manifest import release_note
from homeroom.disclosure.outbox import append
from homeroom.disclosure.productions import Production
from homeroom.errors import HomeroomError, InputError
from homeroom.registry import own_family, policies


def release(
    connection: Connection, config: HomeroomConfig, request_id: str, *, by: str
) -> Production:
    """Release the newest production of a request, which somebody else has made.

    In the sandbox, and only there, one person counts as both. Neither is of the student's own
    family, and the requester has a right to the record (`InputError`). `HomeroomError` where the
    folder is not what was signed any more.
    """
    made = _newest_draft(connection, request_id)
    if by == made.requested_by and not config.sandbox:
        raise InputError(
            f"{by} has made production {made.number}: a second person releases it, in the portal"
        )
    request = requests.get(connection, request_id)
    for person in (made.requested_by, by):
        own_family.check(connection, person, request.about)
    today = policies.local_day(connection, datetime.now(UTC))
    access.check(connection, request, today)
    intake.check(request, today)
    if disagreements.later(connection, request_id, made.started or made.made_at):
        raise InputError(
            f"request {request_id}: a statement against it came since it was produced; produce it "
            "again, and the statement is in it (34 CFR 99.21(c))"
        )
    if scope.sealed_since(connection, request_id):
        raise InputError(
            f"request {request_id}: an image in it was sealed since it was produced; scope and "
            "produce it again, and destroy the copy"
        )
    _check_review(connection, config, made)
    signer = load_key(config.path(config.archive.key), config.district)
    with keeping.opened(config, made) as folder:
        report = verify.check(folder, verify.fingerprint(signer.verifier.public_key))
    if not report.ok:
        first = "; ".join(list(verify.lines(report, "en"))[-3:])
        raise HomeroomError(f"{made.folder}: is not what was signed ({first}); produce again")
    now, people = datetime.now(UTC), [made.requested_by, by]
    requests.move(connection, request, "released", by=by)
    said = {"production": made.id, "request": request_id, "manifest": made.manifest, "by": people}
    append(connection, "release", f"{request_id}/{made.number}", said)
    productions.note(connection, made.id, state="released", released_by=by)
    disclosures.keep(connection, made, now, by=by)
    note_ = release_note(made.manifest or "", now, people, signer)
    if keeping.is_kept_here(config, made) and not made.folder.is_dir():
        keeping.add_release(config, made, verify.RELEASE, note_)
    else:
        _write(made, note_)
    return productions.progress(connection, made.id)


def _check_review(connection: Connection, config: HomeroomConfig, made: Production) -> None:
    """What was decided is what was produced, and a second person has approved the decisions."""
    if reviewing.newest(connection, made.request) != made.review:
        raise InputError(
            f"request {made.request}: something was decided since it was produced; produce it again"
        )
    found = approving.approval(connection, made.request, decision=made.review, scope=made.scope)
    if not config.sandbox and not found.complete:
        raise InputError(
            f"request {made.request}: its review waits for the approval of a second person, in the "
            "portal"
        )


def _newest_draft(connection: Connection, request_id: str) -> Production:
    requests.get(connection, request_id)
    made = next(iter(productions.productions_of(connection, request_id)), None)
    if made is None or made.state != "draft":
        state = f"production {made.number} is {made.state}" if made else "there is no production"
        raise InputError(f"request {request_id}: {state}; `homeroom request produce` makes a draft")
    return made


def _write(made: Production, note: str) -> None:
    """The statement appears whole; outside the folder until then, where nothing is unlisted."""
    unfinished = made.folder.with_name(f".{made.folder.name}.release-{os.getpid()}")
    try:
        unfinished.write_text(note, encoding="utf-8", newline="\n")
        unfinished.rename(made.folder / verify.RELEASE)
    except OSError as error:
        raise HomeroomError(f"{made.folder}: cannot be written ({error.strerror})") from None
