"""What goes to the Cloud API, and what its answers ask for."""

from __future__ import annotations

import pytest

from bridges.base.model import Alias, MediaReference, Outgoing
from bridges.base.network import StopAllError, StopError, TryLaterError
from bridges.whatsapp.convert import to_request
from bridges.whatsapp.errors import classed

TO = Alias(kind="phone", value="+12025550143")


def text(said: str) -> Outgoing:
    return Outgoing(event_id="$e", sender="@t:x", kind="text", text=said)


def file(mime: str, caption: str = "") -> Outgoing:
    media = MediaReference(id="mxc://x/y", kind="file", mime=mime, name="a.b")
    return Outgoing(event_id="$e", sender="@t:x", kind="media", text=caption, media=media)


def test_a_reply_names_what_it_answers_and_the_event_it_comes_from() -> None:
    assert to_request(TO, text("Hello"), None, "wamid.A") == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "+12025550143",
        "type": "text",
        "text": {"preview_url": False, "body": "Hello"},
        "context": {"message_id": "wamid.A"},
        "biz_opaque_callback_data": "$e",
    }


def test_somebody_with_a_hidden_number_is_written_to_by_id() -> None:
    request = to_request(Alias(kind="user_id", value="US.1"), text("Hello"), None, None)
    assert request["recipient"] == "US.1"
    assert "to" not in request


@pytest.mark.parametrize(
    ("mime", "caption", "kind"),
    [
        ("image/png", "Look", "image"),
        ("application/pdf", "", "document"),
        ("image/webp", "", "document"),
        ("audio/ogg", "", "audio"),
        # Audio takes no caption, and no word may be lost.
        ("audio/ogg", "Listen", "document"),
    ],
)
def test_a_file_goes_as_what_the_vendor_takes(mime: str, caption: str, kind: str) -> None:
    request = to_request(TO, file(mime, caption), "77", None)
    assert request["type"] == kind
    assert request[kind]["id"] == "77"
    assert request[kind].get("caption", "") == caption


def test_what_is_too_long_is_refused_and_not_cut() -> None:
    with pytest.raises(StopError, match="4096 characters, and this has 4097"):
        to_request(TO, text("a" * 4097), None, None)


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        (130429, 429, TryLaterError),
        (131056, 429, TryLaterError),
        (80007, 429, TryLaterError),
        (4, 400, TryLaterError),
        (2, 503, TryLaterError),
        (None, 500, TryLaterError),
        (190, 401, StopAllError),
        (0, 401, StopAllError),
        (10, 403, StopAllError),
        (200, 403, StopAllError),
        (299, 403, StopAllError),
        (368, 403, StopAllError),
        (131048, 400, StopAllError),
        (131047, 400, StopError),
        (131026, 400, StopError),
        # A code that is not known stops: repeating what is not understood helps nobody.
        (999999, 400, StopError),
    ],
)
def test_a_code_says_what_to_do(code: int | None, status: int, kind: type[Exception]) -> None:
    assert type(classed(code, status, "")) is kind
