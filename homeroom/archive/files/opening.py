"""The store that a configuration describes."""

from __future__ import annotations

from homeroom.archive.files.folder import Folder
from homeroom.archive.files.keyring import Keyring
from homeroom.archive.files.objects import Objects
from homeroom.archive.files.s3 import Address, Bucket
from homeroom.archive.files.store import FileStore
from homeroom.config import HomeroomConfig, S3Section

OBJECTS = "objects"
"""Encrypted files are in this folder of `archive.media`, beside what an older Homeroom kept."""


def file_store(config: HomeroomConfig) -> FileStore:
    """The archive's files; nothing is asked of the store yet. `InputError`: a missing secret."""
    folder = config.path(config.archive.media)
    section = config.archive.s3
    objects: Objects = Folder(folder / OBJECTS) if section is None else bucket(config, section)
    keyring = Keyring(config.path(config.archive.media_keys))
    return FileStore(objects=objects, keyring=keyring, plain=folder)


def bucket(config: HomeroomConfig, section: S3Section, secrets: str = "s3") -> Bucket:
    """A bucket, its credentials from `secrets/s3_access_key` and `secrets/s3_secret_key`.

    `secrets` begins these names, for a bucket of somebody else's.
    """
    address = Address(
        endpoint=section.endpoint,
        bucket=section.bucket,
        region=section.region,
        prefix=section.prefix,
        path_style=section.path_style,
        access_key=config.secret(f"{secrets}_access_key"),
        secret_key=config.secret(f"{secrets}_secret_key"),
    )
    return Bucket(address=address, lock_days=section.lock_days, lock_mode=section.lock_mode)
