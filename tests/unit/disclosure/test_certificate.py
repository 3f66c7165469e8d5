"""The certificate for a court: what it must say, what it must not, and that it is signed for."""

from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path

import pytest

from homeroom.disclosure import certificate, verify
from homeroom.errors import InputError
from tests.unit.disclosure import small


def sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small.produce(tmp_path_factory.mktemp("certificate") / "p")


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_says_what_the_rules_ask_for(production: Path, language: str) -> None:
    told = (production / f"certificate.{language}.txt").read_text()
    manifest = json.loads((production / "manifest.json").read_text())
    (checkpoint,) = manifest["checkpoints"]
    for said in (
        *("902(11)", "902(13)", "902(14)", "803(6)", "28 U.S.C. 1746", "SHA-256", "RFC 9162"),
        sha256(production / "SHA256SUMS"),
        sha256(production / "records.jsonl"),
        verify.grouped(manifest["key"]["fingerprint"]),
        checkpoint["root"],
        f" {checkpoint['size']} ",
        f" {manifest['counts']['records']} ",
        f" {len(manifest['files']) - 3} ",
        "2026-0001",
    ):
        assert said in told
    signed = {"en": ("Signature:", "Name:", "Title:"), "es": ("Firma:", "Nombre:", "Cargo:")}
    lines = told.split("\n")
    assert all(any(line.startswith(word) for line in lines) for word in signed[language])
    assert not {"{", "}"} & set(told)


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_names_nobody(production: Path, language: str) -> None:
    told = (production / f"certificate.{language}.txt").read_text()
    assert not [name for name in ("Maya", "Flores", "Rosa", "S-100201") if name in told]


def test_every_other_file_is_in_the_list_that_it_names(production: Path) -> None:
    found = subprocess.run(
        ["sha256sum", "-c", "--strict", "SHA256SUMS"],
        cwd=production,
        capture_output=True,
        text=True,
        check=True,
    )
    named = {line.removesuffix(": OK") for line in found.stdout.splitlines()}
    there = {p.relative_to(production).as_posix() for p in production.rglob("*") if p.is_file()}
    beside = {"manifest.json", "manifest.sig", "SHA256SUMS", *certificate.FILES}
    assert named == there - beside


def test_the_manifest_lists_it_and_a_changed_word_is_found(tmp_path: Path) -> None:
    folder = small.produce(tmp_path / "p")
    report = verify.check(folder)
    assert report.ok, report.problems
    listed = [file["path"] for file in json.loads((folder / "manifest.json").read_text())["files"]]
    assert {"SHA256SUMS", *certificate.FILES} <= set(listed)
    assert listed == sorted(listed)
    page = folder / "certificate.en.txt"
    page.write_text(page.read_text().replace("SHA-256", "MD5", 1))
    assert [(where, code) for where, code, _ in verify.check(folder).problems] == [
        ("certificate.en.txt", "changed")
    ]


def test_the_check_shows_the_hash_that_is_written_in_by_hand(production: Path) -> None:
    report = verify.check(production)
    assert report.manifest == sha256(production / "manifest.json")
    assert f"SHA-256 of manifest.json: {report.manifest}" in list(verify.lines(report, "en"))
    assert verify.as_json(report, "es")["manifest"] == report.manifest


def test_the_districts_own_words_are_used(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "certificate.es.txt").write_text("Distrito {{ district }}\n")
    own = certificate.templates(tmp_path)
    folder = small.produce(tmp_path / "p", certificates=own)
    assert (folder / "certificate.es.txt").read_text() == "Distrito demo\n"
    assert "902(14)" in (folder / "certificate.en.txt").read_text()
    assert verify.check(folder).ok


def test_a_fault_in_them_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    file = tmp_path / "letters" / "certificate.en.txt"
    file.write_text("one\n{% for %}\n")
    with pytest.raises(InputError, match=rf"{file}:2: .*config/letters"):
        small.produce(tmp_path / "p", certificates=certificate.templates(tmp_path))
    file.write_bytes(b"\xff")
    with pytest.raises(InputError, match="cannot be read"):
        certificate.templates(tmp_path)
