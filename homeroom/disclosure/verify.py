"""Check a production of Homeroom, offline: `python3 -I -S verify.py [FOLDER] [--key FINGERPRINT]`.

A copy of this one file lies in each production. It needs Python 3.8 or newer and nothing else,
opens no connection, writes nothing, and never runs or follows anything it finds there.

What it checks: every file against the signed list; no file that is not listed; the signature of
the manifest (Ed25519, RFC 8032); the signed checkpoint of the district's log; and for each record
that what is shown belongs to the commitment in its header, and that the header is in the log
(RFC 9162). `--key` says whose signature it must be; without it the folder can only be shown to
agree with itself, since whoever made another folder could have signed that with a key of theirs.

Exit status: 0 consistent, 1 something is wrong, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import re
import stat
import sys
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Point = tuple[int, int, int, int]

MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
RECORDS, RELEASE = "records.jsonl", "release.txt"
UNLISTED = {MANIFEST, SIGNATURE, RELEASE}
FORMAT = "homeroom/production/v1"
MANIFEST_CONTEXT = b"homeroom production manifest v1\n"
RELEASE_CONTEXT = b"homeroom production release v1\n"
FIELD_CONTEXT = b"homeroom/field/v1\n"
ENTRY_CONTEXT = b"homeroom/entry/v1\n"
HAND_OVER = "homeroom key hand-over v1"
SAFE_PATH = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")
HASH = re.compile(r"[0-9a-f]{64}")
LONGEST_SMALL_FILE = 64 * 1024 * 1024

# --- Ed25519 (RFC 8032, 5.1), verification only: strict encodings, no small-order key -------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)
NEUTRAL: Point = (0, 1, 1, 0)


def _recover_x(y: int, sign: int) -> int | None:
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_1 % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def _decode(encoded: bytes) -> Point | None:
    number = int.from_bytes(encoded, "little")
    y, sign = number & (2**255 - 1), number >> 255
    x = _recover_x(y, sign) if y < P else None
    return None if x is None else (x, y, 1, x * y % P)


def _encode(point: Point) -> bytes:
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _add(p: Point, q: Point) -> Point:
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _times(scalar: int, point: Point) -> Point:
    result = NEUTRAL
    while scalar:
        if scalar & 1:
            result = _add(result, point)
        point, scalar = _add(point, point), scalar >> 1
    return result


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = _recover_x(BASE_Y, 0) or 0
BASE: Point = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def signed_by(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `signature` is the Ed25519 signature of `message` by the key `public`."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, s = _decode(public), int.from_bytes(signature[32:], "little")
    if key is None or s >= ORDER or _encode(_times(8, key)) == _encode(NEUTRAL):
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    challenge = int.from_bytes(digest, "little") % ORDER
    expected = _add(_times(s, BASE), _times(ORDER - challenge, key))
    return _encode(expected) == signature[:32]


# --- the log: RFC 9162 ----------------------------------------------------------------------------


def _leaf(content: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + content).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves: list[bytes]) -> bytes:
    """The Merkle root over leaf hashes (2.1.1)."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return _node(root_of(leaves[:split]), root_of(leaves[split:]))


def root_by_inclusion(index: int, size: int, leaf: bytes, path: list[bytes]) -> bytes | None:
    """The root to which an inclusion proof leads (2.1.3.2), None where it cannot be one."""
    if not 0 <= index < size:
        return None
    first, last, root = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return None
        if first & 1 or first == last:
            root = _node(sibling, root)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            root = _node(root, sibling)
        first, last = first >> 1, last >> 1
    return root if last == 0 else None


def canonical(value: Any) -> bytes:
    """The one way to write a JSON value: sorted keys, no blanks, UTF-8."""
    text = json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return text.encode("utf-8", "backslashreplace")


# --- strict reading -------------------------------------------------------------------------------


class Wrong(Exception):  # noqa: N818
    """Something that does not hold: a key of `TEXTS`, with what goes into its text."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code, self.details = code, details


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a key is there twice")
    return dict(pairs)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name + " is not JSON")


def parse(data: bytes) -> Any:
    """A JSON value; ValueError where a key repeats, a number is not one, or it is no JSON."""
    try:
        text = data.decode("utf-8")
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def unbase64(text: str, length: int) -> bytes:
    """Exactly `length` bytes from the one base64 text that stands for them."""
    data = base64.b64decode(text.encode("ascii"), validate=True)
    if len(data) != length or base64.b64encode(data).decode() != text:
        raise ValueError(f"not the base64 of {length} bytes")
    return data


def unhex(text: Any) -> bytes:
    """The 32 bytes of a hash in lower-case hex."""
    if not isinstance(text, str) or not HASH.fullmatch(text):
        raise ValueError("not a SHA-256 hash")
    return bytes.fromhex(text)


def whole(value: Any) -> int:
    """A whole number that is neither negative nor a truth value."""
    if type(value) is not int or value < 0:
        raise ValueError("not a whole number")
    return int(value)


def vkey(line: str) -> bytes:
    """The Ed25519 public key of a C2SP verifier key line."""
    key = unbase64(line.split("+", 2)[2], 33)
    if key[:1] != b"\x01":
        raise ValueError("not an Ed25519 key line")
    return key[1:]


def open_note(note: bytes, name: str, public: bytes, alone: bool) -> bytes:
    """The text of a C2SP signed note that the key signed; `alone`: and nobody else did."""
    text, blank, tail = note.rpartition(b"\n\n")
    lines = tail.decode("utf-8").split("\n")
    if not blank or lines.pop() != "" or (alone and len(lines) != 1):
        raise Wrong("note")
    marker = hashlib.sha256(name.encode() + b"\n\x01" + public).digest()[:4]
    for line in lines:
        if line.startswith("\u2014 " + name + " "):
            signature = unbase64(line[len(name) + 3 :], 68)
            if signature[:4] == marker and signed_by(public, text + b"\n", signature[4:]):
                return text + b"\n"
    raise Wrong("note")


# --- the check ------------------------------------------------------------------------------------


class Report:
    """What was checked and what is wrong."""

    def __init__(self) -> None:
        self.problems: list[tuple[str, str, dict[str, Any]]] = []
        self.checked = {"files": 0, "records": 0, "fields": 0, "attachments": 0, "redacted": 0}
        self.fingerprint: str | None = None
        self.authenticated = False
        self.about: dict[str, str] = {}
        self.released: dict[str, str] | None = None
        self.verifier: str | None = None
        self.manifest: str | None = None

    @property
    def ok(self) -> bool:
        return not self.problems

    def wrong(self, where: str, code: str, **details: Any) -> None:
        """Note a problem."""
        self.problems.append((where, code, details))

    def attempt(self, where: str, action: Callable[[], None]) -> None:
        """Run a check: whatever it stumbles over in the folder is a problem, never a crash."""
        try:
            action()
        except Wrong as found:
            self.wrong(where, found.code, **found.details)
        except (
            ValueError,
            KeyError,
            TypeError,
            AttributeError,
            IndexError,
            OverflowError,
        ) as found:
            self.wrong(where, "form", why=str(found) or type(found).__name__)
        except OSError as found:
            self.wrong(where, "unreadable", why=found.strerror or str(found))


def fingerprint(public: bytes) -> str:
    """The fingerprint of a key: the SHA-256 of its 32 bytes, in hex."""
    return hashlib.sha256(public).hexdigest()


def _stop(error: OSError) -> NoReturn:
    raise error


class Check:
    """One run over one folder."""

    def __init__(self, folder: Path, key: str | None) -> None:
        self.folder, self.key = folder, key
        self.report = Report()
        self.found: dict[str, Path] = {}
        self.hashes: dict[str, str] = {}
        self.manifest: dict[str, Any] = {}
        self.name, self.public = "", b""
        self.trees: dict[int, tuple[int, bytes]] = {}
        self.seen: set[tuple[int, int]] = set()
        self.attached: set[str] = set()

    def run(self) -> Report:
        """Everything, in the order in which one thing rests on another."""
        attempt = self.report.attempt
        attempt(".", self.walk)
        attempt(MANIFEST, self.read_manifest)
        if not self.public:
            return self.report
        attempt(SIGNATURE, self.check_signature)
        attempt(MANIFEST, self.check_key)
        attempt(MANIFEST, self.check_files)
        for number, held in enumerate(self.manifest["checkpoints"], 1):
            attempt(f"checkpoint {number}", partial(self.check_checkpoint, held))
        attempt(RECORDS, self.check_records)
        attempt("files", self.check_attached)
        if RELEASE in self.found:
            attempt(RELEASE, self.check_release)
        return self.report

    def walk(self) -> None:
        """Every file of the folder; links and devices are problems and are never opened."""
        for base, folders, names in os.walk(self.folder, onerror=_stop):
            for full in sorted(Path(base) / name for name in folders + names):
                shown, mode = full.relative_to(self.folder).as_posix(), full.lstat().st_mode
                if stat.S_ISREG(mode):
                    self.found[shown] = full
                elif not stat.S_ISDIR(mode):
                    self.report.wrong(shown, "link")
                elif not any(full.iterdir()):
                    self.report.wrong(shown, "unlisted")

    def small(self, name: str) -> bytes:
        """The content of a file that was found in the folder."""
        if name not in self.found:
            raise Wrong("missing")
        with self.found[name].open("rb") as file:
            data = file.read(LONGEST_SMALL_FILE + 1)
        if len(data) > LONGEST_SMALL_FILE:
            raise ValueError("too long")
        return data

    def read_manifest(self) -> None:
        manifest = parse(data := self.small(MANIFEST))
        self.report.manifest = hashlib.sha256(data).hexdigest()
        if manifest["format"] != FORMAT:
            raise Wrong("format", format=manifest["format"])
        for name, kind in (("checkpoints", list), ("files", list), ("counts", dict)):
            if not isinstance(manifest[name], kind):
                raise ValueError(f"{name} is not what it should be")
        request = manifest["request"]
        shown = {"district": manifest["district"], "request": request["id"]}
        self.report.about = {name: str(value) for name, value in shown.items()}
        self.manifest, self.name = manifest, manifest["key"]["name"]
        self.public = unbase64(manifest["key"]["public_key"], 32)
        self.report.fingerprint = fingerprint(self.public)

    def check_signature(self) -> None:
        line = self.small(SIGNATURE).decode("ascii")
        if line[-1:] != "\n":
            raise ValueError("it does not end with one line")
        message = MANIFEST_CONTEXT + self.small(MANIFEST)
        if not signed_by(self.public, message, unbase64(line[:-1], 64)):
            raise Wrong("signature")

    def check_key(self) -> None:
        if self.manifest["key"]["fingerprint"] != self.report.fingerprint:
            raise Wrong("fingerprint")
        known = {self.report.fingerprint, *self.earlier_keys()}
        if self.key is not None:
            if self.key not in known:
                raise Wrong("key", found=grouped(self.report.fingerprint or ""))
            self.report.authenticated = True

    def earlier_keys(self) -> Iterator[str]:
        """Fingerprints of the keys that led to the manifest's, each handed over by both."""
        public = self.public
        for name in reversed(self.manifest.get("hand_overs", [])):
            note = self.small(name)
            words, old, new = note.decode("utf-8").split("\n")[:3]
            before, after = vkey(old), vkey(new)
            if words != HAND_OVER or after != public:
                raise Wrong("hand_over")
            for key in (before, after):
                open_note(note, self.name, key, False)
            yield fingerprint(before)
            public = before

    def check_files(self) -> None:
        listed = set()
        for file in self.manifest["files"]:
            path = file["path"]
            if not isinstance(path, str) or not SAFE_PATH.fullmatch(path) or path in listed:
                raise Wrong("path", path=str(path))
            listed.add(path)
            self.report.attempt(path, partial(self.check_file, file))
        for path in sorted(set(self.found) - listed - UNLISTED):
            self.report.wrong(path, "unlisted")
        if RECORDS not in listed or listed & UNLISTED:
            raise Wrong("path", path=RECORDS)

    def check_file(self, listed: dict[str, Any]) -> None:
        path = listed["path"]
        if path not in self.found:
            raise Wrong("missing")
        digest, size = hashlib.sha256(), 0
        with self.found[path].open("rb") as file:
            for block in iter(lambda: file.read(1 << 20), b""):
                digest.update(block)
                size += len(block)
        self.report.checked["files"] += 1
        self.hashes[path] = digest.hexdigest()
        if path == "verify.py":
            self.report.verifier = self.hashes[path]
        if digest.hexdigest() != listed["sha256"] or size != whole(listed["size"]):
            raise Wrong("changed")

    def check_checkpoint(self, held: dict[str, Any]) -> None:
        text = open_note(self.small(held["file"]), self.name, self.public, False)
        epoch, size, root = whole(held["epoch"]), whole(held["size"]), unhex(held["root"])
        origin = f"homeroom/{self.manifest['district']}/{epoch}"
        expected = f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"
        if text != expected.encode("utf-8") or epoch in self.trees:
            raise Wrong("checkpoint")
        self.trees[epoch] = (size, root)

    def check_records(self) -> None:
        if RECORDS not in self.found:
            raise Wrong("missing")
        number = 0
        with self.found[RECORDS].open("rb") as file:
            for number, line in enumerate(file, 1):
                where = f"{RECORDS}, line {number}"
                self.report.attempt(where, partial(self.check_record, number, line))
        if number != whole(self.manifest["counts"]["records"]):
            raise Wrong("count", found=number, expected=self.manifest["counts"]["records"])

    def check_record(self, number: int, line: bytes) -> None:
        record = parse(line)
        epoch, index = whole(record["epoch"]), whole(record["index"])
        if record["n"] != number or (epoch, index) in self.seen:
            raise Wrong("order")
        self.seen.add((epoch, index))
        self.report.checked["records"] += 1
        header = record["header"]
        if set(header) != {"at", "commitment", "district", "kind", "v"} or header["v"] != 1:
            raise Wrong("header")
        fields = dict(self.open_fields(record["fields"], header["commitment"]))
        if header["district"] != self.manifest["district"]:
            raise Wrong("header")
        self.check_inclusion(epoch, index, header, record["proof"])
        if "file" in record:
            self.check_attachment(record["file"], fields, record.get("file_redacted", False))

    def open_fields(
        self, fields: list[dict[str, Any]], commitment: str
    ) -> Iterator[tuple[str, Any]]:
        """The fields shown; `Wrong` unless they and the hidden ones make up the commitment."""
        leaves, before = [], None
        for field in fields:
            if set(field) == {"hidden"}:
                leaves.append(unhex(field["hidden"]))
                continue
            if set(field) == {"hidden", "pointer", "redacted", "value"}:
                leaves.append(self.redacted_field(field))
                continue
            if set(field) != {"pointer", "salt", "value"}:
                raise Wrong("field")
            pointer, salt = field["pointer"], unhex(field["salt"]).hex()
            if before is not None and before >= pointer:
                raise Wrong("order")
            before = pointer
            leaves.append(_leaf(FIELD_CONTEXT + canonical([pointer, salt, field["value"]])))
            self.report.checked["fields"] += 1
            yield pointer, field["value"]
        if not leaves or root_of(leaves) != unhex(commitment):
            raise Wrong("field")

    def redacted_field(self, field: dict[str, Any]) -> bytes:
        """The hash of a field that is there; the text beside it is the district's, not sealed."""
        if not isinstance(field["pointer"], str) or field["redacted"] is not True:
            raise Wrong("field")
        self.report.checked["redacted"] += 1
        return unhex(field["hidden"])

    def check_inclusion(self, epoch: int, index: int, header: Any, proof: list[str]) -> None:
        if epoch not in self.trees:
            raise Wrong("inclusion")
        size, root = self.trees[epoch]
        leaf = _leaf(ENTRY_CONTEXT + canonical(header))
        if root_by_inclusion(index, size, leaf, [unhex(step) for step in proof]) != root:
            raise Wrong("inclusion")

    def check_attachment(self, path: str, fields: dict[str, Any], redacted: bool) -> None:
        """A file is the one whose hash the district's log holds, or says that it was redacted."""
        sealed = fields.get("/media/sha256")
        if path not in self.hashes or (sealed is None) is not redacted:
            raise Wrong("attachment", path=path)
        if not redacted and sealed != self.hashes[path]:
            raise Wrong("attachment", path=path)
        self.attached.add(path)
        self.report.checked["attachments"] += 1

    def check_attached(self) -> None:
        for path in sorted(self.hashes):
            if path.startswith("files/") and path not in self.attached:
                self.report.wrong(path, "unattached")

    def check_release(self) -> None:
        text = open_note(self.small(RELEASE), self.name, self.public, True)
        if not text.startswith(RELEASE_CONTEXT):
            raise Wrong("release")
        statement = parse(text[len(RELEASE_CONTEXT) :])
        if statement["manifest"] != hashlib.sha256(self.small(MANIFEST)).hexdigest():
            raise Wrong("release")
        self.report.released = {"at": statement["at"], "by": ", ".join(statement["by"])}


def check(folder: Path, key: str | None = None) -> Report:
    """Check the production in `folder`, against the fingerprint `key` where one is given."""
    return Check(folder, key).run()


# --- what it says: English | Spanish --------------------------------------------------------------

TEXTS = {
    "missing": "is missing | falta",
    "changed": "was changed since it was signed | cambió después de firmarse",
    "unlisted": "was added: it is not in the list | fue agregado: no está en la lista firmada",
    "link": "is a link or a device, and was not opened | es un enlace o dispositivo; no se abrió",
    "unreadable": "cannot be read: {why} | no se puede leer: {why}",
    "form": "does not have the right form: {why} | no tiene la forma correcta: {why}",
    "format": "has a format unknown here: {format} | tiene un formato desconocido aquí: {format}",
    "signature": "does not sign this manifest | no firma este manifiesto",
    "fingerprint": "misstates its key's fingerprint | da una huella que no es la de su clave",
    "key": "is signed with ANOTHER KEY: {found} | está firmado con OTRA CLAVE: {found}",
    "hand_over": "does not hand this key over | no traspasa esta clave",
    "path": "lists a path that must not be listed: {path} | incluye una ruta indebida: {path}",
    "note": "is not signed by the manifest's key | no está firmado con la clave del manifiesto",
    "checkpoint": "is not what the manifest says | no es lo que dice el manifiesto",
    "count": "{found} records; {expected} were signed | {found} registros; se firmaron {expected}",
    "order": "is out of order or there twice | está fuera de orden o repetido",
    "header": "has a wrong header | tiene un encabezado incorrecto",
    "field": "shows a field that was not sealed so | muestra un campo que no se selló así",
    "inclusion": "is not in the log where it says | no está en el registro del distrito donde dice",
    "attachment": "its file {path} was not sealed so | su archivo {path} no se selló así",
    "unattached": "belongs to no record | no pertenece a ningún registro",
    "release": "releases another production | autoriza la entrega de otra producción",
    "title": "Production {request} of {district} | Producción {request} de {district}",
    "key_is": "Key: {key} | Clave: {key}",
    "manifest_is": "SHA-256 of manifest.json: {hash} | SHA-256 de manifest.json: {hash}",
    "checked": "Checked: {files} files, {records} records with {fields} fields and their proofs, "
    "{attachments} attachments | Comprobado: {files} archivos, {records} registros con {fields} "
    "campos y sus pruebas, {attachments} adjuntos",
    "redacted": "Redacted: {redacted} fields. The log proves that each was there; the text shown "
    "in its place is the district's. | Con datos ocultos: {redacted} campos. El registro prueba "
    "que cada uno existía; el texto que se muestra en su lugar es del distrito.",
    "draft": "State: draft, not released | Estado: borrador, entrega no autorizada",
    "released": "State: released {at} by {by} | Estado: entrega autorizada {at} por {by}",
    "problems": "WRONG: {count} problem(s) | MAL: {count} problema(s)",
    "authenticated": "GOOD: authenticated. All is as the holder of this key signed it. | "
    "BIEN: autenticado. Todo está como lo firmó el titular de esta clave.",
    "consistent": "GOOD: self-consistent, not authenticated. To know who signed it, get the key's "
    "fingerprint from the district in another way and give it with --key. | BIEN: coherente "
    "consigo mismo, no autenticado. Para saber quién lo firmó, pida la huella de la clave al "
    "distrito por otro medio e indíquela con --key.",
    "verifier": "The verify.py in the folder has SHA-256 {hash}. One that was changed could say "
    "anything: to rule that out, check the folder with a copy from elsewhere, or with `homeroom "
    "verify`. | El verify.py de la carpeta tiene SHA-256 {hash}. Uno modificado podría decir "
    "cualquier cosa: para descartarlo, compruebe la carpeta con una copia de otro origen, o con "
    "`homeroom verify`.",
}


def grouped(hexadecimal: str) -> str:
    """A fingerprint in groups of four, to be read aloud and compared."""
    return " ".join(hexadecimal[start : start + 4] for start in range(0, len(hexadecimal), 4))


def printable(text: object) -> str:
    """Text of the folder without the control characters that could fool a terminal."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in str(text))


def say(code: str, language: str, **details: Any) -> str:
    """A text of `TEXTS` in English or Spanish."""
    chosen = TEXTS[code].split(" | ")[language == "es"]
    return chosen.format(**{name: printable(value) for name, value in details.items()})


def lines(report: Report, language: str, most: int = 50) -> Iterator[str]:
    """The report for a reader; of many problems the first ones."""
    if report.about:
        yield say("title", language, **report.about)
    if report.fingerprint:
        yield say("key_is", language, key=grouped(report.fingerprint))
        yield say("manifest_is", language, hash=report.manifest)
    yield say("checked", language, **report.checked)
    if report.checked["redacted"]:
        yield say("redacted", language, **report.checked)
    if report.released:
        yield say("released", language, **report.released)
    elif report.fingerprint:
        yield say("draft", language)
    if report.verifier:
        yield say("verifier", language, hash=report.verifier)
    if report.ok:
        yield say("authenticated" if report.authenticated else "consistent", language)
        return
    for where, code, details in report.problems[:most]:
        yield f"  {printable(where)}: {say(code, language, **details)}"
    yield say("problems", language, count=len(report.problems))


def as_json(report: Report, language: str) -> dict[str, Any]:
    """The report for a program."""
    return {
        "ok": report.ok,
        "authenticated": report.ok and report.authenticated,
        "fingerprint": report.fingerprint,
        "manifest": report.manifest,
        **report.about,
        "state": "released" if report.released else "draft",
        "checked": report.checked,
        "problems": [
            {"where": where, "code": code, "text": say(code, language, **details)}
            for where, code, details in report.problems
        ],
    }


def fingerprint_given(text: str) -> str:
    """A fingerprint as people write it, in groups, with colons or capitals; ValueError if none."""
    return unhex(re.sub(r"[\s:-]", "", text).lower()).hex()


def show(report: Report, language: str, json_wanted: bool) -> int:
    """Print the report; the exit status."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    if json_wanted:
        print(json.dumps(as_json(report, language), ensure_ascii=False, indent=2))
    else:
        print("\n".join(lines(report, language)))
    return 0 if report.ok else 1


def main() -> int:
    """Run as a script: the folder is the script's own unless one is given."""
    parser = argparse.ArgumentParser(description="Check a production, offline.")
    here = Path(__file__).resolve().parent
    parser.add_argument("folder", nargs="?", default=here, help="default: where this file lies")
    parser.add_argument("--key", type=fingerprint_given, help="fingerprint of the district's key")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--lang", choices=("en", "es"), default="en")
    given = parser.parse_args()
    if not Path(given.folder).is_dir():
        parser.error(f"{given.folder} is not a folder")
    return show(check(Path(given.folder), given.key), given.lang, given.json)


if __name__ == "__main__":
    sys.exit(main())
