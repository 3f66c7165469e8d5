"""A bucket over the wire: locked, versioned, and what is told when it is away or refuses."""

from __future__ import annotations

import io
import threading
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from botocore.exceptions import ClientError

from homeroom.archive.files.objects import MediaError, ObjectMissingError
from homeroom.archive.files.s3 import PART, Bucket
from tests.fixtures.bucket import ObjectStore
from tests.fixtures.postgres import free_port

pytestmark = pytest.mark.proof

NAME = "ab" * 32
CONTENT = b"ciphertext" * 100


def put(bucket: Bucket, content: bytes = CONTENT) -> None:
    bucket.put(NAME, io.BytesIO(content), len(content))


def test_a_file_in_parts_comes_back(object_store: ObjectStore) -> None:
    bucket = object_store.bucket()
    content = bytes(range(256)) * (2 * PART // 256) + b"and a little more"
    put(bucket, content)
    with closing(bucket.open(NAME)) as opened:
        assert opened.read() == content


@pytest.mark.parametrize("size", [len(CONTENT), PART + 1])
def test_what_is_locked_cannot_be_removed_for_its_time(
    object_store: ObjectStore, size: int
) -> None:
    bucket = object_store.bucket(lock_days=365)
    put(bucket, b"x" * size)
    client, address = object_store.client(), bucket.address
    where = {"Bucket": address.bucket, "Key": f"media/ab/{NAME}"}
    kept = client.head_object(**where)
    assert kept["ObjectLockMode"] == "COMPLIANCE"
    assert kept["ObjectLockRetainUntilDate"] > datetime.now(UTC) + timedelta(days=364)
    with pytest.raises(MediaError, match="AccessDenied"):
        bucket.delete(NAME)
    # Whoever has the credentials and overwrites or hides it leaves the version that was kept.
    client.put_object(**where, Body=b"something else")
    client.delete_object(**where)
    versions = client.list_object_versions(Bucket=address.bucket)["Versions"]
    first = versions[-1]["VersionId"]
    assert client.get_object(**where, VersionId=first)["Body"].read() == b"x" * size
    with pytest.raises(ClientError):
        client.delete_object(**where, VersionId=first)


def test_without_a_lock_it_is_removed_in_all_versions(object_store: ObjectStore) -> None:
    bucket = object_store.bucket()
    put(bucket)
    put(bucket, b"another version")
    bucket.delete(NAME)
    assert not bucket.exists(NAME)
    assert "Versions" not in object_store.client().list_object_versions(
        Bucket=bucket.address.bucket
    )
    with pytest.raises(ObjectMissingError):
        bucket.open(NAME)


def test_a_bucket_that_keeps_too_little_is_not_used(object_store: ObjectStore) -> None:
    with pytest.raises(MediaError, match="keeps no versions"):
        put(object_store.bucket(versions=False))
    unlocked = object_store.bucket()
    unlocked.lock_days = 30
    with pytest.raises(MediaError, match="no object lock"):
        put(unlocked)


def test_a_store_that_is_away_says_so_without_address_or_secret() -> None:
    away = ObjectStore(endpoint=f"http://127.0.0.1:{free_port()}")
    bucket = Bucket(address=away.address("homeroom", "the-secret"))
    with pytest.raises(MediaError) as told:
        put(bucket)
    assert str(told.value) == "the media store is away (EndpointConnectionError)"
    assert "the-secret" not in repr(bucket)


def test_a_bucket_that_is_not_there_is_no_missing_file(object_store: ObjectStore) -> None:
    there = object_store.bucket()
    elsewhere = Bucket(address=replace(there.address, bucket="homeroom-nowhere"))
    with pytest.raises(MediaError, match="NoSuchBucket"):
        put(elsewhere)


class Refuses(BaseHTTPRequestHandler):
    """A store that knows nobody of this name."""

    def do_GET(self) -> None:
        body = b"<Error><Code>InvalidAccessKeyId</Code><Message>no</Message></Error>"
        self.send_response(403)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


def test_wrong_credentials_are_told_without_them() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Refuses) as server:
        threading.Thread(target=server.serve_forever).start()
        store = ObjectStore(endpoint=f"http://127.0.0.1:{server.server_port}")
        bucket = Bucket(address=store.address("homeroom", "the-secret"))
        with pytest.raises(MediaError) as told:
            put(bucket)
        server.shutdown()
    assert str(told.value) == (
        "the media store refuses it (InvalidAccessKeyId); check its credentials and rights"
    )
