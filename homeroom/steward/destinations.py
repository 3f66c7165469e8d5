"""Bringing a checkpoint to one place outside, each kind of place in its own way."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path

import httpx

from homeroom.archive import stamp
from homeroom.archive.anchoring import Kind, Target
from homeroom.archive.files.opening import bucket
from homeroom.archive.publish import write_durably
from homeroom.archive.read import StoredCheckpoint
from homeroom.config import HomeroomConfig
from homeroom.errors import HomeroomError
from homeroom.steward import mail

TIMEOUT = 20.0
STAMP_QUERY = "application/timestamp-query"
MOST_BYTES = 100_000
"""No stamp is longer."""


def bring(config: HomeroomConfig, place: Target, latest: StoredCheckpoint) -> bytes:
    """Bring it there; what was answered (a stamp), or nothing. `HomeroomError` says why not."""
    return WAYS[place.kind](config, place.where, latest)


def _folder(config: HomeroomConfig, where: str, latest: StoredCheckpoint) -> bytes:
    folder = config.path(Path(where))
    checkpoint = latest.checkpoint
    try:
        if not folder.is_dir():
            raise HomeroomError(f"{folder}: is not there; is the share mounted?")
        name = f"{checkpoint.district}-{checkpoint.epoch}-{checkpoint.size}.txt"
        write_durably(folder / name, latest.note)
    except OSError as error:
        raise HomeroomError(f"{folder}: cannot be written ({error.strerror})") from None
    return b""


def _mail(config: HomeroomConfig, where: str, latest: StoredCheckpoint) -> bytes:
    checkpoint = latest.checkpoint
    subject = f"Homeroom checkpoint {checkpoint.origin} {checkpoint.size}"
    body = (
        "Keep this message. With it anybody can prove later that the district's record was not "
        "changed:\n\n    homeroom archive verify --against FILE\n\nwhere FILE holds the lines "
        f"between the two rulers.\n\n{RULER}\n{latest.note}{RULER}\n"
    )
    mail.send(config, where, subject, body)
    return b""


def _hook(config: HomeroomConfig, where: str, latest: StoredCheckpoint) -> bytes:
    headers = {"Content-Type": "text/plain; charset=utf-8"}
    if (config.data / "secrets" / "anchor").exists():
        headers["Authorization"] = f"Bearer {config.secret('anchor')}"
    _post(where, latest.note.encode(), headers)
    return b""


def _s3(config: HomeroomConfig, where: str, latest: StoredCheckpoint) -> bytes:
    section = config.archive.anchors.s3
    if section is None:
        raise HomeroomError("archive.anchors.s3: is not set")
    checkpoint, note = latest.checkpoint, latest.note.encode()
    name = f"{checkpoint.district}-{checkpoint.epoch}-{checkpoint.size}.txt"
    bucket(config, section, "anchor_s3").put(name, io.BytesIO(note), len(note))
    return b""


def _stamp(config: HomeroomConfig, where: str, latest: StoredCheckpoint) -> bytes:
    section = config.archive.anchors.stamp
    if section is None:
        raise HomeroomError("archive.anchors.stamp: is not set")
    asked = stamp.request(latest.note)
    answer = _post(where, asked.as_bytes(), {"Content-Type": STAMP_QUERY})
    stamp.answered(answer, asked, latest.note, stamp.load_roots(config.path(section.roots)))
    return answer


def _post(url: str, content: bytes, headers: Mapping[str, str]) -> bytes:
    try:
        with httpx.stream(
            "POST", url, content=content, headers=dict(headers), timeout=TIMEOUT
        ) as response:
            response.raise_for_status()
            answer = b""
            for piece in response.iter_bytes():
                answer += piece
                if len(answer) > MOST_BYTES:
                    raise HomeroomError(f"{url}: answers too much")
            return answer
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise HomeroomError(f"{url}: did not take it ({type(error).__name__})") from None


RULER = "-" * 20
WAYS: Mapping[Kind, Callable[[HomeroomConfig, str, StoredCheckpoint], bytes]] = {
    "folder": _folder,
    "mail": _mail,
    "hook": _hook,
    "s3": _s3,
    "stamp": _stamp,
}
