"""Each kind: what is it, and what only looks like it."""

from __future__ import annotations

import pytest

from homeroom.policy.detect import plainly
from tests.unit.policy.detect.sets import detector

FOUND: list[tuple[str, str, str]] = [
    # telephone: glued digits hide nothing where marks or words say what it is
    ("phone", "9202-555-01437", "+12025550143"),
    ("phone", "call me 20255501430", "+12025550143"),
    ("phone", "my number is 555-01434", "5550143"),
    ("phone", "2025550143 5", "+12025550143"),
    ("phone", "scores 21 14 202 555 0143", "+12025550143"),
    ("phone", "call 00 52 55 5555 0136", "+525555550136"),
    ("phone", "2🙂0🙂2🙂5🙂5🙂5🙂0🙂1🙂4🙂3", "+12025550143"),
    ("phone", "202<b></b>555<i>-0143</i>", "+12025550143"),
    ("phone", "<p>202</p><p>555</p><p>0143</p>", "+12025550143"),
    ("phone", "202&#45;555&#x2d;0143", "+12025550143"),
    ("phone", "&#xff12;02-555-0143", "+12025550143"),
    ("phone", "2\x000\x002-555-0143", "+12025550143"),
    ("phone", "🇦 202 555 0143", "+12025550143"),
    # cards and security numbers: a digit more hides nothing
    ("credit_card", "4111 1111 1111 11110", "4111111111111111"),
    ("ssn", "987-65-43210", "987654321"),
    ("email", "kid@example.org.", "kid@example.org"),
    # links: whatever leads there
    ("messenger_invitation", "https://discord.gg:443/abc", "discord link https://discord.gg"),
    ("messenger_invitation", "https://evil.example/go?to=https%253A%252F%252Fdiscord.gg%252Fa", ""),
    ("messenger_invitation", "http://xn--tlegram-7gg.me/abc", "telegram link https://telegram.me"),
    (
        "messenger_invitation",
        "see www.instagram.com/kid",
        "instagram link https://www.instagram.com",
    ),
    (
        "messenger_invitation",
        "<a href='https://discord.gg/abc'>our rules</a>",
        "discord link https://discord.gg",
    ),
    # an account in capitals and accents
    ("messenger_invitation", "AGRÉGAME EN SNAP", "agregame en snap"),
    ("profanity", "FUCK", "fuck"),
    ("self_harm", "I don’t want to live", "don t want to live"),
    ("self_harm", "i dont want to live", "dont want to live"),
    ("self_harm", "killmyself", "killmyself"),
    ("person_name", "MayaAmberwater", "mayaamberwater"),
    ("person_name", "maya j. amberwater", "maya amberwater"),
    ("street_address", "Mi casa: Av. Hidalgo #25", "ave hidalgo 25"),
    ("street_address", "vivo en C/ Jacaranda 17", "c/ jacaranda 17"),
    # a password's letters and marks, told one by one; a code that was sent
    ("credential", "my password is t u r t l e 7 7", "t u r t l e 7 7"),
    ("credential", "pw = blue underscore frog", "blue underscore frog"),
    ("credential", "the code they texted me is 481 902", "481 902"),
    # dates with any mark, and after other words
    ("birth_date", "my bday = 10_02_2011", "2011-10-02"),
    ("birth_date", "when's ur birthday? mine is Oct 2 2011", "2011-10-02"),
    # games, an account's page, a picture for a name
    ("social_handle", "my roblox user is NoemiPlayz_77", "noemiplayz_77"),
    ("social_handle", "whats ur snap? mine is fernstone.k2", "fernstone.k2"),
    ("social_handle", "https://www.instagram.com/gracie.lb", "gracie.lb"),
    ("messenger_invitation", "add me on 👻", "add me on snap"),
    ("messenger_invitation", "friend me on roblox", "friend me on roblox"),
    # swear words with letters hidden
    ("profanity", "f*ck off", "fuck off"),
    ("profanity", "this is sh**", "shit"),
    ("profanity", "p*ta", "puta"),
    # danger in words that no list has
    ("abuse", "my stepdad got mad and then smacked us", ""),
    ("abuse", "send n00ds", ""),
    ("abuse", "mi tío llega tomado y me golpea", ""),
    ("self_harm", "honestly thinking about maybe ending my life", ""),
    ("self_harm", "a veces quisiera ya no existir", ""),
    ("violence", "imma bring my uncle's gun", ""),
    ("violence", "bring a 🔫 tmrw", ""),
    ("violence", "te voy a sacar los dientes", ""),
]


@pytest.mark.parametrize(("kind", "text", "value"), FOUND)
def test_found(kind: str, text: str, value: str) -> None:
    values = {finding.value for finding in detector().find(text) if finding.kind == kind}
    assert value in values or (not value and values)


NOTHING: list[str] = [
    # numbers of mathematics and of the day
    "3.14159265358979",
    "2.7182818284",
    "2026-11-24",
    "1 2 3 4 5 6 7 8 9 10",
    "299792458",
    "IMG_20261123_140233.jpg",
    "1795500000000",
    # what a word alone does not make
    "the number 555-0100 in the textbook",
    "don't go on tiktok in class",
    "our snap circuits kit",
    "instagram.com/p/abc is a picture in the slides",
    "best.me/page",
    "netflix.com/title",
    "discord is a word for disagreement",
    # an account of Matrix, and people told of by a handle
    "@maya:district.example",
    "thanks @coach!",
    # numbers of forms that can be nobody's
    "000-12-3456",
    "666-12-3456",
    "4111 1111 1111 1112",
    "0.4111111111111112",
    # people of history
    "Ada Lovelace was born on December 10, 1815",
    # words inside of others, and ways of speaking
    "the class assistant passed the analysis",
    "el cono y la perra",
    "i want to die laughing",
    "@ß",
    # games, sport, lessons, books: no danger
    "i'll kill you in smash bros tonight",
    "coach hit us with extra laps, the ball hit me too",
    "bring a knife to cut the cake",
    "si alguien te pega, dile a un adulto",
    "suicide prevention week posters go up monday",
    'in the book she yells "I\'ll kill you!" at the dragon',
    # a swear word explained; a teacher thanked
    "ass is another word for donkey in the book",
    'el coronel dice "mierda" en la última línea',
    "thank you Ms. Birchwick",
    # ways in that are none
    "ig its saturday then",
    "dont go on tiktok in class",
]


@pytest.mark.parametrize("text", NOTHING)
def test_not_found(text: str) -> None:
    assert plainly(detector().find(text)) == ()


INVENTED: list[tuple[str, bool]] = [
    ("in chapter 3 the detective dials 202-555-0150", True),
    ("worksheet: check the card 4111 1111 1111 1111", True),
    ("in the story, Tom lives at 12 Elm Street", True),
    ("problem 4: Ana was born on May 3, 2010", True),
    ("in the practice form use SSN 123-45-6789", True),
    ("the invented contact in our story is jane.doe@example.com", True),
    ("problema: Ana vive en la calle Luna 5", True),
    # whoever speaks of himself invents nothing
    ("my example number is 202-555-0150", False),
    ("for the worksheet i live at 12 Elm Street", False),
    # a number that can be somebody's; somebody of the roster
    ("in chapter 3 the detective dials 202-556-" + "0150", False),
    ("in the story, Maya Amberwater lives at 12 Elm Street", False),
    # no lesson is spoken of
    ("202-555-0150", False),
]


@pytest.mark.parametrize(("text", "doubtful"), INVENTED)
def test_what_a_lesson_makes_up(text: str, doubtful: bool) -> None:
    found = [f for f in detector().find(text) if f.kind != "person_name"]
    assert {finding.doubtful for finding in found} == {doubtful}
