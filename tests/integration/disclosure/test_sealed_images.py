"""A sealed image is in no search, scope or production, and what was made before goes to nobody."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from homeroom.archive import sealed_images
from homeroom.archive.exporting import export
from homeroom.archive.search import Query, search
from homeroom.cli import build
from homeroom.db.roles import DatabaseRole
from homeroom.disclosure import productions, releasing, scope
from homeroom.disclosure.produce import run_production
from homeroom.errors import HomeroomError, InputError
from tests.integration.disclosure.school import ALGEBRA, MAYA, OMAR, School

PICTURE, AGAIN = "mxc://district.example/picture", "mxc://district.example/another"
NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture
def shown(school: School) -> str:
    """Maya has shown a picture, and Omar the same bytes under another address; her message."""
    school.member(MAYA, ALGEBRA, "join")
    message = school.say(MAYA, ALGEBRA, "picnic", url=PICTURE)
    school.say(OMAR, ALGEBRA, "picnic too", url=AGAIN)
    school.say(OMAR, ALGEBRA, "no picnic for me")
    school.seal()
    for address in (PICTURE, AGAIN):
        school.keep_file(address, b"picture", "picnic.png", "image/png")
    return message


def seal(school: School, message: str) -> None:
    with school.database.engine(DatabaseRole.PORTAL).begin() as connection:
        sealed_images.seal(connection, message, by="@principal:x", now=NOW)


def found(school: School) -> list[str]:
    with school.database.connect() as connection:
        return [hit.text for hit in search(connection, Query(text="picnic")).rows]


def scoped(school: School) -> tuple[str, set[str]]:
    """A request and the kinds and ids of what its scope holds."""
    request = school.request()
    with school.database.engine(DatabaseRole.PORTAL).begin() as connection:
        scope.make_scope(connection, request.id, by="officer")
        items = scope.items_of(connection, request.id)
    return request.id, {item.event_id or item.kind for item in items}


def test_no_search_finds_it_nor_the_same_bytes_elsewhere(school: School, shown: str) -> None:
    assert len(found(school)) == 5
    seal(school, shown)
    assert [said for said in found(school) if "picnic" in said] == ["no picnic for me"]


def test_no_export_carries_it_and_its_leaf_stays(school: School, shown: str) -> None:
    def lines() -> list[dict[str, Any]]:
        out = io.BytesIO()
        with school.database.connect() as connection:
            export(connection, out, None, None)
        return [json.loads(line) for line in out.getvalue().splitlines()]

    before = lines()
    seal(school, shown)
    after = lines()[: len(before)]
    assert [line["leaf"] for line in after] == [line["leaf"] for line in before]
    gone = [
        (was["payload"], now["salt"], now["payload"])
        for was, now in zip(before, after, strict=True)
        if was != now
    ]
    assert len(gone) == 4  # two messages and two files
    assert all("picnic" in json.dumps(was) for was, _, _ in gone)
    assert {(salt, payload) for _, salt, payload in gone} == {(None, None)}


def test_a_scope_leaves_it_out_and_says_so_inside(school: School, shown: str) -> None:
    assert {shown, "media"} <= scoped(school)[1]
    seal(school, shown)
    request, held = scoped(school)
    assert not {shown, "media"} & held
    with school.database.connect() as connection:
        said = connection.scalars(
            text("SELECT payload FROM outbox.entry WHERE kind = 'withheld' AND key LIKE :key"),
            {"key": f"{request}/%"},
        ).all()
    assert len(said) == 1
    assert "sealed image" in said[0]


def test_what_was_scoped_before_is_not_produced(school: School, shown: str) -> None:
    request, _ = scoped(school)
    seal(school, shown)
    with school.database.engine(DatabaseRole.PORTAL).begin() as connection:
        begun = productions.start_production(
            connection, school.database.config, request, by="officer"
        )
    with pytest.raises(HomeroomError, match="was sealed since"):
        run_production(school.database.config, begun.id)
    assert not begun.folder.exists()


def test_what_was_produced_before_is_not_released(school: School, shown: str) -> None:
    request, _ = scoped(school)
    with school.database.engine(DatabaseRole.PORTAL).begin() as connection:
        begun = productions.start_production(
            connection, school.database.config, request, by="officer"
        )
    run_production(school.database.config, begun.id)
    seal(school, shown)
    with (
        pytest.raises(InputError, match="was sealed since"),
        school.database.engine(DatabaseRole.PORTAL).begin() as connection,
    ):
        releasing.release(connection, school.database.config, request, by="second")


def test_the_command_seals_by_link_and_says_what_it_cannot(school: School, shown: str) -> None:
    def run(message: str) -> tuple[int, str]:
        command = ["archive", "seal-image", message, "--data", str(school.database.data)]
        done = CliRunner().invoke(build("archive"), command)
        return done.exit_code, f"{done.output} {done.exception}"

    assert "no message $nothing" in run("$nothing")[1]
    assert "no link" in run("nothing")[1]
    assert run(f"https://matrix.to/#/!r:x/{shown.replace('$', '%24')}")[0] == 0
    assert [said for said in found(school) if "picnic" in said] == ["no picnic for me"]
    assert run(shown)[0] == 0  # twice does no harm


def test_one_that_is_none_is_a_file_as_any_other_again(school: School, shown: str) -> None:
    readers = ("@anne:x", "@ben:x")
    seal(school, shown)
    with school.database.engine(DatabaseRole.PORTAL).begin() as connection:
        image = sealed_images.seal(connection, shown, by="@other:x", now=NOW)
        with pytest.raises(InputError, match="open it together first"):
            sealed_images.lift(connection, image.id, readers, by=readers[0], now=NOW)
        for who in readers:
            sealed_images.ask(connection, image.id, readers, by=who, now=NOW)
        with pytest.raises(InputError, match="only the two people"):
            sealed_images.ask(connection, image.id, readers, by="@eve:x", now=NOW)
        sealed_images.lift(connection, image.id, readers, by=readers[1], now=NOW)
    assert len(found(school)) == 5
