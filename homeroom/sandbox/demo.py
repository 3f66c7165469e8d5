"""The demo district: the shipped roster and policy, put into an empty registry once."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString
from sqlalchemy import Connection

from homeroom import shipped
from homeroom.config import HomeroomConfig
from homeroom.db.engine import connect
from homeroom.db.roles import DatabaseRole
from homeroom.importers.apply import import_folder
from homeroom.policy.roles import Role
from homeroom.registry import (
    consents,
    decisions,
    networks,
    on_call,
    policies,
    supervision,
    tools,
    venues,
)
from homeroom.registry.model import (
    Acknowledgement,
    Agreement,
    Consent,
    Duty,
    Enrollment,
    Guardianship,
    Network,
    OnCall,
    Org,
    Person,
    PolicyVersion,
    SchoolClass,
    Tool,
    Venue,
)

BY = "demo"
WHATSAPP = "whatsapp"
EVERY_DAY = "monday tuesday wednesday thursday friday saturday sunday"


def load(config: HomeroomConfig, data: Path) -> None:
    """Fill an empty registry, in one transaction; one that knows people is left as it is."""
    engine = connect(config, DatabaseRole.ADMIN, pool_size=1)
    try:
        with engine.begin() as connection:
            decisions.lock(connection)
            if not decisions.load(connection, Person):
                fill(connection, config.server_name)
            version = policies.in_force(connection)
    finally:
        engine.dispose()
    if version is not None:
        policies.write_copy(data, version)


def fill(connection: Connection, server_name: str) -> None:
    """The whole district: roster, policy, networks, tool, venues and the consents given so far."""
    version = policies.publish(connection, policy_text(), by=BY)
    today = policies.read(version).hours.day(datetime.now(UTC))
    import_folder(
        connection, shipped.config("demo/oneroster"), server_name=server_name, today=today, by=BY
    )
    _acknowledge(connection, version)
    _form_pools(connection)
    networks.add(connection, _loopback(), by=BY)
    _approve_whatsapp(connection, today)
    _open_to_whatsapp(connection)
    for venue in _staff_rooms(connection):
        venues.add(connection, venue, by=BY)
    for consent in _consents(connection, today):
        consents.give(connection, consent, by=BY)
    for chain in _on_call(connection):
        on_call.set_chain(connection, chain, by=BY, note="put on call")


def policy_text() -> str:
    """The shipped policy, open all day so that a trial at night works, and only at school."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 200  # no line is wrapped
    yaml.indent(mapping=2, sequence=4, offset=2)
    policy = yaml.load(shipped.config("policy.yaml").read_text(encoding="utf-8"))
    policy["hours"]["days"][:] = EVERY_DAY.split()
    policy["hours"]["open"][0] = DoubleQuotedScalarString("00:00-24:00")
    for role in policy["networks"]["untrusted"]:
        policy["networks"]["untrusted"][role] = "refuse"
    written = io.StringIO()
    yaml.dump(policy, written)
    return written.getvalue()


def _class_ids(connection: Connection) -> list[str]:
    return sorted(decisions.load(connection, SchoolClass))


def _acknowledge(connection: Connection, version: PolicyVersion) -> None:
    people = decisions.load(connection, Person).values()
    decisions.record_all(
        connection,
        [Acknowledgement(person=p.id, version=version.version) for p in people if p.user_id],
        by=BY,
        note="acknowledged in the demo",
    )


def _form_pools(connection: Connection) -> None:
    """Each school's counselors watch over one-to-one talk."""
    people = decisions.load(connection, Person).values()
    for org_id, org in sorted(decisions.load(connection, Org).items()):
        watching = [p for p in people if Role.SUPERVISOR in p.roles and org_id in p.orgs]
        if org.kind == "school":
            supervision.form(connection, org_id, watching, by=BY)


def _loopback() -> Network:
    return Network(id="loopback", name="This machine", cidrs=("127.0.0.1/32", "::1/128"))


def _approve_whatsapp(connection: Connection, today: date) -> None:
    tool = Tool(
        id=WHATSAPP,
        name="WhatsApp",
        vendor="Meta Platforms",
        state="requested",
        purpose="Families write to their class's teacher.",
    )
    agreement = Agreement(
        reference="DPA-DEMO-1", starts=today - timedelta(days=90), ends=today + timedelta(days=275)
    )
    tools.add(connection, tool, by=BY)
    tools.approve(connection, WHATSAPP, by=BY, agreement=agreement)


def _open_to_whatsapp(connection: Connection) -> None:
    """The rooms of the classes, which the import designated, open to families on WhatsApp."""
    rooms = [v for v in decisions.load(connection, Venue).values() if v.kind == "class"]
    opened = [replace(venue, networks=(WHATSAPP,)) for venue in rooms]
    decisions.record_all(connection, opened, by=BY, note="open to families")


def _staff_rooms(connection: Connection) -> Iterator[Venue]:
    """One for the staff of each school."""
    for org_id, org in sorted(decisions.load(connection, Org).items()):
        if org.kind == "school":
            yield Venue(id=f"staff-{org_id}", kind="staff", name=f"{org.name}: staff", org=org_id)


def _on_call(connection: Connection) -> Iterator[OnCall]:
    """A supervisor of each school at any hour, then its principal."""
    people = sorted(decisions.load(connection, Person).values(), key=lambda p: p.roster_id)
    for org_id, org in sorted(decisions.load(connection, Org).items()):
        here = [p for p in people if org_id in p.orgs and p.active]
        told = [p for r in (Role.SUPERVISOR, Role.PRINCIPAL) for p in here if r in p.roles]
        if org.kind == "school" and told:
            yield OnCall(org=org_id, duties=tuple(Duty(person=p.id) for p in told))


def _consents(connection: Connection, today: date) -> Iterator[Consent]:
    """Signed a week ago for the first half of the first class; the others have not answered."""
    people = decisions.load(connection, Person)
    guardian = {g.student: g.guardian for g in decisions.load(connection, Guardianship).values()}
    first_class = _class_ids(connection)[0]
    students = sorted(
        (people[seat.person].roster_id, seat.person)
        for seat in decisions.load(connection, Enrollment).values()
        if seat.class_id == first_class and seat.role == "student"
    )
    for _, student in students[: len(students) // 2]:
        yield Consent(
            id=consents.new_id(),
            student=student,
            tool=WHATSAPP,
            given_by=guardian[student],
            signed_on=today - timedelta(days=7),
            expires=today + timedelta(days=275),
        )
