"""One model a file of OneRoster 1.1 and 1.2 (IMS/1EdTech, CSV binding).

A model names the columns that are read. `SKIPPED` are columns of the standard that Homeroom has no
use for and never keeps, such as race, sex and passwords (minimum of data: FERPA, 34 CFR 99.31).
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from homeroom.importers.oneroster.cells import Day, Email, Ids, Moment, Phone, Status, Truth
from homeroom.importers.oneroster.roles import RosterRole


class Row(BaseModel):
    """What every file begins with. `tobedeleted` makes the record inactive."""

    model_config = ConfigDict(alias_generator=to_camel, frozen=True, extra="ignore")
    SKIPPED: ClassVar[str] = ""

    sourced_id: str
    status: Status = "active"
    date_last_modified: Moment | None = None

    @property
    def active(self) -> bool:
        return self.status == "active"


class OrgRow(Row):
    SKIPPED = "identifier"
    name: str
    type: Literal["department", "school", "district", "local", "state", "national"]
    parent_sourced_id: str | None = None


class SessionRow(Row):
    title: str
    type: Literal["gradingPeriod", "semester", "schoolYear", "term"]
    start_date: Day
    end_date: Day
    parent_sourced_id: str | None = None
    school_year: str | None = None


class CourseRow(Row):
    SKIPPED = "courseCode grades subjects subjectCodes"
    title: str
    org_sourced_id: str
    school_year_sourced_id: str | None = None


class ClassRow(Row):
    SKIPPED = "grades classCode classType location subjects subjectCodes periods"
    title: str
    school_sourced_id: str
    course_sourced_id: str | None = None
    term_sourced_ids: Ids = ()


class EnrollmentRow(Row):
    SKIPPED = "primary"
    class_sourced_id: str
    school_sourced_id: str
    user_sourced_id: str
    role: Literal["administrator", "aide", "proctor", "student", "teacher"]
    begin_date: Day | None = None
    end_date: Day | None = None


class UserRow(Row):
    """A user of OneRoster 1.2, whose roles stand in roles.csv."""

    SKIPPED = (
        "userIds middleName password userMasterIdentifier resourceSourcedIds "
        "preferredMiddleName preferredFamilyName primaryOrgSourcedId pronouns"
    )
    given_name: str
    family_name: str
    enabled_user: Truth
    username: str | None = None
    preferred_given_name: str | None = None
    identifier: str | None = None
    email: Email | None = None
    sms: Phone | None = None
    phone: Phone | None = None
    agent_sourced_ids: Ids = ()
    grades: Ids = ()


class UserRow11(UserRow):
    """A user of OneRoster 1.1, with the one role and the orgs in the same row."""

    SKIPPED = "userIds middleName password"
    role: RosterRole
    org_sourced_ids: Ids


class RoleRow(Row):
    SKIPPED = "roleType"
    user_sourced_id: str
    org_sourced_id: str
    role: RosterRole
    begin_date: Day | None = None
    end_date: Day | None = None
    user_profile_sourced_id: str | None = None


class UserProfileRow(Row):
    SKIPPED = "profileType vendorId applicationId description credentialType password"
    user_sourced_id: str
    username: str | None = None


class DemographicsRow(Row):
    SKIPPED = (
        "sex americanIndianOrAlaskaNative asian blackOrAfricanAmerican "
        "nativeHawaiianOrOtherPacificIslander white demographicRaceTwoOrMoreRaces "
        "hispanicOrLatinoEthnicity countryOfBirthCode stateOfBirthAbbreviation cityOfBirth "
        "publicSchoolResidenceStatus"
    )
    birth_date: Day | None = None
