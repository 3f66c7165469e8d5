"""Names of accounts on networks and in games: "my insta is @…", "snap: …", "sígueme: @…"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from homeroom.policy.detect.everyday import is_everyday
from homeroom.policy.detect.folding import fold
from homeroom.policy.detect.match import Match
from homeroom.policy.detect.networks import Network, words_of
from homeroom.policy.detect.view import View

_HANDLE = r"[a-z0-9_][a-z0-9._\-]{1,29}(?:#[a-z0-9]{2,6})?"
_CALLED = (
    r"(?:name|user ?name|user|handle|account|acc|acct|id|tag|@|add|code|gamertag|nick|"
    r"login name|screen ?name|alt|"
    r"usuario|cuenta|nombre(?: de usuario)?|perfil|nick|main|spam|second|new|priv|private)"
)
_IS = r"(?:is now|is just|is|iz|its|it's|es|:|=|-+>?|→|as|como|was|will be|ahora es|with|,)"
_SAID = (
    r"\b(?:mine is|mine'?s?|mines|i'?m|im|i am|soy|estoy(?: como)?|es|is|its|it's|"
    r"me encuentras como|el mio es|"
    r"la mia es|called|named|name|user ?name|user|under|search(?: up)?|look up|add|as|at|como|"
    r"busca|ponle|pon|con|handle|search for|look for|u can find me)"
)
_FOLLOW = (
    r"(?:follow|add|dm|find|hmu|search|message|msg|text|hit up|look up|look me up|tag|stalk|"
    r"friend|unfollow|check out|"
    r"sigueme|siganme|sigan|sigue|agregame|agreguenme|agrega|anademe|anade|buscame|busquenme|"
    r"busca|busquen|"
    r"etiquetame|escribeme|hablame|mandame)"
)
_ITS = r"(?:is|es|thats|that's|that is|its|was|soy|this is|ese es|=)"
_WHOSE = r"(?:my|mi|our|his|her|ur|your|tu|su|the|mine on|me on|yo en|me en|para mi|i am on|im on)"
SHORTEST_WORD = 8
"""A name without digits and marks is one from so many letters on."""


class Handles:
    """Finds names of accounts beside the words for any network of the table."""

    def __init__(self, networks: tuple[Network, ...]) -> None:
        words = words_of(networks, pastimes=True)
        net = rf"\b(?:{words})\b"
        name = rf"@ ?{_HANDLE}|\$[a-z][a-z0-9._]{{2,20}}|{_HANDLE}"
        self._hosts = _profiles(networks)
        strict = (
            # insta: name, snap is name, ig @name, disc fernsong#4821
            rf"{net}(?:'s)?(?: {_CALLED}){{0,2}}(?: ?{_IS})+ ?(?:\" ?)?({name})",
            rf"{net}(?:'s)?(?: {_CALLED}){{0,2}}\.? ?\(? ?(@ ?{_HANDLE}|"
            rf"\$[a-z][a-z0-9._]{{2,20}}|[a-z0-9_.]{{2,32}}#[a-z0-9]{{2,6}})",
            # my username on insta is name, my @ is name
            rf"{_CALLED} (?:on|in|en|for|de|para) (?:my |mi |the |"
            rf"el )?{net}(?: ?{_IS})+ ?(?:\" ?)?({name})",
            r"\b(?:my|mi|our) (?:gamertag|user ?name|usuario|nombre de usuario|handle|@|"
            r"friend code|snap ?code|screen ?name|riot id|psn)(?: \w+)? ?(?:is|es|:|"
            rf"=)+ ?({name})",
            # @name on ig, @name is my ig
            rf"(?:^|[^a-z0-9@.])(@{_HANDLE}),? (?:on|in|en|at|for|x|por) (?:my |mi |the |"
            rf"el )?{net}",
            rf"(?:^|[^a-z0-9@.])(@{_HANDLE}),? {_ITS} {_WHOSE} (?:\w+ )?(?:{net}|@)",
            # follow me @name, sígueme: @name
            r"\b(?:venmo|cashapp|paypal|zelle|dm|snap|tag|message)(?: me| us)? ?(?:at|"
            rf"@)? ?(@{_HANDLE}|\$[a-z][a-z0-9._]{{2,20}})",
            rf"\b(?:handle|user ?name|user|tag|account|gamertag|usuario|nick)'s ?({name})",
            rf"\b(?:en|on|in) (?:el |my |mi )?{net},? (?:me llamo|soy|my name is|i'?m|im|"
            rf"i go by|aparezco como|estoy como|my user is|mi usuario es|me dicen) ({name})",
            rf"\b{_FOLLOW}(?: me| us| a)?(?: back)?(?: (?:at|as|como|en|@|on {net}|"
            rf"en {net}))?[ :,\-]*(?:^|[^a-z0-9@.])(@{_HANDLE})",
            rf"(?:^|[^a-z0-9@.])(@{_HANDLE}),? (?:follow|add|dm|add me|follow me|hmu|sigueme|"
            r"siganme|agregame|is me|thats me|soy yo|es mio)\b",
        )
        loose = (
            # mine's name, after a network was named; name on insta; name is my snap
            rf"{net}.{{0,40}}?{_SAID}:? ?(?:\" ?)?({name})",
            rf"(?:^|[\s(\"])({_HANDLE}),? (?:on|en) (?:my |mi |the |el )?{net}",
            rf"(?:^|[\s(\"])({_HANDLE}),? {_ITS} {_WHOSE} (?:\w+ )?{net}",
            rf"{net}(?: {_CALLED}){{0,2}} (?:\( ?|- ?)?({_HANDLE})",
            rf"\b(?:im|i'm|soy|es|its|user|add) ({_HANDLE})\b.{{0,20}}?{net}",
            rf"\b{_FOLLOW}(?: me| us| a)?,?:? ({_HANDLE}) (?:on|en|in) (?:my |mi )?{net}",
        )
        self._patterns = tuple(
            (re.compile(pattern), pattern in loose) for pattern in (*strict, *loose)
        )
        self.trigger = (
            rf"\b(?:{words})\b|@[a-z0-9._]+,? (?:on|in|en|at|is|es|follow|add|dm|thats|soy|hmu|"
            r"sigueme|siganme|agregame) "
            r"|\b(?:gamertag|user ?name|usuario|handle|nick)'s|\b(?:gamertag|user ?name|"
            r"usuario|handle|@|friend code|snap ?code|screen ?name|riot id)\b ?(?:is|es|:|=)|"
            r"my @"
            rf"|\b{_FOLLOW}\b.{{0,12}}@"
        )

    def find(self, view: View) -> Iterator[Match]:
        """Each account's name once."""
        found: set[int] = set()
        for pattern, loose in self._patterns:
            for match in pattern.finditer(view.text):
                start, end = match.span(1)
                handle = match.group(1).rstrip(".-")
                end -= len(match.group(1)) - len(handle)
                if (
                    match.group().startswith(
                        ("ig its ", ("ig it's "), ("ig is "), ("ig im "), ("ig i'm "))
                    )
                    and handle.isalpha()
                ):
                    continue
                written = fold(view.original(start, end)).text
                rest = view.text[end:]
                if _MEASURE.fullmatch(_SAID_AT.sub("", written)):
                    continue
                if start not in found and (
                    _is_one(handle, rest, loose)
                    or (_is_marked(written) and _is_one(written, rest, loose))
                ):
                    found.add(start)
                    yield Match(start, end, handle.lstrip("@ $"))
        for match in self._hosts.finditer(view.text):
            yield Match(match.start(1), match.end(1), match.group(1).lstrip("@"))


def _profiles(networks: tuple[Network, ...]) -> re.Pattern[str]:
    """Links to the page of an account: the name is a part of them."""
    hosts = (
        r"instagram\.com|instagr\.am|tiktok\.com|twitter\.com|threads\.net|facebook\.com|"
        r"snapchat\.com/add"
    )
    return re.compile(
        rf"(?:{hosts})/(@?(?!p/|reels?/|explore|tag/|music/|i/|search|hashtag|help|"
        rf"policies)[a-z0-9_][a-z0-9._]{{2,29}})"
    )


_PATHS = re.compile(r"(?:\.(?:com|org|net|edu|gov|io|gg|me|pdf|png|jpg|docx?|mp4|example))\Z")


def _is_one(handle: str, after: str, loose: bool) -> bool:
    """Is it a name, and no word of the sentence?"""
    name = handle.lstrip("@ $")
    if not any(character.isalpha() for character in name) or _PATHS.search(name):
        return False
    if handle.startswith("@"):
        return not after.startswith(":")
    if after.startswith(("://", "'")):
        return False
    if loose:
        return _is_particular(name)
    if any(character in "_#." or character.isdigit() for character in name):
        return _ORDINARY.fullmatch(name) is None
    return len(name) >= SHORTEST_WORD and not is_everyday(name)


_SAID_AT = re.compile(r"\A[@ $]*(?:at |arroba )?")
_MEASURE = re.compile(
    r"\d+(?:[.,:]\d+)?[a-z]{1,2}|\d{3,4}'?s|f\d+(?:\.\d+)?|v?\d+(?:\.\d+)+[a-z]?|"
    r"(?:gate|room|page|line|cap|ch|pg)\.?\d{1,3}[a-z]?|[a-z]\d{1,2}[a-z]?"
)
"""A time, a price, a place in a building: written after a network's name it is no account."""
_ORDINARY = re.compile(
    r"\d+(?:st|nd|rd|th|am|pm|k|x|min|mins|hrs?|d|v\d|p|fps|gb|mb)|\d+[:.]\d+[ap]m|"
    r"[a-z]+-[a-z\-]+|[a-z]|\d?[a-z]\d?|ps\d|xbox\d*|l8r?|2nite|b4|m8|gr8|2day|2morrow|4ever"
)


def _is_marked(name: str) -> bool:
    """Signs of a name, beyond a digit that stands for a letter?"""
    return sum(map(str.isdigit, name)) > 1 or not {"_", ".", "#"}.isdisjoint(name)


def _is_particular(name: str) -> bool:
    """Letters with a digit, or with a mark inside: nothing else than an account looks like it."""
    if _ORDINARY.fullmatch(name):
        return False
    inside = name[1:-1]
    letters = sum(map(str.isalpha, name))
    digits = any(map(str.isdigit, name))
    dotted = re.fullmatch(r"[a-z0-9_]{2,}(?:[._][a-z0-9_]+)+_?", name) is not None
    return letters >= 2 and ("_" in name or "#" in inside or dotted or (digits and letters >= 3))
