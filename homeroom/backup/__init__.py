"""Backups of a Homeroom on one server, encrypted, and bringing one back to any minute.

`recovery_key` is what opens them, `repository` where they lie, `files` the data folder, `database`
PostgreSQL by its own tools, `expiry` their end, `restoring` the way back. On several machines the
database is backed up by pgBackRest, and this stays off.
"""
