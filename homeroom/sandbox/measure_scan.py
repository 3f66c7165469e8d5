"""What it costs to look through a message: the matcher and all of the detector, beside the limit.

Everything is measured in turn, again and again, in one run: absolute figures move from hour to
hour, those of one run belong together.
"""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from homeroom.policy.detect import Detector, Gazetteer, Listed, WordLists
from homeroom.policy.detect.folding import fold
from homeroom.policy.detect.patterns import compiled
from homeroom.policy.detect.tokens import tokens
from homeroom.registry import detection

CHARACTERS, PATTERNS, WORDS, PEOPLE = 64, 25, 5_000, 100_000
BARE = f"google-re2 Set, {PATTERNS} patterns"
MATCHER = f"matcher, {PATTERNS} patterns and {WORDS} words"
DETECT = f"all of detect, with {PEOPLE} people"
LINES = (
    "hey are you coming to the science fair on friday? bring snacks!!",
    "did anyone finish the reading for english, i only got halfway lol",
    "can someone send me the notes from today, i was at the dentist ok",
    "wait which chapter are we on, i think i read the wrong one again :(",
    "coach said practice is in the small gym if it rains after lunch ok?",
    "thanks for helping me with fractions today, you explain it so well",
    "No entiendo la tarea de matemáticas, ¿me puedes ayudar por favor?",
    "la obra de teatro estuvo increíble, me dio mucha risa el telón jaja",
    "se me olvidó el cuaderno en la casa, ¿quién me presta unas hojas?",
    "bro la tarea de math está super hard, no entiendo nada de fractions",
    "vamos al library después de school? pero primero quiero mi lunch ok",
    "read pages 112-118 and do problems 1-15 odd, due on thursday please",
    "great work today Maya! your solo gave me chills, so proud of you :)",
    "the final score was 48 to 45, what a game, i lost my voice cheering",
    "is anyone else's chromebook super slow today or is it just mine?? 😭",
    "my little brother lost a tooth at breakfast, tell him congrats pls!",
)
"""Such as students write, one of them with an emoji, two with figures, five with accents."""
DISTRICTS_OWN = tuple(rf"\bproject {name} [a-z]+\b" for name in "abcdefghijklmnop")
"""Patterns to make up the number, such as a district could add."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Microseconds a message: the median of the rounds, and the middle half of them."""

    figure: str
    median: float
    low: float
    high: float


def costs(rounds: int) -> list[Cost]:
    """Each way of looking, in turn, `rounds` times over all lines."""
    lines = [line.ljust(CHARACTERS, ".")[:CHARACTERS] for line in LINES]
    ways = _ways()
    taken: dict[str, list[float]] = {figure: [] for figure in ways}
    for _ in range(rounds):
        for figure, look in ways.items():
            taken[figure].append(_timed(look, lines))
    return [_cost(figure, values) for figure, values in taken.items()]


def _ways() -> dict[str, Callable[[str], object]]:
    shipped = detection.shipped()
    patterns = tuple(itertools.islice((*shipped.patterns.all, *DISTRICTS_OWN), PATTERNS))
    plain, words = compiled(patterns), _words()
    detector = Detector(shipped.patterns, words, Gazetteer(map(_listed, range(PEOPLE))))

    def matcher(line: str) -> object:
        return plain.Match(line), words.hits(tokens(line))

    return {BARE: plain.Match, MATCHER: matcher, "first reading": fold, DETECT: detector.find}


def _words() -> WordLists:
    """The shipped lists, and others up to the number."""
    own = [_invented(number) for number in range(WORDS)]
    lists = detection.shipped_words()
    shipped = sum(map(len, lists.values()))
    return WordLists({**lists, "profanity": [*lists["profanity"], *own[: WORDS - shipped]]})


def _listed(number: int) -> Listed:
    return Listed(given_names=(_invented(number % 9_000),), family_name=_invented(number + 20_000))


def _invented(number: int) -> str:
    """A word that no other number has, and no language."""
    letters = "bdfgklmnprstvz"
    return "".join(letters[number // 14**place % 14] + "aeio"[place] for place in range(4))


def _timed(look: Callable[[str], object], lines: Sequence[str]) -> float:
    started = time.perf_counter()
    for line in lines:
        look(line)
    return (time.perf_counter() - started) / len(lines) * 1e6


def _cost(figure: str, values: Sequence[float]) -> Cost:
    low, median, high = statistics.quantiles(values, n=4)
    return Cost(figure=figure, median=median, low=low, high=high)
