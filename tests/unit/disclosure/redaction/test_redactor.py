"""No copy of a value survives, whatever it is written in; what is nobody's stays as it is."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.disclosure.redaction.forms import Form, Known, Language, forms_of, kept_forms
from homeroom.disclosure.redaction.redactor import Mark, Redactor

LANGUAGE = Language(
    everyday=frozenset({"will", "young"}),
    nicknames={"guillermo": ("memo", "memito"), "william": ("bill",)},
)
OMAR = Known(
    subject="person:omar",
    category="student",
    names=(("Omar", "Díaz"), ("Guillermo", "Díaz")),
    accounts=("@odiaz77:district.example",),
    numbers=("S-100202",),
    texts=("+1 202 555 0143",),
    close=True,
)
WILL = Known(subject="person:will", category="student", names=(("Will", "O'Brien"),), close=True)
FAR = Known(subject="person:far", category="student", names=(("Zora", "Quell"),))
TEACHER = Known(subject="person:ana", category="student", names=(("Ana", "Omar"),))
MARKS = {
    each.subject: Mark(category="Student", number=number, exemption="FERPA 99.3")
    for number, each in enumerate((OMAR, WILL, FAR), 3)
}
M = MARKS["person:omar"].text


def redactor(*spared: str) -> Redactor:
    forms: list[Form] = [f for each in (OMAR, WILL, FAR) for f in forms_of(each, LANGUAGE)]
    return Redactor([*forms, *kept_forms(TEACHER, LANGUAGE)], MARKS, spared=spared)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Omar is here", f"{M} is here"),
        ("OMAR DÍAZ, omar diaz; Diaz, Omar", f"{M}, {M}; {M}"),
        ("Omar's and Omar\u2019s and Diaz'", f"{M}'s and {M}\u2019s and {M}'"),  # possessives
        ("the Omars", f"the {M}"),
        ("omardiaz Omar_Diaz.png", f"{M} {M}.png"),
        ("Memo said, Memito", f"{M} said, {M}"),  # nicknames of a former name
        ("Omer", "Omer"),  # too short a name for a misspelling
        ("Guillermo Guilermo Gulilermo Guillerno", f"{M} {M} {M} {M}"),
        ("@odiaz77:district.example", M),
        ("odiaz77", M),
        ("https://matrix.to/#/%40odiaz77%3Adistrict.example", f"https://matrix.to/#/{M}"),
        ("https://matrix.to/#/@odiaz77:district.example", f"https://matrix.to/#/{M}"),
        ("https://x.example/?q=Om%61r", f"https://x.example/?q={M}"),
        ("https://x.example/?q=%254fmar", f"https://x.example/?q={M}"),
        ("O<b>mar</b> Diaz", f"{M}<b></b>"),
        ("&#79;mar", M),
        ('<img alt="Om&#97;r">', f'<img alt="{M}">'),
        ("O\u200bm\u00adar D\u0301i\u0301az", M),
        ("\uff2f\uff4d\uff41\uff52", M),
        ("Dia\u0301z", M),
        (r"say \u004fmar", f"say {M}"),
        ("S-100202 s100202 100202", f"{M} {M} {M}"),
        ("(202) 555-0143, 202.555.0143, 12025550143, 2025550143", f"({M}, {M}, {M}, {M}"),
        ("> <@odiaz77:district.example> hi", f"> <{M}> hi"),
        ("Ana Omar teaches", "Ana Omar teaches"),  # a teacher's whole name is kept
        ("Zora alone, Zora Quell", "Zora alone, [Student 5 – FERPA 99.3]"),  # not close
        (f"so {M} stays", f"so {M} stays"),
        ("2025550143777 1002027 omarion", "2025550143777 1002027 omarion"),
    ],
)
def test_every_way_of_writing_has_the_same_mark(given: str, expected: str) -> None:
    assert redactor().text(given) == expected


def test_a_word_that_is_a_name_too_is_covered_until_somebody_says_that_it_is_none() -> None:
    assert redactor().text("I will") == "I [Student 4 – FERPA 99.3]"
    assert redactor("will").text("I will ask Will O'Brien") == (
        "I will ask [Student 4 – FERPA 99.3]"
    )


def test_keys_and_numbers_are_values_too() -> None:
    held = {"users": {"@odiaz77:district.example": 50}, "n": 100202, "list": [["Omar"], True, 1.5]}
    covered = redactor().cover(held)
    assert covered.value == {"users": {M: 50}, "n": M, "list": [[M], True, 1.5]}
    assert redactor().pointer("/event/content/users/@odiaz77:district.example/type") == (
        f"/event/content/users/{M}/type"
    )


def test_the_protocols_own_words_stay() -> None:
    key = Known(subject="person:will", category="student", names=(("Key", "Text"),), close=True)
    made = Redactor(forms_of(key, LANGUAGE), MARKS)
    held = {"type": "m.reaction", "content": {"msgtype": "m.text", "key": "key text"}}
    assert made.cover(held).value == {
        "type": "m.reaction",
        "content": {"msgtype": "m.text", "key": MARKS["person:will"].text},
    }


def test_two_people_of_one_name_have_both_numbers() -> None:
    other = Known(subject="person:far", category="student", names=(("Omar", "Quell"),), close=True)
    both = [f for each in (OMAR, other) for f in forms_of(each, LANGUAGE)]
    assert Redactor(both, MARKS).text("Omar") == "[Student 5/3 – FERPA 99.3]"


def test_a_forged_mark_hides_nothing() -> None:
    assert "Omar" not in redactor().text("[Omar – FERPA 99.3]")


PLAIN = st.text(alphabet="bcdfghjk nptvx<>&%\\.;\n'\"[]–3", max_size=30)
VARIANTS = st.sampled_from(
    [
        *("Omar", "omar díaz", "Diaz, Omar", "@odiaz77:district.example", "S-100202"),
        *("O<i>mar</i>", "&#x4f;mar", "%4fmar", r"\u004fmar", "O\u200bmar", "Memo", "Guilermo"),
        *("(202) 555-0143", "Will", "will", "Zora_Quell", quote("@odiaz77:district.example")),
    ]
)
STRINGS = st.lists(st.one_of(PLAIN, VARIANTS), max_size=5).map(" ".join)
CONTENT = st.recursive(
    STRINGS | st.integers() | st.sampled_from([100202, 2025550143]) | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(STRINGS, inner, max_size=4),
    max_leaves=12,
)


@given(CONTENT)
def test_no_variant_survives_in_any_string_and_once_is_enough(content: object) -> None:
    made = redactor()
    covered = made.cover(content).value
    assert made.cover(covered).value == covered
    assert made.index.find(json.dumps(covered, ensure_ascii=False)) == []
    assert made.index.find(json.dumps(covered)) == []


@given(st.recursive(PLAIN | st.integers(max_value=99_999), lambda inner: st.lists(inner)))
def test_what_is_nobodys_is_unchanged(content: object) -> None:
    covered = redactor().cover(content)
    if not covered.matches:
        assert covered.value is content
    assert redactor().cover("the board meets at noon").value == "the board meets at noon"
