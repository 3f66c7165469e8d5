"""From the patterns under which Synapse registers its routes to the paths of the table."""

from __future__ import annotations

import re

VERSIONS = re.compile(r"\((?:api/v1|r0|v1|v3|unstable)(?:\|(?:api/v1|r0|v1|v3|unstable))+\)")
CHOICE = re.compile(r"\(\?P<\w+>([\w|]+)\)")
PART = re.compile(r"\(\?P<(\w+)>(?:\[[^\]]*\][*+])\)")
REST = re.compile(r"\(\?P<(\w+)>([^()]*)\.\*\)")
OPTIONAL = re.compile(r"\(((?:[^()]|\([\w|]+\))*)\)\?")


def path_of(pattern: str) -> str:
    """The path that a pattern matches, as the table writes it.

    A part is `{name}`; what may be missing is in `[…]`; a choice is `(a|b)`, or the word itself
    where there is one; `*` is any version of the specification.
    """
    path = pattern.removeprefix("^").removesuffix("$").replace("\\.", ".")
    path = VERSIONS.sub("*", path)
    path = CHOICE.sub(lambda found: f"({found[1]})" if "|" in found[1] else found[1], path)
    path = PART.sub(r"{\1}", path)
    path = REST.sub(r"\2{\1}", path)
    while (plain := OPTIONAL.sub(r"[\1]", path)) != path:
        path = plain
    return path
