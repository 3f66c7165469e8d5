"""Talk that tries to break every format at once, and a production made of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import strategies as st

from homeroom.disclosure.folder import write_folder
from homeroom.disclosure.model import Proved, Reason
from tests.unit.disclosure import small

Payload = tuple[str, dict[str, Any]]
ROOMS = ("!one:district.example", "!two:district.example")
ACCOUNTS = (small.STUDENT, small.TEACHER, "@odd name\r\nBcc: x:district.example")

PIECES = st.sampled_from(
    [
        "=1+1",
        "+1 202-555-0143",
        "-2",
        "@SUM(A1)",
        "\tcell",
        "\rcell",
        "þ",
        "\x14",
        "®",
        ";",
        "\r\nBcc: someone@district.example",
        "\nFrom nobody Mon Mar  2 09:30:00 2026\n",
        ">From here",
        "\u202eesrever",
        "a\u200bb",
        "😀👩‍👩‍👧",
        "[Student 3 – FERPA 99.3]",
        "=?utf-8?q?hidden?=",
        '"quoted"',
        "\\back\\slash",
        "../../etc/passwd",
        "<b>&amp;</b>]]>",
        "\x00\x01\x0b\x1f\ufffe",
        "\ud800",
        "#strong[typst] $x$ */ `",
        "ÅÆñ ",
        "x" * 1200,
        " ",
        "\u2028",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=30),
    st.lists(PIECES, max_size=4).map("".join),
    st.sampled_from(["From the top\n.\nFrom: me", "words " * 11_000, ""]),
)
NAMES = st.one_of(
    st.sampled_from(
        ["a/b\\c.txt", "same.txt", "same.txt", 'x"y.pdf', "\r\nX-Evil: 1", "ñ.png", ""]
    ),
    st.text(max_size=20),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """Entries of a log, the bytes of their files, and the names of people and rooms."""

    payloads: list[Payload]
    files: list[bytes]
    people: dict[str, str]
    rooms: dict[str, str]


@st.composite
def talks(draw: st.DrawFn, most: int = 6) -> Talk:
    """A few messages of every kind with hostile words in every place."""
    payloads: list[Payload] = []
    files: list[bytes] = []
    for number in range(draw(st.integers(1, most))):
        kind = draw(st.sampled_from(["text", "file", "edit", "reaction", "deletion", "member"]))
        payloads.extend(_entry(draw, kind, number, files))
    return Talk(
        payloads=payloads,
        files=files,
        people=dict.fromkeys(ACCOUNTS[:2], draw(TEXTS)),
        rooms={ROOMS[0]: draw(TEXTS)},
    )


def _entry(draw: st.DrawFn, kind: str, number: int, files: list[bytes]) -> Iterator[Payload]:
    sender, room = draw(st.sampled_from(ACCOUNTS)), draw(st.sampled_from(ROOMS))
    target = f"$event{draw(st.integers(0, max(number - 1, 0)))}"
    about: dict[str, Any] = {"rel_type": "m.replace", "event_id": target}
    more: dict[str, Any] = {}
    content: dict[str, Any] = small.text(draw(TEXTS))
    if kind == "edit":
        content |= {"m.relates_to": about, "m.new_content": small.text(draw(TEXTS))}
    elif kind == "reaction":
        key = draw(st.sampled_from(["👍", "=x", ""]))
        content = {"m.relates_to": {"rel_type": "m.annotation", "event_id": target, "key": key}}
        more = {"type": "m.reaction"}
    elif kind == "deletion":
        content, more = {"reason": draw(TEXTS)}, {"type": "m.room.redaction", "redacts": target}
    elif kind == "member":
        content = {"membership": draw(st.sampled_from(["join", "leave", "ban"]))}
        more = {"type": "m.room.member", "state_key": draw(st.sampled_from(ACCOUNTS))}
    elif kind == "file":
        address, name = f"mxc://district.example/{number}", draw(NAMES)
        content = {"msgtype": "m.file", "body": name, "filename": name, "url": address}
    event = small.event(number, sender, content, room_id=room, **more)
    yield "event", event
    if kind == "file":
        data = draw(st.binary(max_size=100))
        files.append(data)
        said = {"mxc": address, "size": len(data), "name": name, "mime": "text/plain"}
        yield "media", {"media": {**said, "sha256": hashlib.sha256(data).hexdigest()}}


def write(
    folder: Path,
    talk: Talk,
    formats: Iterable[str],
    volume_bytes: int = 4_000_000_000,
    language: str = "en",
) -> Path:
    """A production of all of it, by the real writer."""
    log, files = small.seal(talk.payloads), iter(talk.files)
    proved = [
        Proved(
            entry=entry,
            proof=log.prove(entry.index),
            reasons=(Reason.SENT,),
            attachment=_bytes(next(files)) if entry.kind == "media" else None,
        )
        for entry in log.entries
    ]
    about = replace(
        small.about(len(proved), language),
        people=talk.people,
        rooms=talk.rooms,
        bates="DEMO-2026-0001-1",
        volume_bytes=volume_bytes,
    )
    folder.mkdir()
    write_folder(
        folder,
        about,
        proved,
        checkpoints=[log.checkpoint],
        signer=small.signer(),
        formats=formats,
        progress=lambda done: None,
    )
    return folder


@contextmanager
def produced(talk: Talk, *formats: str, volume_bytes: int = 4_000_000_000) -> Iterator[Path]:
    """The folder, for as long as it is looked at."""
    with TemporaryDirectory() as folder:
        yield write(Path(folder, "p"), talk, formats, volume_bytes)


def small_talk(*more: Payload) -> Talk:
    """The small production's entries, and some more."""
    return Talk(
        payloads=[*small.payloads(), *more],
        files=[small.PICTURE] + [b"x"] * sum(kind == "media" for kind, _ in more),
        people={small.STUDENT: "Maya Flores", small.TEACHER: "Ana Ortega"},
        rooms={small.ROOM: "Algebra & Geometry"},
    )


def records(folder: Path) -> list[dict[str, Any]]:
    """The lines of `records.jsonl`, each with its opened fields by pointer."""
    lines = (json.loads(line) for line in (folder / "records.jsonl").read_bytes().split(b"\n")[:-1])
    return [
        {**line, "open": {f["pointer"]: f["value"] for f in line["fields"] if "pointer" in f}}
        for line in lines
    ]


def body_of(record: dict[str, Any]) -> str | None:
    """What the sender wrote, of a message; None of anything else."""
    opened = record["open"]
    if opened.get("/event/type") != "m.room.message":
        return None
    content = opened.get("/event/content") or {}
    new = opened.get("/event/content/m.new_content/body")
    if new is None and "m.new_content" in content:
        new = content["m.new_content"]["body"]
    body = opened.get("/event/content/body", content.get("body"))
    return utf8(body if new is None else new)


def utf8(text: Any) -> str:
    """Text as UTF-8 can hold it: what has no character is written as its escape."""
    return str(text).encode("utf-8", "backslashreplace").decode()


def _bytes(data: bytes) -> Any:
    return lambda: iter([data])
