"""Sign-in with a directory's password: OpenLDAP over the wire, StartTLS, and Synapse before it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from homeroom.db.roles import DatabaseRole
from homeroom.policy.roles import Role
from homeroom.policy.wording import WORDING
from homeroom.registry.model import Person
from homeroom.sandbox import configuration, postgres
from homeroom.sandbox.ports import HOST, from_base
from homeroom.steward.homeserver import Homeserver
from tests.fixtures import slapd
from tests.fixtures.certificates import Pair, key_pair
from tests.fixtures.postgres import fresh
from tests.fixtures.slapd import BIND_DN, PEOPLE, Directory, Entry, group_dn
from tests.fixtures.synapse import School
from tests.integration.sign_on.conftest import opened
from tests.integration.sign_on.test_ldap import ACCOUNT, WRONG

pytestmark = pytest.mark.proof
PASSWORD = "password-of-{}"
AWAY = "The district's sign-on does not answer. Try again in a minute."


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """The homeserver, and the directory that checks passwords."""

    school: School
    directory: Directory

    def signs_in(self, name: str, password: str) -> httpx.Response:
        content = {
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": name},
            "password": password,
        }
        with self.school.client() as client:
            return client.post("/_matrix/client/v3/login", json=content)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """Who signs the district's certificates."""
    return key_pair(tmp_path_factory.mktemp("authority"), "ca", common_name="District CA")


@pytest.fixture(scope="module")
def pair(authority: Pair) -> Pair:
    folder = authority.key_file.parent
    hosts = [slapd.HOST]
    return key_pair(folder, "directory", common_name="directory", hosts=hosts, signed_by=authority)


def entry(person: Person, *groups: str, locked: bool = False) -> Entry:
    number = person.roster_id
    password = PASSWORD.format(number)
    return Entry(uid=number, number=number, password=password, groups=groups, locked=locked)


@pytest.fixture(scope="module")
def district(
    postgres_cluster: postgres.Cluster,
    template_data: Path,
    tmp_path_factory: pytest.TempPathFactory,
    authority: Pair,
    pair: Pair,
) -> Iterator[District]:
    folder = tmp_path_factory.mktemp("ldap")
    with fresh(postgres_cluster, template_data, folder / "data") as made:
        directory = Directory(folder=folder / "slapd")
        (folder / "data" / "secrets" / "ldap").write_text(slapd.BIND_PASSWORD)
        way = {
            "uri": directory.uri,
            "start_tls": True,
            "certificate_authority": str(authority.certificate_file),
            "base": PEOPLE,
            "bind_dn": BIND_DN,
            "login": "uid",
            "person": {"claim": "EmployeeNumber", "equals": "roster_id"},
            "groups": {
                "claim": "memberof",
                "required": [group_dn("homeroom")],
                "roles": {group_dn("students"): "student"},
            },
        }
        with (
            opened(made.config, {"ldap": way}) as school,
            slapd.running(directory, people(school), pair=pair),
        ):
            yield District(school=school, directory=directory)


def people(school: School) -> list[Entry]:
    """In the directory: two teachers, three students, and somebody who is not on the roster."""
    teachers, students = school.people(Role.TEACHER), school.people(Role.STUDENT)
    visitor = Entry(uid="visitor", number="V-1", password="visitors", groups=("homeroom",))
    return [
        entry(teachers[0], "homeroom"),
        entry(teachers[1], "homeroom", "students"),
        entry(students[0], "homeroom", "students"),
        entry(students[1], "students"),
        entry(students[2], "homeroom", locked=True),
        visitor,
    ]


def test_the_directory_checks_the_password_and_the_roster_says_who_it_is(
    district: District,
) -> None:
    """Over StartTLS: this directory takes no password in the clear."""
    for role in (Role.TEACHER, Role.STUDENT):
        person = district.school.people(role)[0]
        answer = district.signs_in(person.roster_id, PASSWORD.format(person.roster_id)).json()
        assert answer["user_id"] == person.user_id
        bearer = {"Authorization": f"Bearer {answer['access_token']}"}
        with district.school.client(headers=bearer) as client:
            profile = client.get(f"/_matrix/client/v3/profile/{person.user_id}").json()
            addresses = client.get("/_matrix/client/v3/account/3pid").json()
        assert profile == {"displayname": person.name}
        assert addresses == {"threepids": []}


def accounts(district: District) -> set[str]:
    with district.school.connect(DatabaseRole.SYNAPSE) as connection:
        return set(connection.scalars(text("SELECT name FROM public.users")))


def test_who_does_not_know_the_password_is_not_let_in(district: District) -> None:
    teacher, locked = (
        district.school.people(Role.TEACHER)[0],
        district.school.people(Role.STUDENT)[2],
    )
    name, password = teacher.roster_id, PASSWORD.format(teacher.roster_id)
    before = accounts(district)
    for who, said in (
        # another's password, none, and somebody whom the directory does not know
        (name, "visitors"),
        (name, ""),
        ("nobody", password),
        # locked in the directory, with the right password
        (locked.roster_id, PASSWORD.format(locked.roster_id)),
        # a name that would be a piece of a search, or of a distinguished name
        ("*", password),
        (f"{name[:2]}*", password),
        (f"{name})(uid=*", password),
        (f"*)(employeeNumber={name}", password),
        (f"{name})(|(uid=*", password),
        (f"{name},{PEOPLE}", password),
        (f"{name}\\00", password),
    ):
        answer = district.signs_in(who, said)
        assert answer.status_code == 403, who
        assert f"403 {answer.json()['error']}" == WRONG, who
    assert accounts(district) == before


def test_who_may_not_sign_in_is_told_so_and_gets_no_account(district: District) -> None:
    teacher, student = (district.school.people(role)[1] for role in (Role.TEACHER, Role.STUDENT))
    before = accounts(district)
    for name, password, rule in (
        ("visitor", "visitors", "school_accounts"),
        (student.roster_id, PASSWORD.format(student.roster_id), "sign_on_group"),
        (teacher.roster_id, PASSWORD.format(teacher.roster_id), "sign_on_role"),
    ):
        answer = district.signs_in(name, password)
        assert answer.status_code == 403
        for words in WORDING[rule].values():
            assert words in answer.json()["error"]
    assert accounts(district) == before


def test_a_password_of_homerooms_own_opens_nothing(district: District) -> None:
    """An error of a check is "not by this one" for Synapse, which would go on to its own."""
    school = district.school
    principal = school.people(Role.PRINCIPAL)[0]
    with Homeserver(school.config) as homeserver:
        homeserver.register(str(principal.user_id), principal.name)
    answer = school.login(str(principal.user_id))
    assert f"{answer.status_code} {answer.json()['error']}" == WRONG


def test_a_directory_that_is_down_lets_nobody_in(district: District) -> None:
    teacher = district.school.people(Role.TEACHER)[0]
    name, password = teacher.roster_id, PASSWORD.format(teacher.roster_id)
    district.directory.stop()
    try:
        answer = district.signs_in(name, password)
        assert (answer.status_code, answer.json()["error"]) == (503, AWAY)
    finally:
        district.directory.start()
    assert district.signs_in(name, password).json()["user_id"] == teacher.user_id


def test_the_log_has_nobodys_name_and_no_password(district: District) -> None:
    district.signs_in("a-name-to-find", "a-password-to-find")
    log = (district.school.config.data / "logs" / "synapse.log").read_text()
    assert "to-find" not in log
    assert "password-of" not in log


def test_a_directory_that_cannot_prove_who_it_is_is_told_no_password(
    tmp_path: Path, authority: Pair, pair: Pair
) -> None:
    """Nor one that does not encrypt: somebody on the way could have taken StartTLS out."""
    stranger = key_pair(tmp_path, "stranger", common_name="Another CA")
    wren = [Entry(uid="wren", number="T-1", password="wrens")]
    ours, others = authority.certificate_file, stranger.certificate_file
    proves, plain = Directory(folder=tmp_path / "a"), Directory(folder=tmp_path / "b")
    with slapd.running(proves, wren, pair=pair), slapd.running(plain, wren, pair=None):
        by_address = proves.uri.replace(slapd.HOST, HOST), proves.tls_uri.replace(slapd.HOST, HOST)
        away = f"503 {AWAY}"
        tries: list[tuple[str, bool, Path, str]] = [
            (proves.uri, True, ours, ACCOUNT),
            (proves.tls_uri, False, ours, ACCOUNT),
            # signed by somebody else; and in another's name
            (proves.uri, True, others, away),
            (proves.tls_uri, False, others, away),
            (by_address[0], True, ours, away),
            (by_address[1], False, ours, away),
            # StartTLS is refused, and ldaps is spoken to a port in the clear
            (plain.uri, True, ours, away),
            (plain.uri.replace("ldap:", "ldaps:"), False, ours, away),
            # it takes no password in the clear, and is asked in the clear
            (proves.uri, False, ours, WRONG),
        ]
        assert tried(tmp_path, [each[:3] for each in tries]) == [each[3] for each in tries]


def tried(folder: Path, ways: list[tuple[str, bool, Path]]) -> list[str]:
    """What becomes of the right name and password, each way (see `directory.py`)."""
    ports = from_base(8008)
    configuration.write(folder, ports, database_address=(HOST, ports.postgres))
    asked = folder / "ways.json"
    asked.write_text(json.dumps([(uri, tls, str(ca)) for uri, tls, ca in ways]))
    script, root = Path(__file__).with_name("directory.py"), Path(__file__).parents[3]
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", str(script), str(folder), str(asked)],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
        env={"PYTHONPATH": str(root), "PATH": ""},
    )
    found: list[str] = json.loads(ran.stdout)
    return found
