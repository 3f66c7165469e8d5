"""Signed checkpoints of the log, as C2SP has it (c2sp.org/signed-note, c2sp.org/tlog-checkpoint).

A checkpoint that is held outside the district proves what the log was: neither the key nor a
superuser can change an entry under it without being found.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from homeroom.archive.merkle import HASH_SIZE
from homeroom.errors import HomeroomError, InputError

ED25519 = b"\x01"
KEY_SIZE = 32
DASH = "\N{EM DASH} "


class CheckpointError(HomeroomError):
    """A checkpoint that cannot be trusted, with the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """The size and root of a district's log in one epoch."""

    district: str
    epoch: int
    size: int
    root: bytes

    @property
    def origin(self) -> str:
        return f"homeroom/{self.district}/{self.epoch}"

    def text(self) -> str:
        """The text that is signed, its last newline included."""
        return f"{self.origin}\n{self.size}\n{_to_base64(self.root)}\n"

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """The checkpoint that a text says; `CheckpointError` if it is none."""
        try:
            origin, size, root = text.removesuffix("\n").split("\n")[:3]
            product, district, epoch = origin.split("/")
            found = cls(
                district=district, epoch=int(epoch), size=int(size), root=_from_base64(root)
            )
        except ValueError:
            raise CheckpointError("this is no checkpoint of a Homeroom log") from None
        whole = found.size >= 0 and len(found.root) == HASH_SIZE and found.text() == text
        if product != "homeroom" or not whole:
            raise CheckpointError("this is no checkpoint of a Homeroom log")
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Verifier:
    """A public key under its name: all that is needed to check a checkpoint."""

    name: str
    public_key: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes that say in a signature line which key made it."""
        named = self.name.encode() + b"\n" + ED25519 + self.public_key
        return hashlib.sha256(named).digest()[:4]

    def vkey(self) -> str:
        """The key as one line, to be handed to whoever shall check (C2SP vkey)."""
        return f"{self.name}+{self.key_id.hex()}+{_to_base64(ED25519 + self.public_key)}"

    @classmethod
    def parse(cls, vkey: str) -> Verifier:
        """The verifier of a vkey line; `CheckpointError` if it is none."""
        try:
            name, key_id, encoded = vkey.strip().split("+", 2)
            key = _from_base64(encoded)
        except ValueError:
            raise CheckpointError("this is no verifier key line") from None
        made = cls(name=name, public_key=key[1:])
        if key[:1] != ED25519 or len(key) != 1 + KEY_SIZE or made.key_id.hex() != key_id:
            raise CheckpointError("this is no Ed25519 verifier key line")
        return made

    def open(self, note: str) -> Checkpoint:
        """The checkpoint of a note that this key has signed; `CheckpointError` if it has not."""
        return Checkpoint.parse(self.text(note))

    def text(self, note: str) -> str:
        """The text of a note that this key has signed; `CheckpointError` if it has not."""
        text, separator, signatures = note.rpartition("\n\n")
        if not separator:
            raise CheckpointError("this is no signed note: it has no blank line")
        text += "\n"
        if not any(self._signed(text, line) for line in signatures.split("\n")):
            raise CheckpointError(f"the note is not signed by {self.name}")
        return text

    def _signed(self, text: str, line: str) -> bool:
        try:
            name, encoded = line.removeprefix(DASH).split(" ")
            made = _from_base64(encoded)
        except ValueError:
            return False
        if not line.startswith(DASH) or name != self.name or made[:4] != self.key_id:
            return False
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(made[4:], text.encode())
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """The log's private key under its name, which outlives an epoch."""

    name: str
    private_key: Ed25519PrivateKey

    @property
    def verifier(self) -> Verifier:
        return Verifier(name=self.name, public_key=self.private_key.public_key().public_bytes_raw())

    def sign(self, checkpoint: Checkpoint) -> str:
        """The checkpoint as a signed note."""
        return self.sign_text(checkpoint.text())

    def sign_text(self, text: str) -> str:
        """A signed note of a text, which ends with a newline."""
        signature = self.verifier.key_id + self.private_key.sign(text.encode())
        return f"{text}\n{DASH}{self.name} {_to_base64(signature)}\n"


def key_name(district: str) -> str:
    """The name of a district's checkpoint key."""
    return f"homeroom/{district}"


def load_or_create_key(file: Path, district: str) -> Signer:
    """The signer of `DIR/keys/checkpoint.key`; made (0600) with its vkey where there is none."""
    signer = create_key(file, district)
    public = file.with_suffix(".vkey")
    if not public.exists():
        _write_once(public, signer.verifier.vkey() + "\n", 0o644)
    return signer


def create_key(file: Path, district: str) -> Signer:
    """The signer of a key file (0600), made where there is none."""
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = _to_base64(Ed25519PrivateKey.generate().private_bytes_raw())
        _write_once(file, fresh + "\n", 0o600)
    return load_key(file, district)


def load_key(file: Path, district: str) -> Signer:
    """The signer of an existing key file; `InputError` says what is wrong with it."""
    try:
        seed = _from_base64(file.read_text(encoding="ascii").strip())
        key = Ed25519PrivateKey.from_private_bytes(seed)
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror}); start the archiver") from None
    except ValueError:
        raise InputError(f"{file}: is no Ed25519 seed in base64; restore it from backup") from None
    return Signer(name=key_name(district), private_key=key)


def load_verifier(file: Path) -> Verifier:
    """The verifier of `DIR/keys/checkpoint.vkey`; `InputError` says what is wrong with the file."""
    try:
        return Verifier.parse(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror}); start the archiver") from None
    except (CheckpointError, UnicodeDecodeError):
        raise InputError(f"{file}: is no verifier key line; take the one kept outside") from None


def public_half(key: Path, district: str) -> Verifier:
    """The public half of a district's key: its own file, else what the private key says."""
    public = key.with_suffix(".vkey")
    if public.exists() or not key.exists():
        return load_verifier(public)
    return load_key(key, district).verifier


def _write_once(file: Path, content: str, mode: int) -> None:
    """Write a file whole; one that another process has made meanwhile stays."""
    unfinished = file.with_name(f"{file.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=mode)
    unfinished.write_text(content, encoding="ascii")
    if not file.exists():
        unfinished.replace(file)
    unfinished.unlink(missing_ok=True)


def _to_base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _from_base64(text: str) -> bytes:
    """Bytes of base64 in its one canonical form; `ValueError` for any other."""
    data = base64.b64decode(text, validate=True)
    if _to_base64(data) != text:
        raise ValueError("not canonical base64")
    return data
