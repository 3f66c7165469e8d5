"""Objects in a bucket of any S3 store, each version kept, under object lock where configured."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from homeroom.archive.files.objects import (
    Listed,
    MediaError,
    ObjectMissingError,
    Opened,
    Readable,
)
from homeroom.errors import InputError

PART = 8 << 20
"""Bytes of an upload that are in memory at once."""
ABSENT = frozenset({"NoSuchKey", "NoSuchVersion", "404"})
REFUSED = frozenset({"AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "403"})
LockMode = Literal["GOVERNANCE", "COMPLIANCE"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a bucket is, and with which credentials."""

    endpoint: str | None
    bucket: str
    region: str
    prefix: str
    path_style: bool
    access_key: str = field(repr=False)
    secret_key: str = field(repr=False)


@dataclass(slots=True, kw_only=True)
class Bucket:
    """A bucket that keeps versions; `lock_days` is how long the store refuses to remove one."""

    address: Address
    lock_days: int | None = None
    lock_mode: LockMode = "COMPLIANCE"
    _client: Any = None
    _sound: bool = False

    def put(self, name: str, content: Readable, size: int) -> None:
        from boto3.s3.transfer import TransferConfig

        transfer = TransferConfig(
            multipart_threshold=PART, multipart_chunksize=PART, use_threads=False
        )
        where = {"Bucket": self.address.bucket, "Key": self._key(name)}
        lock = self._retention(datetime.now(UTC))
        # Stores ask for a checksum where something is locked.
        extra = {**lock, "ChecksumAlgorithm": "SHA256"} if lock else {}
        with _told():
            self._check()
            self._connected().upload_fileobj(content, *where.values(), extra, Config=transfer)
            if lock:
                self._make_sure(where, lock)

    def open(self, name: str) -> Opened:
        with _told():
            found = self._connected().get_object(Bucket=self.address.bucket, Key=self._key(name))
        return _Body(found["Body"])

    def exists(self, name: str) -> bool:
        try:
            with _told():
                self._connected().head_object(Bucket=self.address.bucket, Key=self._key(name))
        except ObjectMissingError:
            return False
        return True

    def listed(self) -> Iterator[Listed]:
        where = {"Bucket": self.address.bucket, "Prefix": self.address.prefix}
        with _told():
            pages = self._connected().get_paginator("list_objects_v2").paginate(**where)
            for each in (each for page in pages for each in page.get("Contents", ())):
                name = each["Key"].rpartition("/")[2]
                if each["Key"] == self._key(name):
                    yield Listed(name=name, at=each["LastModified"], size=each["Size"])

    def delete(self, name: str) -> None:
        key, bucket = self._key(name), self.address.bucket
        with _told():
            pages = self._connected().get_paginator("list_object_versions")
            for page in pages.paginate(Bucket=bucket, Prefix=key):
                for each in [*page.get("Versions", ()), *page.get("DeleteMarkers", ())]:
                    self._connected().delete_object(
                        Bucket=bucket, Key=key, VersionId=each["VersionId"]
                    )

    def _check(self) -> None:
        """Once: it keeps versions, and has object lock where that is asked for."""
        if self._sound:
            return
        bucket = self.address.bucket
        if self._connected().get_bucket_versioning(Bucket=bucket).get("Status") != "Enabled":
            raise MediaError("the bucket keeps no versions; turn versioning on")
        if self.lock_days is not None and not _has_lock(self._connected(), bucket):
            raise MediaError("the bucket has no object lock; make one that has it")
        self._sound = True

    def _retention(self, now: datetime) -> dict[str, Any]:
        if self.lock_days is None:
            return {}
        until = now.replace(microsecond=0) + timedelta(days=self.lock_days)
        return {"ObjectLockMode": self.lock_mode, "ObjectLockRetainUntilDate": until}

    def _make_sure(self, where: dict[str, str], lock: dict[str, Any]) -> None:
        """Some stores forget the lock of what came in parts: it is asked for, and set once more."""
        kept = self._connected().head_object(**where)
        if "ObjectLockMode" not in kept:
            mode, until = lock.values()
            retention = {"Mode": mode, "RetainUntilDate": until}
            this = {**where, "VersionId": kept["VersionId"]}
            self._connected().put_object_retention(**this, Retention=retention)
            kept = self._connected().head_object(**this)
        if kept.get("ObjectLockMode") != self.lock_mode:
            raise MediaError("the media store did not lock the file")

    def _key(self, name: str) -> str:
        return f"{self.address.prefix}{name[:2]}/{name}"

    def _connected(self) -> Any:
        if self._client is None:
            self._client = connect(self.address)
        return self._client


def connect(address: Address) -> Any:
    """A client of the SDK; `InputError` where that is not installed. It asks nothing yet."""
    try:
        import boto3
        from botocore.config import Config
    except ImportError:
        raise InputError("archive.s3 needs its SDK; run pip install 'homeroom[s3]'") from None
    return boto3.session.Session().client(
        "s3",
        endpoint_url=address.endpoint,
        region_name=address.region,
        aws_access_key_id=address.access_key,
        aws_secret_access_key=address.secret_key,
        config=Config(
            connect_timeout=5,
            read_timeout=30,
            retries={"total_max_attempts": 2},
            s3={"addressing_style": "path" if address.path_style else "auto"},
            # Stores other than Amazon's do not know its newer checksums.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    )


def _has_lock(client: Any, bucket: str) -> bool:
    from botocore.exceptions import ClientError

    try:
        found = client.get_object_lock_configuration(Bucket=bucket)
    except ClientError as error:
        if error.response["Error"]["Code"] in REFUSED:
            raise
        return False
    return bool(found["ObjectLockConfiguration"].get("ObjectLockEnabled") == "Enabled")


@contextmanager
def _told() -> Iterator[None]:
    """The SDK's errors in our words, without address or credentials."""
    from boto3.exceptions import Boto3Error
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        raise _of_the_store(str(error.response["Error"]["Code"])) from None
    except (BotoCoreError, Boto3Error) as error:
        raise MediaError(f"the media store is away ({type(error).__name__})") from None


def _of_the_store(code: str) -> MediaError:
    if code in ABSENT:
        return ObjectMissingError("it is not in the media store")
    if code in REFUSED:
        return MediaError(f"the media store refuses it ({code}); check its credentials and rights")
    return MediaError(f"the media store cannot do it now ({code})")


class _Body:
    """A body that is being received; a connection that breaks is an error of ours."""

    def __init__(self, body: Any) -> None:
        self._body = body

    def read(self, size: int = -1, /) -> bytes:
        with _told():
            return bytes(self._body.read(None if size < 0 else size))

    def close(self) -> None:
        self._body.close()
