"""The small parts: forms, lists, bars, search words, zip files, user names."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from admin_portal import charts, entering, static, zipped
from admin_portal.forms import EMPTY, INVALID, NO_DATE, TOO_LONG, read
from admin_portal.homeserver import account_name
from admin_portal.keyset import cut
from admin_portal.pages.sign_in import SignIn
from admin_portal.pages.tools import AgreementFields, short_name
from admin_portal.queries.names import called
from admin_portal.render import environment
from admin_portal.words import tool_standing
from homeroom.archive.query import Hit
from homeroom.registry.model import Agreement, Tool

TODAY = date(2026, 11, 24)


def test_what_is_wrong_with_a_form_is_said_at_the_field() -> None:
    form = read(AgreementFields, {"reference": " ", "starts": "tomorrow", "ends": "2027-06-30"})
    assert form.value is None
    assert form.problems == {"reference": EMPTY, "starts": NO_DATE}
    assert form.given["ends"] == "2027-06-30"


def test_a_field_that_is_not_known_is_refused() -> None:
    form = read(SignIn, {"account": "a", "password": "b", "admin": "1"})
    assert form.problems == {"admin": INVALID}


def test_long_text_and_nul() -> None:
    assert read(SignIn, {"account": "a" * 201, "password": "b"}).problems == {"account": TOO_LONG}
    assert read(SignIn, {"account": "a\x00", "password": "b"}).problems == {"account": EMPTY}


def test_a_password_keeps_its_blanks() -> None:
    form = read(SignIn, {"account": " a ", "password": " b "})
    assert form.value is not None
    assert (form.value.account, form.value.password) == ("a", " b ")


@pytest.mark.parametrize(
    ("back", "local"),
    [
        ("/tools", "/tools"),
        ("", ""),
        ("https://evil.example", ""),
        ("//evil.example", ""),
        ("/\\evil.example", ""),
        ("/\nevil", ""),
    ],
)
def test_a_sign_in_leads_nowhere_else(back: str, local: str) -> None:
    assert entering.local(back) == local


@pytest.mark.parametrize("given", ["Amy", "@amy", " @amy:district.example ", "amy"])
def test_account_name(given: str) -> None:
    assert account_name(given, "district.example") == "amy"


def test_short_name() -> None:
    assert short_name("Niño App 2!") == "nino-app-2"
    assert short_name("日本") == ""


def test_a_slice_names_the_next_only_where_there_is_one() -> None:
    assert cut([3, 2, 1], key=str, limit=3).next == ""
    more = cut([4, 3, 2, 1], key=str, limit=3)
    assert (more.rows, more.next) == ((4, 3, 2), "2")


def test_bars() -> None:
    assert charts.bars([4, 2, 0]).lengths == (320.0, 160.0, 0.0)
    assert charts.bars([100_000, 1]).lengths[1] == charts.SEEN
    assert charts.bars([]).lengths == ()


@pytest.mark.parametrize(
    ("state", "days", "standing"),
    [
        ("requested", 300, "requested"),
        ("suspended", 300, "suspended"),
        ("approved", 300, "approved"),
        ("approved", 10, "expiring"),
        ("approved", 0, "expiring"),
        ("approved", -1, "expired"),
        ("approved", None, "expired"),
    ],
)
def test_tool_standing(state: str, days: int | None, standing: str) -> None:
    ends = TODAY + timedelta(days=days or 0)
    agreement = Agreement(reference="r", starts=TODAY - timedelta(days=30), ends=ends)
    tool = Tool(
        id="t",
        name="T",
        vendor="V",
        state=state,  # type: ignore[arg-type]
        agreement=None if days is None else agreement,
    )
    assert tool_standing(tool, TODAY) == standing


def test_files_are_zipped_in_pieces() -> None:
    pieces = list(zipped.stream([("a.txt", [b"a" * 200_000]), ("files/b.txt", [b"b"])], "R-1"))
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as opened:
        assert opened.namelist() == ["R-1/a.txt", "R-1/files/b.txt"]
        assert opened.testzip() is None
        assert opened.read("R-1/a.txt") == b"a" * 200_000


def test_files_have_a_name_that_changes_with_them() -> None:
    assert static.address("portal.css") == f"/static/{static.version()}/portal.css"
    with pytest.raises(KeyError):
        static.address("../auth.py")


def membership(of: str, kind: str, name: object) -> dict[str, Any]:
    return {"state_key": of, "content": {"membership": kind, "displayname": name}}


@pytest.mark.parametrize(
    ("events", "name"),
    [
        ([membership("@_g:x.org", "join", "A Guardian")], "A Guardian"),
        # An invitation and a removal of somebody else name somebody else.
        ([membership("@teacher:x.org", "invite", "A Teacher")], ""),
        (
            [membership("@_g:x.org", "leave", "Z"), membership("@_g:x.org", "join", "A")],
            "A",
        ),
        # The newest entry counts, also without a name.
        ([membership("@_g:x.org", "join", None), membership("@_g:x.org", "join", "A")], ""),
        # Whatever is no membership, is none.
        ([None, "text", {"state_key": "@_g:x.org", "content": "text"}], ""),
        ([membership("@_g:x.org", "join", {"a": 1})], ""),
    ],
)
def test_an_account_is_called_what_it_calls_itself(events: list[Any], name: str) -> None:
    assert called("@_g:x.org", events) == name


def test_an_entry_without_words_is_named_by_its_kind() -> None:
    """Also where the page knows nothing of rules that refused it."""
    hit = Hit(
        epoch=1,
        entry=7,
        event_id="$e",
        kind="event",
        type="m.room.member",
        room_id="!a",
        sender="@x",
        network=None,
        verdict=None,
        at=datetime(2026, 3, 2, tzinfo=UTC),
        text="",
    )
    page = '{% import "parts.html" as part with context %}{{ part.what(hit) }}'
    assert environment("en").from_string(page).render(hit=hit).strip()
