"""What a reader is shown, and what never becomes markup, a path or an open field."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.disclosure.attachments import safe_name
from homeroom.disclosure.formats.wording import WORDING
from homeroom.disclosure.mentions import texts_of
from homeroom.disclosure.model import Reason
from homeroom.disclosure.opening import is_opened
from homeroom.disclosure.verify import SAFE_PATH, TEXTS
from tests.unit.disclosure import small


@pytest.fixture(scope="module", params=["en", "es"])
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    made = small.produce(tmp_path_factory.mktemp("p") / "x", language=request.param)
    text = (made / "records.html").read_text(encoding="utf-8")
    assert f'<html lang="{request.param}">' in text
    return text


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_the_page_has_no_script_and_loads_nothing_from_elsewhere(page: str) -> None:
    tags = _Tags()
    tags.feed(page)
    names = {name for name, _ in tags.found}
    assert not names & {"script", "iframe", "object", "embed", "form", "link", "base"}
    for name, attributes in tags.found:
        assert not [key for key in attributes if key.startswith("on")]
        for key in ("src", "href"):
            value = attributes.get(key)
            assert value is None or value.startswith(("#", "files/")), (name, value)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_every_link_inside_the_page_leads_somewhere(page: str) -> None:
    tags = _Tags()
    tags.feed(page)
    ids = {attributes["id"] for _, attributes in tags.found if attributes.get("id")}
    targets = {
        value[1:]
        for _, attributes in tags.found
        if (value := attributes.get("href") or "").startswith("#")
    }
    assert targets <= ids


def test_every_record_is_on_the_page_but_the_files_themselves(page: str) -> None:
    shown = [n for n in range(1, 9) if f'<li id="r{n}">' in page]
    assert shown == [1, 2, 3, 4, 6, 7, 8]
    assert 'src="files/000005-board.png"' in page


@pytest.mark.parametrize(
    "pointer",
    [
        "/event/unsigned",
        "/event/signatures",
        "/event/hashes",
        "/event/auth_events",
        "/event/prev_events",
        "/event/depth",
        "/event/contentious",
        "/event",
        "/internal_metadata",
        "/stream_ordering",
        "/room_id",
        "/via",
        "/decision/process",
        "/decision/registry_seq",
        "/registry/state",
    ],
)
def test_what_is_not_meant_for_readers_stays_closed(pointer: str) -> None:
    assert not is_opened(pointer)


@given(name=st.text(), mime=st.text())
def test_the_name_of_a_file_is_never_a_path_nor_a_program(name: str, mime: str) -> None:
    made = safe_name(7, name, mime)
    assert SAFE_PATH.fullmatch(made)
    assert "/" not in made


@pytest.mark.parametrize(
    ("name", "mime", "expected"),
    [
        ("photo.JPG", "image/jpeg", "000007-photo.jpg"),
        ("../../etc/passwd", None, "000007-passwd.bin"),
        ("page.html", "text/html", "000007-page.bin"),
        ("drawing.svg", "image/svg+xml", "000007-drawing.bin"),
        ("..\\run.exe", "application/x-msdownload", "000007-run.bin"),
        ("", "image/png", "000007-file.png"),
        (None, None, "000007-file.bin"),
    ],
)
def test_names_of_files(name: str | None, mime: str | None, expected: str) -> None:
    assert safe_name(7, name, mime) == expected


@given(
    st.recursive(
        st.text() | st.integers(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_any_content_has_its_texts_read(content: object) -> None:
    assert all(isinstance(text, str) for text in texts_of(content))


def test_every_text_is_there_in_both_languages() -> None:
    assert all(len(text.split(" | ")) == 2 for text in TEXTS.values())
    assert all(english and spanish for english, spanish in WORDING.values())
    assert {reason.value for reason in Reason} <= set(WORDING)


def test_hidden_fields_show_their_hashes_only(tmp_path: Path) -> None:
    made = small.produce(tmp_path / "x")
    first = json.loads((made / "records.jsonl").read_text().splitlines()[0])
    hidden = [field for field in first["fields"] if "hidden" in field]
    assert len(hidden) >= 5
    assert all(set(field) == {"hidden"} for field in hidden)
