"""What an adult on call reads: where to look, never what was said."""

from __future__ import annotations

from dataclasses import replace

from homeroom.danger.wording import KINDS, subject, told
from homeroom.policy.rules.danger import RULES, UNREAD, flags
from tests.unit.danger.test_due import ALERT
from tests.unit.registry.test_on_call import PEOPLE

KNOWN = {person.id: person for person in PEOPLE}


def test_the_page_and_whom_it_is_about_by_id() -> None:
    text = told([ALERT, replace(ALERT, id=2, people=())], KNOWN, "http://portal", "en")
    assert "self-harm · student · http://portal/alerts/1" in text
    assert "somebody unknown · http://portal/alerts/2" in text
    assert "Example" not in text


def test_every_flag_has_a_name_in_each_language() -> None:
    every = {flag.rule for flag in (*flags(("self_harm", "abuse", "violence")), UNREAD)}
    assert len(every) == len(RULES) + 1
    assert set(KINDS) == every | {"drill", "report"}


def test_a_drill_says_that_it_is_one_and_never_hides_an_alert() -> None:
    drill = replace(ALERT, id=3, sender="drill:school", people=(), rules=("drill",))
    alone, beside = [drill], [drill, ALERT]
    assert "nobody is in danger" in told(alone, KNOWN, "http://portal", "en")
    assert "a drill · school · http://portal/alerts/3" in told(alone, KNOWN, "http://portal", "en")
    assert "drill" in subject(alone, "en")
    assert "nobody is in danger" not in told(beside, KNOWN, "http://portal", "en")
    assert "simulacro" not in subject(beside, "es")
