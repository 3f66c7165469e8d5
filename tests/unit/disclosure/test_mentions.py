"""Whom a text means: the forms of one student, where they are known and elsewhere."""

from __future__ import annotations

import pytest

from homeroom.disclosure.forms import forms_of
from homeroom.disclosure.mentions import mentions_of
from homeroom.disclosure.nicknames import short_forms
from homeroom.policy.roles import Role
from homeroom.registry.model import Person


def person(given: str, family: str, **more: str) -> Person:
    return Person(
        id=f"{given}-{family}",
        roster_id=f"S-{len(given)}00{len(family)}77",
        roles=(Role.STUDENT,),
        given_name=given,
        family_name=family,
        **more,  # type: ignore[arg-type]
    )


LIZ = person("Elizabeth", "Moreno Castle", user_id="@liz:district.example")
OTHERS = (person("Elizabeth", "Park"), person("Elisabeth", "Moreno"), person("Max", "Moreno"))
MENTIONS = mentions_of(forms_of([LIZ], OTHERS, short_forms()))


@pytest.mark.parametrize(
    ("said", "near", "elsewhere"),
    [
        ("Elizabeth Moreno Castle", {"full_name"}, {"full_name"}),
        ("Elizabeth Moreno's mother", {"full_name"}, {"full_name"}),
        ("MORENO CASTLE, ELIZABETH", {"full_name"}, {"full_name"}),
        ("Elizabeth J. Moreno", {"full_name"}, {"full_name"}),
        ("Liz Moreno", {"full_name"}, {"full_name"}),  # a short form, with the family name
        ("Lizzie was late", {"nickname"}, set()),  # and alone
        ("Elizabeth was late", {"first_name"}, set()),  # others are called so, too
        ("Elizabeth Park was late", set(), set()),  # somebody else
        ("Elizabeth Mroeno", {"first_name", "misspelt"}, {"misspelt"}),
        ("Elisabeth Moreno", set(), set()),  # nearly the same, and somebody else's name
        ("E.M. was late", {"initials"}, set()),
        ("EMC was late", {"initials"}, set()),
        ("e.m. was late", set(), set()),  # nobody writes initials small
        ("E. Moreno", {"initials"}, set()),
        ("Elizabeth M.", {"first_name", "initials"}, set()),
        ("@liz:district.example", {"user_id"}, {"user_id"}),
        ("Max Moreno", set(), set()),
        ("the castle", set(), set()),
    ],
)
def test_whom_a_text_means(said: str, near: set[str], elsewhere: set[str]) -> None:
    assert MENTIONS.reasons([said], near=True) == near
    assert MENTIONS.reasons([said], near=False) == elsewhere
