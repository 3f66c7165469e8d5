"""What `homeroom bench decide` measures, and that no rule walks through a room's members."""

from __future__ import annotations

from typer.testing import CliRunner

from homeroom.cli import build
from homeroom.sandbox import demo
from homeroom.sandbox.measure_decide import cost


def test_a_verdict_costs_the_same_in_a_room_of_a_thousand() -> None:
    """A rule, or a fact, that looked at each member would cost thirty times as much."""
    policy = demo.policy_text()
    small, large = cost(policy, 30, 30), cost(policy, 1000, 30)
    assert large.decide < 3 * small.decide
    assert large.facts_and_decide < 3 * small.facts_and_decide
    assert large.walk > 3 * small.walk


def test_the_command_shows_each_figure_beside_its_limit() -> None:
    result = CliRunner().invoke(build("bench"), ["bench", "decide", "--rounds", "5", "--json"])
    assert '"figure": "decide in a room of 1000, p50"' in result.stdout
    assert '"limit": 20.0' in result.stdout
