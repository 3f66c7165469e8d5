"""Where things run: `DIR/homeroom.yaml`, read strictly.

Secrets are not in it: each database role's password is a file of its own in `DIR/secrets`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import (
    BaseModel,
    Field,
    IPvAnyNetwork,
    ValidationError,
    field_validator,
    model_validator,
)

from homeroom.errors import InputError
from homeroom.section import Section
from homeroom.sign_on import SignOnSection

Port = Annotated[int, Field(ge=1, le=65535)]


class Endpoint(Section):
    """An address that a process listens on."""

    host: str = "127.0.0.1"
    port: Port


class Database(Section):
    """The one PostgreSQL database that Synapse, outbox, registry and archive share."""

    host: str = "127.0.0.1"
    port: Port = 5432
    name: str = "homeroom"


class SynapseSection(Section):
    """What Homeroom must know of Synapse besides its address."""

    config: Path = Path("synapse/homeserver.yaml")
    media_store: Path = Path("synapse/media_store")
    spool: Path = Path("spool")
    """Where verdicts and alerts wait while the database is away; a folder on a local disk."""
    slips: Path = Path("slips")
    """Where the steward learns meanwhile whom to tell of danger; no words are in it."""


SafeUrl = Annotated[str, Field(pattern=r"^(https://|http://(127\.0\.0\.1|\[::1\])[:/])\S+$")]
"""Encrypted, or on this machine."""


class StampSection(Section):
    """A time-stamping authority (RFC 3161)."""

    url: Annotated[str, Field(pattern=r"^https?://\S+$")]
    """Its answers are signed and bound to what was asked, so many are asked without TLS."""
    roots: Path
    """The certificates, in PEM, to which its own must lead."""


class S3Section(Section):
    """A bucket of any S3 store; its credentials are `secrets/s3_access_key` and `s3_secret_key`."""

    endpoint: str | None = None
    """None is Amazon's own, of the region."""
    bucket: str
    region: str = "us-east-1"
    prefix: Annotated[str, Field(pattern=r"^([\w.-]+/)*$")] = ""
    path_style: bool = False
    lock_days: Annotated[int, Field(gt=0, le=36_500)] | None = None
    """How long the store itself refuses to remove or replace what was put."""
    lock_mode: Literal["GOVERNANCE", "COMPLIANCE"] = "COMPLIANCE"


class AnchorsSection(Section):
    """Where published checkpoints go, so that somebody outside holds them."""

    every_minutes: Annotated[float, Field(gt=0, le=1440)] = 60.0
    folders: tuple[Path, ...] = ()
    """Of another custodian: a mounted share, a disk that is carried away."""
    mail: tuple[str, ...] = ()
    """Addresses; `alerts.smtp` says over which server."""
    hooks: tuple[SafeUrl, ...] = ()
    """Addresses that take the note as it is; `secrets/anchor`, if it is there, is shown to them."""
    s3: S3Section | None = None
    """A bucket of another custodian; `secrets/anchor_s3_access_key` and `anchor_s3_secret_key`."""
    stamp: StampSection | None = None


class ArchiveSection(Section):
    """Where the archive keeps files, and where its metrics are served."""

    media: Path = Path("archive/media")
    media_keys: Path = Path("keys/media")
    s3: S3Section | None = None
    """Where encrypted files go instead of `media`."""
    sealed_image_readers: tuple[str, ...] = ()
    """User ids of the two people who together, and no other way, may open a sealed image."""
    checkpoints: Path = Path("checkpoints")
    key: Path = Path("keys/checkpoint.key")
    metrics: Endpoint = Endpoint(port=8013)
    poll_seconds: Annotated[float, Field(gt=0, le=60)] = 0.2
    publish_seconds: Annotated[float, Field(gt=0, le=3600)] = 60.0
    reconcile_hours: Annotated[float, Field(gt=0, le=168)] = 24.0
    """How often the archiver compares Synapse's tables with the archive."""
    anchors: AnchorsSection = AnchorsSection()

    @field_validator("sealed_image_readers")
    @classmethod
    def _two_or_none(cls, named: tuple[str, ...]) -> tuple[str, ...]:
        if named and len(set(named)) != 2:
            raise ValueError("name two people, or nobody")
        return named


class RetentionSection(Section):
    """Which retention schedules the district has adopted."""

    schedules: tuple[str, ...] = ()
    """Names of those that ship (`texas`), or files in `retention/` of the data folder."""
    backup_days: Annotated[int, Field(ge=0, le=3650)] = 35
    """After so many days the last backup is gone; certificates of destruction say when."""


class DisclosureSection(Section):
    """Whose law says by when a request for public records is answered."""

    jurisdiction: str | None = None
    """A clock of `deadlines.yaml`, as `texas`; None: no day is counted for such requests."""


class BackupSection(Section):
    """Where backups of a Homeroom on one server go; how long they stay is `retention`'s."""

    folder: Path | None = None
    """Of another disk or machine, mounted here. None: `homeroom up` makes no backups."""
    base_hours: Annotated[float, Field(gt=0, le=168)] = 24.0
    """How often a whole one is made; between them the database's log is kept."""
    seconds: Annotated[float, Field(gt=0, le=3600)] = 30.0
    """How often that log, and what is new in the data folder, is taken."""
    metrics: Endpoint = Endpoint(port=8015)


class PortalSection(Endpoint):
    """The records office's web pages, and what they say of the school."""

    office: str = ""
    """A page or `mailto:` of the school's office, for families' questions; may be left out."""


class StewardSection(Section):
    """Where the steward's metrics are served, and how it makes rooms."""

    metrics: Endpoint = Endpoint(port=8014)
    room_version: Literal["10", "11", "12"] | None = None
    """Of new rooms; None is the homeserver's own choice."""


class SmtpSection(Section):
    """The mail server that takes the district's own mail; its password is `secrets/smtp`."""

    host: str
    port: Port = 587
    sender: str
    starttls: bool = True
    ca: Path | None = None
    """PEM of the authority that signed the server's certificate; None is the system's list."""
    user: str | None = None

    @model_validator(mode="after")
    def _no_password_in_the_clear(self) -> SmtpSection:
        if self.user is not None and not self.starttls:
            raise ValueError("a password is never sent in the clear; set starttls: true")
        return self


class AlertsSection(Section):
    """How an adult on call is told, besides the notice on the homeserver."""

    smtp: SmtpSection | None = None


class BridgeSection(Section):
    """One bridge: its network is the key in `bridges`."""

    listen: Endpoint
    config: Path


class GatewaySection(Section):
    """The reverse proxy before Synapse and the portal."""

    trusted_proxies: tuple[IPvAnyNetwork, ...] = ()
    """Where it asks from. Only what these say of a client's address is believed."""
    authorizes: bool = False
    """It asks Homeroom before each request; it shows `secrets/gateway`."""


class PublicSection(Section):
    """What browsers are told, where that is not what our own processes use of each other."""

    homeserver: str | None = None
    portal: str | None = None


class ProductionsSection(Section):
    """How what answers a request is numbered and divided."""

    bates_prefix: Annotated[str, Field(pattern=r"^([A-Za-z0-9][A-Za-z0-9_-]{0,30})?$")] = ""
    """What Bates numbers begin with, before the request's number; the district where empty."""
    volume_mb: Annotated[int, Field(ge=1, le=1_000_000)] = 4_000
    """A volume's most megabytes, so that each fits on what it is handed over on."""

    def prefix(self, district: str, request: str, production: int) -> str:
        """What the Bates numbers of one production begin with: used by no other."""
        return f"{self.bates_prefix or district.upper()}-{request}-{production}"


class HomeroomConfig(Section):
    """The whole of `homeroom.yaml`."""

    district: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,62}$")]
    server_name: str
    homeserver: str
    sandbox: bool = False
    portal: PortalSection
    database: Database = Database()
    synapse: SynapseSection = SynapseSection()
    archive: ArchiveSection = ArchiveSection()
    retention: RetentionSection = RetentionSection()
    productions: ProductionsSection = ProductionsSection()
    disclosure: DisclosureSection = DisclosureSection()
    backup: BackupSection = BackupSection()
    steward: StewardSection = StewardSection()
    alerts: AlertsSection = AlertsSection()
    gateway: GatewaySection = GatewaySection()
    public: PublicSection = PublicSection()
    sign_on: SignOnSection = SignOnSection()
    bridges: dict[str, BridgeSection] = Field(default_factory=dict)
    data: Path = Field(default=Path(), exclude=True)

    @property
    def public_homeserver(self) -> str:
        """The homeserver's address for browsers, without a slash at its end."""
        return (self.public.homeserver or self.homeserver).rstrip("/")

    @property
    def public_portal(self) -> str:
        """The portal's address for browsers, without a slash at its end."""
        local = f"http://{self.portal.host}:{self.portal.port}"
        return (self.public.portal or local).rstrip("/")

    def path(self, relative: Path) -> Path:
        """A path of this configuration, relative ones taken from the data folder."""
        return self.data / relative

    def secret(self, name: str) -> str:
        """The content of `DIR/secrets/NAME`; `InputError` where it cannot be read."""
        file = self.data / "secrets" / name
        try:
            return file.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise InputError(
                f"{file}: cannot be read ({error.strerror}); run as its owner"
            ) from None


def load(data: Path) -> HomeroomConfig:
    """Read `DATA/homeroom.yaml`; `InputError` names file, field and remedy."""
    if not (data / "homeroom.yaml").exists():
        raise InputError(f"{data}: is no data folder of Homeroom; start one with `homeroom up`")
    return load_file(data / "homeroom.yaml").model_copy(update={"data": data.resolve()})


def load_file(file: Path) -> HomeroomConfig:
    """Read a `homeroom.yaml` wherever it lies; `InputError` as `load`."""
    content = read_yaml(file)
    try:
        return HomeroomConfig.model_validate(content)
    except ValidationError as error:
        raise InputError(explain(file, error, HomeroomConfig)) from None


def read_yaml(file: Path) -> Any:
    """The content of a YAML file; `InputError` with file, line and remedy."""
    try:
        return yaml.safe_load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: byte {error.start} is not UTF-8; save it as UTF-8") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InputError(f"{file}, line {line}: {error.problem}; correct the YAML there") from None


def explain(file: Path, error: ValidationError, model: type[BaseModel]) -> str:
    """One line for each fault: file, field, what is wrong, and the likely remedy."""
    return "\n".join(
        f"{file}: {'.'.join(map(str, fault['loc'])) or 'the file'}: {_remedy(fault, model)}"
        for fault in error.errors()
    )


def _remedy(fault: Any, model: type[BaseModel]) -> str:
    if fault["type"] != "extra_forbidden":
        return str(fault["msg"])
    name = str(fault["loc"][-1])
    return f"unknown key{suggest(name, _names(model))}"


def suggest(name: str, known: Iterable[str]) -> str:
    """`; did you mean …?` where a known name is near, else nothing."""
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else "; remove it"


def _names(model: type[BaseModel]) -> set[str]:
    names = set(model.model_fields)
    for field in model.model_fields.values():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            names |= _names(field.annotation)
    return names
