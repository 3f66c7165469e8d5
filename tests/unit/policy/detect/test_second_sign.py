"""Weak words of danger: found beside a second sign of it, not by themselves."""

from __future__ import annotations

import pytest

from homeroom.policy.detect import plainly
from tests.unit.policy.detect import sets

DANGER = [
    # Who, how, how often, or with what feeling.
    ("abuse", "my mom pushed me down the stairs last night", "mom pushed me ahead in line"),
    ("abuse", "dad slapped me in the face because i got a c", "grandma slapped my hand away"),
    ("abuse", "mi papá me pega con el cinturón", "mi hermano me pega sus calcomanías en la frente"),
    (
        "abuse",
        "he told me not to tell anyone what we did",
        "dad said not to tell mom about the cake",
    ),
    ("abuse", "mi tío me besa en la boca", "mi abuelita me besa en la frente antes de dormir"),
    ("abuse", "my mom's boyfriend throws bottles at us", "she throws questions at us all class"),
    ("abuse", "she locks me in the closet when she is mad", "coach kept us in the gym till six"),
    ("abuse", "a man online wants photos of me and i'm scared", "she wants photos and quotes"),
    ("abuse", "he forced me to touch him", "mom forced me to eat broccoli and i lived"),
    ("abuse", "a bruise from my dad's belt", "a bruise because he tripped over me"),
    # Here, now, by a person.
    ("violence", "he got stabbed at lunch today", "Tom Robinson gets shot seventeen times"),
    ("violence", "i'll break your leg after class", "did he really break his leg skiing"),
    ("violence", "le voy a partir la cara a la salida", "la voy a partir en cuatro pedazos"),
    (
        "violence",
        "trae una navaja en la mochila",
        "mi disfraz de vaquero trae pistolas de plástico",
    ),
    ("violence", "he is gonna kill you tomorrow", "that smell is gonna kill somebody"),
    # Meant, again, on purpose.
    ("self_harm", "i burned my arm on purpose again", "the oil popped and burned my arm a little"),
    ("self_harm", "i keep thinking about jumping off the bridge", "we jumped off the dock into it"),
    ("self_harm", "she keeps saying she'll hurt herself", "the goalie hurt himself diving"),
    ("self_harm", "i took a bunch of my mom's pills", "my grandpa takes pills for his heart"),
    (
        "self_harm",
        "me corto los brazos cuando estoy triste",
        "con el cuchillo no se corta el queso",
    ),
]


@pytest.mark.parametrize(("kind", "danger", "everyday"), DANGER)
def test_a_weak_word_needs_a_second_sign(kind: str, danger: str, everyday: str) -> None:
    assert kind in {finding.kind for finding in sets.detector().find(danger)}
    assert not plainly(sets.detector().find(everyday))


@pytest.mark.parametrize(
    "text",
    [
        "mom pinches my cheeks in front of my friends",
        "add two pinches of salt",
        "sofía vergara es mi actriz favorita",
        "mi tío Kike vino de visita",
        "pussy willows are blooming by the creek",
    ],
)
def test_a_word_of_another_meaning_is_not_profane(text: str) -> None:
    assert not plainly(sets.detector().find(text))


@pytest.mark.parametrize("text", ["pinches tareas", "these pinches idiots", "chinga tu vergara no"])
def test_the_same_word_in_earnest_is(text: str) -> None:
    assert plainly(sets.detector().find(text))


@pytest.mark.parametrize(
    "text",
    [
        "please don't shoot the messenger but practice is at 6am",
        "youtube at 2x speed is how my teacher grades",
        "snap the picture at f2.8 or it's too dark",
        "messenger bags are in room b12",
    ],
)
def test_times_and_measures_beside_a_network_are_no_accounts(text: str) -> None:
    assert not plainly(sets.detector().find(text))


def test_a_made_up_number_is_nobodys_unless_somebody_is_reached_by_it() -> None:
    assert not plainly(sets.detector().find("the fake ad said call 555-0123 for free pickles"))
    assert plainly(sets.detector().find("no fake, call me at 555-0123"))
