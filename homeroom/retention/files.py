"""Files whose last entry is gone are deleted: the archive's own, and the homeserver's.

The database says which; a file is struck off its list only once it is gone, so that whatever is
killed in between is done at the next run.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, select, text

from homeroom.archive.files.opening import file_store
from homeroom.archive.media import split, synapse_file
from homeroom.config import HomeroomConfig
from homeroom.db.tables.retention import file_due

GONE = text("SELECT retention.file_gone(:mxc)")


def delete_due(connection: Connection, config: HomeroomConfig) -> int:
    """Delete what is on the list; how many. Commits after each."""
    rows = connection.execute(select(file_due.c.mxc, file_due.c.sha256)).all()
    for mxc, sha256 in rows:
        _delete(connection, config, str(mxc), bytes(sha256))
        connection.execute(GONE, {"mxc": mxc})
        connection.commit()
    return len(rows)


def _delete(connection: Connection, config: HomeroomConfig, mxc: str, sha256: bytes) -> None:
    """The same bytes may be another upload's, too: then they stay in the archive."""
    file_store(config).delete(connection, sha256)
    _, media_id = split(mxc)
    store = config.path(config.synapse.media_store)
    synapse_file(store, media_id).unlink(missing_ok=True)
    _delete_folder(store / "local_thumbnails" / media_id[:2] / media_id[2:4] / media_id[4:])


def _delete_folder(folder: Path) -> None:
    if folder.is_dir():
        for file in folder.iterdir():
            file.unlink(missing_ok=True)
        folder.rmdir()
