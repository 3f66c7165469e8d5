"""The register on a real database, and its command."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from homeroom.errors import HomeroomError, InputError
from homeroom.registry import agreement_files, decisions, tools
from homeroom.registry.model import Agreement, Marks, Org, Tool
from tests.fixtures.command import run
from tests.fixtures.postgres import TestDatabase

TERMS = Agreement(reference="A-1", starts=date(2026, 1, 1), ends=date(2026, 12, 31))
WHATSAPP = Tool(id="whatsapp", name="WhatsApp", vendor="x", state="requested")


def test_what_no_agreement_can_say(database: TestDatabase) -> None:
    with database.connect() as connection:
        decisions.record(connection, Org(id="s1", name="School", kind="school"), by="test")
        tools.add(connection, WHATSAPP, by="test")
        for terms, said in (
            (replace(TERMS, ends=date(2025, 1, 1)), "before it starts"),
            (replace(TERMS, coppa="school"), "--education-only"),
            (replace(TERMS, schools=("s2",)), "ids are s1"),
        ):
            with pytest.raises(InputError, match=said):
                tools.approve(connection, "whatsapp", by="test", agreement=terms)
        good = replace(TERMS, coppa="school", education_only=True, schools=("s1",))
        assert tools.approve(connection, "whatsapp", by="test", agreement=good).agreement == good


def test_nobody_registers_anothers_accounts(database: TestDatabase) -> None:
    with database.connect() as connection:
        tools.add(connection, WHATSAPP, by="test")
        twin = replace(WHATSAPP, id="twin", marks=Marks(namespace="_whatsapp_"))
        with pytest.raises(InputError, match="another --namespace"):
            tools.add(connection, twin, by="test")
        tools.add(connection, replace(WHATSAPP, id="twin"), by="test")
        with pytest.raises(InputError, match="another --namespace"):
            tools.describe(connection, "twin", purpose=None, given=twin.marks, by="test")


def test_in_force_is_a_matter_of_the_day(database: TestDatabase) -> None:
    with database.connect() as connection:
        tools.add(connection, WHATSAPP, by="test")
        tools.approve(connection, "whatsapp", by="test", agreement=TERMS)
        days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
        assert [len(tools.in_force(connection, day)) for day in days] == [0, 1, 1, 0]
        tools.suspend(connection, "whatsapp", by="test")
        assert tools.in_force(connection, date(2026, 6, 1)) == []


def test_an_agreement_is_kept_by_its_content(tmp_path: Path) -> None:
    kept = agreement_files.keep(tmp_path, "../DPA 7.pdf", b"%PDF-1.7 signed")
    assert (kept.name, kept.size) == ("DPA 7.pdf", 15)
    assert kept.sha256 == hashlib.sha256(b"%PDF-1.7 signed").hexdigest()
    assert agreement_files.keep(tmp_path, "again.pdf", b"%PDF-1.7 signed").sha256 == kept.sha256
    (place,) = (tmp_path / agreement_files.FOLDER).iterdir()
    assert (place.stat().st_mode & 0o077, place.name) == (0, kept.sha256)
    assert agreement_files.read(tmp_path, kept) == b"%PDF-1.7 signed"
    place.write_bytes(b"%PDF-1.7 changed")
    with pytest.raises(HomeroomError, match="is not what was kept"):
        agreement_files.read(tmp_path, kept)
    place.unlink()
    with pytest.raises(HomeroomError, match="restore it"):
        agreement_files.read(tmp_path, kept)
    with pytest.raises(InputError, match="is empty"):
        agreement_files.keep(tmp_path, "nothing.pdf", b"")


def test_the_command_takes_every_field(
    database: TestDatabase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, paper = ["--data", str(database.data)], tmp_path / "dpa.pdf"
    paper.write_bytes(b"%PDF-1.7 signed")
    named = ["--name", "Board", "--vendor", "Board Inc", "--purpose", "Draw together"]
    status, told = run(capsys, "tool", "add", "board", *named, "--kind", "widget", *data)
    assert (status, "--host" in told) == (2, True)
    widget = ["--kind", "widget", "--host", "board.example"]
    assert run(capsys, "tool", "add", "board", *named, *widget, *data)[0] == 0
    dates = ["--agreement", "DPA 7", "--starts", "2026-01-01", "--ends", "2027-12-31"]
    status, told = run(capsys, "tool", "approve", "board", "--grade", "07", *data)
    assert (status, "--agreement, --starts and --ends" in told) == (2, True)
    terms = ["--document", str(paper), "--data-element", "drawings", "--grade", "07"]
    terms += ["--coppa", "school", "--education-only"]
    assert run(capsys, "tool", "approve", "board", *dates, *terms, *data)[0] == 0
    found = json.loads(run(capsys, "tool", "show", "board", *data)[1])
    assert found["marks"]["hosts"] == ["board.example"]
    agreement = found["agreement"]
    assert agreement["document"]["sha256"] == hashlib.sha256(paper.read_bytes()).hexdigest()
    assert (agreement["grades"], agreement["coppa"]) == (["07"], "school")
    # a renewal keeps the terms that it does not name; the paper is another
    renewed = ["--agreement", "DPA 8", "--starts", "2028-01-01", "--ends", "2028-12-31"]
    assert run(capsys, "tool", "approve", "board", *renewed, "--grade", "", *data)[0] == 0
    agreement = json.loads(run(capsys, "tool", "show", "board", *data)[1])["agreement"]
    assert (agreement["grades"], agreement["coppa"], agreement["document"]) == ([], "school", None)
    assert agreement["data_elements"] == ["drawings"]
    assert run(capsys, "tool", "describe", "board", "--purpose", "Plan", *data)[0] == 0
    status, told = run(capsys, "tool", "suspend", "bord", *data)
    assert (status, "see `homeroom tool list`" in told) == (2, True)
