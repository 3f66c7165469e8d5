"""A YAML document that somebody wrote by hand, read strictly: every fault with its line."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from homeroom.errors import InputError

MOST_CHARACTERS = 100_000
Place = tuple[str | int, ...]
M = TypeVar("M", bound=BaseModel)


def read(text: str, model: type[M], *, name: str) -> M:
    """The document as `model`; `InputError` has a line for each fault of the file `name`."""
    lines = _lines(text, name)
    try:
        return model.model_validate(_load(yaml.safe_load, text, name))
    except ValidationError as error:
        faults = [_explain(name, lines, model, fault) for fault in error.errors()]
        raise InputError("\n".join(faults)) from None


def passage(text: str, clause: str) -> str:
    """The lines of a document that say a clause such as `hours.open`; empty where none does.

    Where it does not go so deep, what stands at the nearest place above it.
    """
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    found: tuple[yaml.Node, yaml.Node] | None = None
    for part in clause.split("."):
        below = _below(node, part)
        if below is None:
            break
        found, node = below, below[1]
    if found is None:
        return ""
    name, value = found
    block = isinstance(value, yaml.CollectionNode) and not value.flow_style
    # A block ends where the next key begins, which is not part of it.
    ends_before = block and value.end_mark.column <= name.start_mark.column
    last = value.end_mark.line + (0 if ends_before else 1)
    lines = text.splitlines()[name.start_mark.line : last]
    while lines and lines[-1].lstrip()[:1] in ("", "#"):
        lines.pop()  # what stands before the next key is about that
    return "\n".join(lines)


def _below(node: yaml.Node | None, key: str) -> tuple[yaml.Node, yaml.Node] | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next(((name, value) for name, value in node.value if name.value == key), None)


def _load(loader: Any, text: str, name: str) -> Any:
    try:
        return loader(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        fault = error.problem or "is no YAML"
        raise InputError(f"{name}, line {line}: {fault}; correct the YAML there") from None
    except yaml.YAMLError:
        raise InputError(f"{name}: holds control characters; save it as plain UTF-8") from None
    except RecursionError:
        raise InputError(f"{name}: is nested too deeply; write it as the example does") from None
    except ValueError as error:  # a scalar such as 2026-02-30
        raise InputError(f"{name}: {error}; write the value in quotes") from None


def _lines(text: str, name: str) -> dict[Place, int]:
    """The line of each key and item; refuses aliases, doubled keys, and what is no mapping."""
    if len(text) > MOST_CHARACTERS:
        raise InputError(f"{name}: is longer than {MOST_CHARACTERS} characters; shorten it")
    root = _load(lambda given: yaml.compose(given, Loader=yaml.SafeLoader), text, name)
    if not isinstance(root, yaml.MappingNode):
        raise InputError(f"{name}: is no list of `key: value`; write it as the example does")
    lines: dict[Place, int] = {}
    for place, line, fault in _walk(root, (), set()):
        if fault or place in lines:
            reason = fault or f"is already on line {lines[place]}; keep one"
            raise InputError(_where(name, line, place) + reason)
        lines[place] = line
    return lines


def _walk(node: yaml.Node, place: Place, seen: set[int]) -> Iterator[tuple[Place, int, str]]:
    """Each key and item with its line, and why it cannot be, if so."""
    if id(node) in seen:
        yield place, node.start_mark.line + 1, "is an alias; write the value out"
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                yield place, line, "has a key that is no word; write `key: value`"
                return
            yield (*place, key.value), line, ""
            yield from _walk(value, (*place, key.value), seen)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield (*place, index), value.start_mark.line + 1, ""
            yield from _walk(value, (*place, index), seen)


def _explain(
    name: str, lines: dict[Place, int], model: type[BaseModel], error: ErrorDetails
) -> str:
    place = tuple(part for part in error["loc"] if part != "[key]")
    known = next((place[:n] for n in range(len(place), 0, -1) if place[:n] in lines), ())
    return _where(name, lines.get(known, 1), place) + _fault(model, place, error)


def _where(name: str, line: int, place: Place) -> str:
    return f"{name}, line {line}, {'.'.join(map(str, place)) or 'the file'}: "


def _fault(model: type[BaseModel], place: Place, error: ErrorDetails) -> str:
    given = error["input"]
    match error["type"]:
        case "extra_forbidden":
            return f"is no key of this file; {_meant(str(place[-1]), _keys(model, place[:-1]))}"
        case "missing":
            return "is missing; add it"
        case "literal_error":
            return f"{given!r} is not allowed; use {error['ctx']['expected']}"
        case "model_type":
            return f"is no section; write its keys below it: {', '.join(_keys(model, place))}"
        case "value_error":
            return f"{given!r} {error['msg'].removeprefix('Value error, ')}"
        case _:
            return f"{error['msg'].lower()}; correct it"


def _meant(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"did you mean {near[0]!r}?" if near else f"use {', '.join(known)}"


def _keys(model: type[BaseModel], place: Place) -> list[str]:
    """The keys that stand at a place of the document, through sections and mappings of them."""
    section: Any = model
    for part in place:
        if isinstance(section, type) and issubclass(section, BaseModel):
            section = section.model_fields[str(part)].annotation
        else:
            section = get_args(section)[-1]
    return list(section.model_fields)
