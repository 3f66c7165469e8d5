"""A labelled set for scopes: who is meant in each of a thousand messages, and how it is written.

Put together from the demo district's names: students in classes, some of whom share a first name or
a family name; teachers and strangers write about them where the students never were.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from homeroom.disclosure.spelling import misspellings
from homeroom.policy.roles import Role
from homeroom.registry.model import Enrollment, Person, SchoolClass, State
from homeroom.sandbox import demo_roster

SERVER = "district.example"
CLASSES, CLASS_SIZE = 6, 20
ABOUT = 24
"""So many of the students are written about, and asked for."""
STAFF_ROOM = f"!staff:{SERVER}"
FAMILIES = (
    *("Birchfield", "Amberlake", "Quillstone", "Mossbrook", "Fernridge", "Opalwater"),
    *("Clovermoor", "Dawnhart", "Hazelwick", "Silvermere", "Pebblesong", "Indigovale"),
)
FORMER = ("Casimir", "Thandiwe", "Lorcan", "Sunniva", "Evander", "Calliope")
NICKS = ("Bee", "Kit", "Dot", "Ziggy", "Tuck", "Roo", "Pim", "Moss")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Something that somebody writes, about whom (person id), and the kind of writing."""

    sender: str
    body: str
    about: str
    kind: str
    content: str = "{}"
    """More of its content, as JSON."""
    file: str = ""
    """The text of a file that it shows."""


def roster() -> list[State]:
    """People and classes; of some students an earlier state comes first."""
    states: list[State] = [
        SchoolClass(id=f"c{n}", title=f"Class {n}", org="s") for n in range(CLASSES)
    ]
    for n in range(CLASSES):
        states.append(_person(f"t{n}", f"Teacher{n}", "Lanternsong", Role.TEACHER, n))
        states.append(Enrollment(class_id=f"c{n}", person=f"t{n}", role="teacher"))
    for n in range(CLASSES * CLASS_SIZE):
        student = students()[n]
        if n < ABOUT and n % 4 == 0:
            states.append(replace(student, given_name=FORMER[n // 4 % len(FORMER)]))
        states.append(student)
        class_id = f"c{n % CLASSES}"
        states.append(Enrollment(class_id=class_id, person=student.id, role="student"))
    return states


def students() -> list[Person]:
    """Of 72 first names and 12 family names; whoever comes 72 later has the same first name."""
    given = demo_roster.GIVEN
    return [
        _person(
            f"p{n}",
            given[n % 72],
            FAMILIES[(n * 5 + n // 12) % len(FAMILIES)],
            Role.STUDENT,
            n,
            preferred=_nick(n),
        )
        for n in range(CLASSES * CLASS_SIZE)
    ]


def lines(seed: int = 5) -> list[Line]:
    """Every kind of writing about each of them, and about others who are nearly called so."""
    chance = random.Random(seed)  # noqa: S311
    made = [
        line
        for number, student in enumerate(students()[:ABOUT])
        for line in _about(student, number, chance)
    ]
    chance.shuffle(made)
    return made


def _nick(number: int) -> str:
    return NICKS[number // 3 % len(NICKS)] if number % 3 == 0 else ""


def _person(
    key: str, given: str, family: str, role: Role, number: int, preferred: str = ""
) -> Person:
    return Person(
        id=key,
        roster_id=f"{'S' if role is Role.STUDENT else 'T'}-{200_300 + number}",
        number=f"77{number:04d}" if role is Role.STUDENT else "",
        roles=(role,),
        given_name=given,
        family_name=family,
        preferred_name=preferred,
        user_id=f"@{key}:{SERVER}",
        phones=(f"+1202555{100 + number % 100:04d}",) if number < ABOUT else (),
    )


def _about(student: Person, number: int, chance: random.Random) -> Iterator[Line]:
    teacher, stranger = f"t{number % CLASSES}", f"t{(number + 1) % CLASSES}"
    given, family = student.given_name, student.family_name
    phone = student.phones[0][2:]
    account = student.user_id or ""

    def say(kind: str, who: str, text: str, **more: str) -> Line:
        body = chance.choice(FRAMES).format(text)
        return Line(sender=who, body=body, about=student.id, kind=kind, **more)

    yield say("full name", stranger, f"{given} {family}")
    yield say("full name", stranger, f"{family}, {given}")
    yield say("full name", stranger, f"{given.upper()} {family.upper()}")
    yield say("possessive", stranger, f"{given} {family}'s paper")
    yield say("possessive", teacher, f"{given}'s paper")
    yield say("first name, by their teacher", teacher, given)
    if student.preferred_name:
        yield say("nickname", teacher, student.preferred_name)
        yield say("nickname", stranger, f"{student.preferred_name} {family}")
    if number % 4 == 0:
        former = FORMER[number // 4 % len(FORMER)]
        yield say("former name", stranger, f"{former} {family}")
        yield say("former name", teacher, former)
    yield say("misspelt", stranger, f"{given} {_wrong(family, chance)}")
    yield say("misspelt", stranger, f"{given} {_wrong(family, chance)}")
    yield say("misspelt", stranger, f"{_wrong(given, chance)} {family}")
    yield say("misspelt first name, by their teacher", teacher, _wrong(given, chance))
    yield say("initials", teacher, f"{given[0]}.{family[0]}.")
    yield say("initials", teacher, f"{given[0]}{family[0]}")
    yield say("initials", teacher, f"{given[0]}. {family}")
    yield say("initials", teacher, f"{given} {family[0]}.")
    yield say("user id", stranger, account)
    link = f'<a href="https://matrix.to/#/{account}">somebody</a>'
    yield say("pill", stranger, "somebody", content=json.dumps({"formatted_body": link}))
    mention = json.dumps({"m.mentions": {"user_ids": [account]}})
    yield say("pill", stranger, "somebody", content=mention)
    yield say("student number", stranger, student.roster_id)
    yield say("student number", stranger, student.number)
    yield say("phone", stranger, f"{phone[:3]}-{phone[3:6]}-{phone[6:]}")
    yield say("phone", stranger, f"({phone[:3]}) {phone[3:6]} {phone[6:]}")
    yield say("phone", stranger, f"+1{phone}")
    yield say("in a file", stranger, "see the file", file=f"About {given} {family}: all is well.\n")
    yield say(
        "in a file", stranger, "see the file", file=f"{family}, {given}; {student.roster_id}\n"
    )
    yield from _about_others(student, stranger, teacher, say, chance)


def _about_others(
    student: Person,
    stranger: str,
    teacher: str,
    say: Callable[..., Line],
    chance: random.Random,
) -> Iterator[Line]:
    """Nearly the same, and somebody or something else."""
    given, family = student.given_name, student.family_name
    other = chance.choice([name for name in FAMILIES if name != family])
    number = student.roster_id
    texts = (
        f"{given} Nightharbor",  # a first name with another family name
        f"the {family} road",
        f"Teo {family}" if given != "Teo" else f"Suri {family}",
        f"{number}9",
        f"X{number}",
        f"{given[0]}.{chance.choice('QXZ')}.",
        "202-555-0199 or 202-555-0198",
        f"the {other} bridge",
    )
    for text in texts:
        yield replace(say("others", chance.choice((stranger, teacher)), text), about="")


FRAMES = (
    "{} was late again",
    "please ask {} about the trip",
    "I saw {} at lunch",
    "hoy llegó tarde {}",
    "the list: {}, and two more",
    "({})",
)


def _wrong(name: str, chance: random.Random) -> str:
    """One letter wrong; a short name has none that could be told."""
    found: Sequence[str] = sorted(misspellings(name.lower()))
    return chance.choice(found).title() if found else name
