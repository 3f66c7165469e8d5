"""The verifier against the attacks that it is there for."""

from __future__ import annotations

import ast
import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from homeroom.archive import merkle
from homeroom.archive.canonical import canonical
from homeroom.disclosure import verify
from homeroom.disclosure.manifest import release_note
from tests.unit.disclosure import small

KEY = verify.fingerprint(small.signer().verifier.public_key)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small.produce(tmp_path_factory.mktemp("made") / "production")


@pytest.fixture
def production(original: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "production"
    shutil.copytree(original, copy)
    return copy


def codes(folder: Path, key: str | None = None) -> set[str]:
    return {code for _, code, _ in verify.check(folder, key).problems}


def sign_again(folder: Path, change: Callable[[dict[str, Any]], None], key: int = 1) -> None:
    """What somebody with a key of their own can do: a new list of files, newly signed."""
    manifest = json.loads((folder / verify.MANIFEST).read_bytes())
    signer = small.signer(key)
    public = signer.verifier.public_key
    manifest["key"] = {
        "name": signer.name,
        "public_key": base64.b64encode(public).decode(),
        "fingerprint": verify.fingerprint(public),
    }
    for file in manifest["files"]:
        if (content := folder / file["path"]).exists():
            file["sha256"] = hashlib.sha256(content.read_bytes()).hexdigest()
            file["size"] = content.stat().st_size
    change(manifest)
    data = json.dumps(manifest).encode()
    (folder / verify.MANIFEST).write_bytes(data)
    signature = signer.private_key.sign(verify.MANIFEST_CONTEXT + data)
    (folder / verify.SIGNATURE).write_bytes(base64.b64encode(signature) + b"\n")


def records(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / verify.RECORDS).read_text().splitlines()]


def write_records(folder: Path, changed: list[dict[str, Any]]) -> None:
    lines = "".join(json.dumps(record) + "\n" for record in changed)
    (folder / verify.RECORDS).write_text(lines)


# --- what holds -----------------------------------------------------------------------------------


def fingerprint_of(key: int) -> str:
    return verify.fingerprint(small.signer(key).verifier.public_key)


def vkey_of(key: int) -> str:
    return small.signer(key).verifier.vkey()


def test_an_older_key_that_led_to_this_one_authenticates(tmp_path: Path) -> None:
    """Whoever kept the fingerprint of years ago can check a production of today."""
    notes = [small.hand_over(7, 8), small.hand_over(8, 1)]
    made = small.produce(tmp_path / "made", hand_overs=notes)
    for key in (7, 8, 1):
        report = verify.check(made, fingerprint_of(key))
        assert report.ok
        assert report.authenticated
    assert codes(made, fingerprint_of(9)) == {"key"}


@pytest.mark.parametrize(
    "notes",
    [
        [small.hand_over(8, 9)],  # to a third key
        [small.hand_over(7, 8), small.hand_over(9, 1)],  # a link is missing
        [small.hand_over(8, 1).replace("\n1\n", "\n2\n")],  # changed since it was signed
        [small.hand_over(9, 1).replace(vkey_of(9), vkey_of(8))],
    ],
)
def test_a_hand_over_that_does_not_hold_authenticates_nobody(
    tmp_path: Path, notes: list[str]
) -> None:
    made = small.produce(tmp_path / "made", hand_overs=notes)
    for key in (fingerprint_of(8), KEY, None):
        assert codes(made, key) & {"note", "hand_over"}


def test_invariant_8_a_production_is_authenticated_by_its_key(original: Path) -> None:
    report = verify.check(original)
    assert (report.problems, report.authenticated) == ([], False)
    assert "self-consistent, not authenticated" in "\n".join(verify.lines(report, "en"))
    report = verify.check(original, KEY)
    assert (report.problems, report.authenticated) == ([], True)
    assert report.checked["records"] == 8
    assert report.checked["attachments"] == 1


def test_the_same_input_gives_the_same_bytes(original: Path, tmp_path: Path) -> None:
    again = small.produce(tmp_path / "production")
    for file in sorted(p for p in original.rglob("*") if p.is_file()):
        assert (again / file.relative_to(original)).read_bytes() == file.read_bytes(), file


def test_what_only_servers_speak_about_is_in_no_file(original: Path) -> None:
    for file in original.rglob("*"):
        if file.is_file() and file.name != "verify.py":
            assert small.SECRET.encode() not in file.read_bytes(), file


def run(folder: Path, *arguments: str, python: str = sys.executable) -> tuple[int, str]:
    command = [python, "-I", "-S", "verify.py", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_invariant_8_the_copy_inside_runs_alone_and_leaves_nothing_behind(production: Path) -> None:
    before = sorted(production.rglob("*"))
    assert run(production)[0] == 0
    assert run(production, "--key", verify.grouped(KEY).upper())[0] == 0
    assert run(production, "--key", "00" * 32)[0] == 1
    assert run(production, "--key", "nonsense")[0] == 2
    assert run(production, "no-such-folder")[0] == 2
    status, told = run(production, "--lang", "es")
    assert (status, "no autenticado" in told) == (0, True)
    status, told = run(production, "--json")
    assert json.loads(told)["ok"] is True
    assert sorted(production.rglob("*")) == before


def test_invariant_8_its_source_needs_the_standard_library_only() -> None:
    tree = ast.parse(Path(verify.__file__).read_text(), feature_version=(3, 8))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [])
        + [alias.name for alias in node.names if isinstance(node, ast.Import)]
    }
    assert imported <= sys.stdlib_module_names | {"__future__"}


# --- what is found --------------------------------------------------------------------------------


def test_invariant_8_every_changed_byte_of_every_file_is_found(production: Path) -> None:
    """Each byte of the small files; of the longer ones 20, from the first to the last."""
    for file in sorted(p for p in production.rglob("*") if p.is_file()):
        whole = file.read_bytes()
        places = range(len(whole)) if len(whole) < 300 else range(0, len(whole), len(whole) // 20)
        for place in [*places, len(whole) - 1]:
            changed = bytearray(whole)
            changed[place] ^= (0x01, 0x20, 0x80)[place % 3]
            file.write_bytes(changed)
            assert codes(production), f"{file.name}, byte {place}"
        file.write_bytes(whole)
    assert not codes(production)


def test_every_changed_byte_of_what_is_signed_is_found(original: Path) -> None:
    """The manifest and its signature have no list above them: here each byte counts."""
    manifest = (original / verify.MANIFEST).read_bytes()
    signature = base64.b64decode((original / verify.SIGNATURE).read_bytes())
    public = small.signer().verifier.public_key
    assert verify.signed_by(public, verify.MANIFEST_CONTEXT + manifest, signature)
    for place in range(0, len(manifest), 7):
        changed = manifest[:place] + bytes([manifest[place] ^ 1]) + manifest[place + 1 :]
        assert not verify.signed_by(public, verify.MANIFEST_CONTEXT + changed, signature)


@pytest.mark.parametrize("cut", [b"", b"\n", b"x", b"=\n"])
def test_a_signature_has_one_form_only(production: Path, cut: bytes) -> None:
    line = (production / verify.SIGNATURE).read_bytes()
    (production / verify.SIGNATURE).write_bytes(line[:-1] + cut if cut != b"\n" else line + cut)
    assert codes(production)


def test_an_added_a_missing_and_an_empty_thing_are_found(production: Path) -> None:
    (production / "extra.txt").write_text("mine")
    assert codes(production) == {"unlisted"}
    (production / "extra.txt").unlink()
    (production / "empty").mkdir()
    assert codes(production) == {"unlisted"}
    (production / "empty").rmdir()
    (production / "README.txt").unlink()
    assert codes(production) == {"missing"}


@pytest.mark.parametrize("name", [verify.MANIFEST, verify.SIGNATURE, verify.RECORDS])
def test_without_what_it_rests_on_nothing_is_good(production: Path, name: str) -> None:
    (production / name).unlink()
    assert "missing" in codes(production)


def test_a_link_is_found_and_not_followed(production: Path, tmp_path: Path) -> None:
    twin = tmp_path / "twin"
    shutil.move(production / "README.txt", twin)
    (production / "README.txt").symlink_to(twin)
    assert codes(production) == {"link", "missing"}
    (production / "README.txt").unlink()
    shutil.move(twin, production / "README.txt")
    (production / "linked").symlink_to(tmp_path)
    assert codes(production) == {"link"}


def test_a_pipe_is_found_and_never_opened(production: Path) -> None:
    (production / "README.txt").unlink()
    os.mkfifo(production / "README.txt")
    assert codes(production) == {"link", "missing"}


@pytest.mark.parametrize(
    "path",
    ["../outside", "/etc/hostname", "files/../../outside", "a//b", "", ".hidden", "a\\b", "ü"],
)
def test_a_list_cannot_lead_out_of_the_folder(production: Path, path: str) -> None:
    (production.parent / "outside").write_text("x")

    def add(manifest: dict[str, Any]) -> None:
        manifest["files"].append({"path": path, "sha256": "0" * 64, "size": 1})

    sign_again(production, add)
    assert "path" in codes(production)


def test_another_key_is_found_only_by_who_knows_the_right_one(production: Path) -> None:
    (production / "checkpoint.txt").write_text(
        small.signer(2).sign(small.seal(small.payloads()).checkpoint)
    )
    sign_again(production, lambda manifest: None, key=2)
    assert not codes(production), "a folder by somebody else agrees with itself"
    assert codes(production, KEY) == {"key"}
    assert not verify.check(production, KEY).authenticated


def test_a_checkpoint_by_another_key_is_found(production: Path) -> None:
    sign_again(production, lambda manifest: None, key=2)
    assert "note" in codes(production)


def test_a_removed_record_is_found_even_when_the_list_is_signed_again(production: Path) -> None:
    write_records(production, records(production)[:-1])
    assert codes(production) == {"changed", "count"}
    sign_again(production, lambda manifest: None)
    assert codes(production) == {"count"}


def _value(changed: list[dict[str, Any]]) -> None:
    field = next(f for f in changed[0]["fields"] if f.get("pointer") == "/event/content/body")
    field["value"] += "!"


def _salt(changed: list[dict[str, Any]]) -> None:
    field = next(f for f in changed[0]["fields"] if "salt" in f)
    field["salt"] = "00" * 32


def _hide(changed: list[dict[str, Any]]) -> None:
    changed[0]["fields"][0] = {"hidden": "00" * 32}


def _leave_out(changed: list[dict[str, Any]]) -> None:
    changed[0]["fields"].pop()


def _swap_fields(changed: list[dict[str, Any]]) -> None:
    changed[0]["fields"].reverse()


def _swap_proofs(changed: list[dict[str, Any]]) -> None:
    changed[0]["proof"], changed[3]["proof"] = changed[3]["proof"], changed[0]["proof"]


def _cut_proof(changed: list[dict[str, Any]]) -> None:
    changed[0]["proof"].pop()


def _index(changed: list[dict[str, Any]]) -> None:
    changed[0]["index"] = 2


def _time(changed: list[dict[str, Any]]) -> None:
    changed[0]["header"]["at"] += 1


def _kind(changed: list[dict[str, Any]]) -> None:
    changed[0]["header"]["kind"] = "notice"


def _district(changed: list[dict[str, Any]]) -> None:
    changed[0]["header"]["district"] = "other"


def _more_header(changed: list[dict[str, Any]]) -> None:
    changed[0]["header"]["more"] = 1


def _twice(changed: list[dict[str, Any]]) -> None:
    changed[-1] = {**changed[0], "n": changed[-1]["n"]}


def _order(changed: list[dict[str, Any]]) -> None:
    changed[0]["n"], changed[1]["n"] = 2, 1


def _epoch(changed: list[dict[str, Any]]) -> None:
    changed[0]["epoch"] = 2


def _other_file(changed: list[dict[str, Any]]) -> None:
    next(r for r in changed if "file" in r)["file"] = "README.txt"


def _forget_file(changed: list[dict[str, Any]]) -> None:
    del next(r for r in changed if "file" in r)["file"]


@pytest.mark.parametrize(
    ("attack", "code"),
    [
        (_value, "field"),
        (_salt, "field"),
        (_hide, "field"),
        (_leave_out, "field"),
        (_swap_fields, "order"),
        (_swap_proofs, "inclusion"),
        (_cut_proof, "inclusion"),
        (_index, "inclusion"),
        (_time, "inclusion"),
        (_kind, "inclusion"),
        (_district, "header"),
        (_more_header, "header"),
        (_twice, "order"),
        (_order, "order"),
        (_epoch, "inclusion"),
        (_other_file, "attachment"),
        (_forget_file, "unattached"),
    ],
)
def test_who_holds_the_key_still_cannot_change_what_was_sealed(
    production: Path, attack: Callable[[list[dict[str, Any]]], None], code: str
) -> None:
    """The list is signed anew by the right key: only the log stands against it."""
    changed = records(production)
    attack(changed)
    write_records(production, changed)
    sign_again(production, lambda manifest: None)
    assert code in codes(production, KEY)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\xff\n",
        b"[]\n",
        b"null\n",
        b'{"n":1}\n',
        b'{"n":1,"n":1}\n',
        b'{"n":NaN}\n',
        b"[" * 100_000 + b"\n",
        b'{"epoch":true,"index":0,"n":1}\n',
        b'{"epoch":1,"index":-1,"n":1}\n',
        b'{"epoch":1,"index":0,"n":1,"header":"x","fields":[],"proof":[]}\n',
        b'{"epoch":1,"index":1e400,"n":1}\n',
    ],
)
def test_a_line_that_is_no_record_is_a_problem_and_no_crash(production: Path, line: bytes) -> None:
    (production / verify.RECORDS).write_bytes(line)
    sign_again(production, lambda manifest: None)
    assert codes(production)


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff", b'{"format":1}', b"[" * 100_000])
def test_a_manifest_that_is_none_is_a_problem_and_no_crash(production: Path, data: bytes) -> None:
    (production / verify.MANIFEST).write_bytes(data)
    assert codes(production)


@pytest.mark.parametrize("key", ["checkpoints", "files", "counts", "key", "request", "district"])
@pytest.mark.parametrize("value", [None, 1, [], [None], {}, "x", {"a": 1}])
def test_a_signed_manifest_of_another_shape_is_a_problem_and_no_crash(
    production: Path, key: str, value: Any
) -> None:
    sign_again(production, lambda manifest: manifest.update({key: value}))
    assert codes(production)


def test_names_cannot_fool_the_terminal(production: Path) -> None:
    (production / "\x1b[2Jgone\n").write_text("x")
    told = "\n".join(verify.lines(verify.check(production), "en"))
    assert "\x1b" not in told


# --- the release ----------------------------------------------------------------------------------


def release(folder: Path, manifest: str | None = None, key: int = 1) -> None:
    held = hashlib.sha256((folder / verify.MANIFEST).read_bytes()).hexdigest()
    note = release_note(manifest or held, small.MADE, ["one", "two"], small.signer(key))
    (folder / verify.RELEASE).write_text(note, encoding="utf-8")


def test_a_release_is_shown_and_every_changed_byte_of_it_found(production: Path) -> None:
    assert verify.as_json(verify.check(production, KEY), "en")["state"] == "draft"
    release(production)
    report = verify.check(production, KEY)
    assert report.ok
    assert "released 2026-03-02T09:30:00+00:00 by one, two" in "\n".join(verify.lines(report, "en"))
    note = (production / verify.RELEASE).read_bytes()
    for place in range(len(note)):
        changed = bytearray(note)
        changed[place] ^= 1
        (production / verify.RELEASE).write_bytes(changed)
        assert codes(production), place


def test_a_release_of_another_production_or_key_does_not_count(production: Path) -> None:
    release(production, manifest="00" * 32)
    assert codes(production) == {"release"}
    release(production, key=2)
    assert codes(production) == {"note"}


def test_a_checkpoint_is_no_release(production: Path) -> None:
    shutil.copy(production / "checkpoint.txt", production / verify.RELEASE)
    assert codes(production) == {"release"}


# --- its own Ed25519 and Merkle tree --------------------------------------------------------------

SHA512_OF_ABC = hashlib.sha512(b"abc").hexdigest()
RFC_8032 = {
    ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", ""): (
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701"
        "cf9b46bd25bf5f0595bbe24655141438e7a100b"
    ),
    ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72"): (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d"
        "0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    ),
    ("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82"): (
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f7609"
        "84dc6594a7c15e9716ed28dc027beceea1ec40a"
    ),
    ("ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf", SHA512_OF_ABC): (
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66"
        "431e0303dca179c138ac17ad9bef1177331a704"
    ),
}


@pytest.mark.parametrize(
    ("public", "message", "signature"), [(*key, made) for key, made in RFC_8032.items()]
)
def test_invariant_8_the_vectors_of_rfc_8032(public: str, message: str, signature: str) -> None:
    key, text, made = map(bytes.fromhex, (public, message, signature))
    assert verify.signed_by(key, text, made)
    assert not verify.signed_by(key, text + b"x", made)
    for place in range(64):
        changed = bytearray(made)
        changed[place] ^= 1
        assert not verify.signed_by(key, text, bytes(changed))


def test_a_signature_has_no_second_form() -> None:
    """S + L verifies wherever S is not checked to be reduced (RFC 8032, 5.1.7)."""
    key, text, made = (
        bytes.fromhex(part) for part in (*list(RFC_8032)[1], [*RFC_8032.values()][1])
    )
    s = int.from_bytes(made[32:], "little") + verify.ORDER
    assert not verify.signed_by(key, text, made[:32] + s.to_bytes(32, "little"))


@pytest.mark.parametrize(
    "public",
    [
        "01" + "00" * 31,  # the neutral element: everything would be signed by it
        "00" * 32,  # order 4
        "ec" + "ff" * 30 + "7f",  # order 2
        "ee" + "ff" * 30 + "7f",  # y = p + 1, a second encoding of the neutral element
        "01" + "00" * 30 + "80",  # x = 0 with its sign set
        "02" + "00" * 31,  # no point of the curve
    ],
)
def test_weak_and_misencoded_keys_sign_nothing(public: str) -> None:
    neutral = bytes.fromhex("01" + "00" * 31) + bytes(32)
    assert not verify.signed_by(bytes.fromhex(public), b"anything", neutral)


@given(seed=st.binary(min_size=32, max_size=32), message=st.binary(max_size=99))
def test_it_agrees_with_the_library(seed: bytes, message: bytes) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    assert verify.signed_by(key.public_key().public_bytes_raw(), message, key.sign(message))


@given(size=st.integers(1, 40), data=st.data())
def test_inclusion_proofs_hold_at_their_place_only(size: int, data: st.DataObject) -> None:
    leaves = [verify._leaf(bytes([n])) for n in range(size)]
    tree = merkle.Leaves(leaves)
    index = data.draw(st.integers(0, size - 1))
    path = merkle.inclusion_proof(tree, index, size)
    root = verify.root_of(leaves)
    assert root == merkle.root(leaves)
    for place in range(-1, size + 1):
        led = verify.root_by_inclusion(place, size, leaves[index], path)
        assert (led == root) == (place == index)
    assert verify.root_by_inclusion(index, size, leaves[index], [*path, root]) != root


@given(
    value=st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(st.characters()),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_it_writes_json_as_the_archive_does(value: Any) -> None:
    written = canonical(value)
    assert verify.canonical(value) == written
    assert verify.canonical(verify.parse(written)) == written
