"""`docs/ways-in.md`, made from the table.

`python -m homeroom.ways_in.document > docs/ways-in.md` makes it anew.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from homeroom.ways_in import PAGES, SECTIONS, Way
from homeroom.ways_in.event_types import EVENT_TYPES, PLACES, EventType
from homeroom.ways_in.pages import ROUTED

HEAD = """\
# Ways in

Every endpoint by which free text, a file, a membership or a setting can enter the homeserver, and
what is decided about it. This page is made from `homeroom/ways_in/` (`python -m
homeroom.ways_in.document > docs/ways-in.md`), and tests hold it, the running Synapse and each
other together: a route that Synapse has and the table does not know fails a test, and is refused
in process. What the specification names and this Synapse does not serve is answered 404, and is no
way in.

- **judged**: what comes in by it is judged by the rules named, among all others, and recorded;
- **closed**: refused in process with the rule `side_door`, for everybody but the callers named,
  application services and server administrators included; a gateway that asks
  `/_homeroom/authorize` refuses it too;
- **limited**: open, and what is beyond the limit is refused with the rule `side_door`;
- **harmless**: open, because it brings nothing to anybody else.

The action is what a request by it is for, as `networks` in the policy speaks of it: read, write or
administer. Leaving and signing out count as reading, for they are always possible.

`*` stands for any version of the specification, `{name}` for one part of an address, and what is
in `[…]` may be missing. Tests are below `tests/`.
"""
COLUMNS = ("way", "enters", "action", "decision", "why", "test")
PAGE_COLUMNS = ("page", "decision", "why")
PAGE_TESTS = """\
Each is held by `unit/module/guard/test_doors.py::test_a_page_goes_by_its_row`; what is closed is
asked for over HTTP in `integration/module/test_ways_in.py::test_another_protocol_is_refused`.
"""
TYPE_COLUMNS = ("type", "enters", "decision", "test")
TYPES = """\
## Types of events

Sent by the routes above. A type that is not here is judged as any: every string in it is text,
wherever it stands, and so are the type and the state key. All rules judge every event in a room;
the one named is the one that its test shows.
"""


def render() -> str:
    """The whole document."""
    return "\n".join([HEAD, *_sections()])


def _sections() -> Iterator[str]:
    for title, ways in SECTIONS.items():
        yield f"## {title}\n"
        yield _table(COLUMNS, (_row(way) for way in ways))
    yield TYPES
    for place, title in PLACES.items():
        yield f"### {title}\n"
        yield _table(TYPE_COLUMNS, map(_type_row, (t for t in EVENT_TYPES if t.place == place)))
    yield "## Pages and other protocols\n"
    yield PAGE_TESTS
    yield _table(
        PAGE_COLUMNS,
        (
            (f"`{page.path}`", "open" if page.open else "closed", page.why)
            for page in dict.fromkeys(PAGES.values())
            if page is not ROUTED
        ),
    )


def _row(way: Way) -> tuple[str, ...]:
    return (
        f"`{way.name}`",
        way.enters,
        _action(way),
        way.decision,
        _why(way),
        _test(way.test),
    )


def _action(way: Way) -> str:
    """What it is for, each method for itself where they are not alike."""
    said = {method: way.action(method).value for method in way.methods}
    said |= {name: action.value for name, action in way.does if " " in name}
    if len(set(said.values())) == 1:
        return next(iter(said.values()))
    return ", ".join(f"{name} {action}" for name, action in said.items())


def _type_row(row: EventType) -> tuple[str, ...]:
    decision = "refused" if row.refused else "judged"
    return (f"`{row.type}`", row.enters, f"{decision}: `{row.rule}`", _test(row.test))


def _test(test: str) -> str:
    return f"`{test.rpartition('/')[2].replace('.py::', '::')}`"


def _why(way: Way) -> str:
    parts = [", ".join(f"`{rule}`" for rule in way.rules), way.why]
    if way.callers:
        parts.append(f"open for: {', '.join(sorted(way.callers))}")
    return "; ".join(part for part in parts if part)


def _table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    names = list(columns)
    lines = [names, ["---"] * len(names), *rows]
    return "".join(f"| {' | '.join(_cell(cell) for cell in line)} |\n" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(render())
