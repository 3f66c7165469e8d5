"""The loopback ports of one running Homeroom: eight in a row from `--port-base`."""

from __future__ import annotations

import socket
from dataclasses import dataclass, fields

from homeroom.errors import InputError

DEFAULT_BASE = 8008
HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Who listens where, all on 127.0.0.1."""

    homeserver: int
    portal: int
    postgres: int
    whatsapp: int
    whatsapp_sandbox: int
    archiver: int
    steward: int
    backup: int

    def busy(self) -> dict[str, int]:
        """Those that somebody listens on already, by name."""
        return {f.name: port for f in fields(self) if not free(port := getattr(self, f.name))}


def from_base(base: int) -> Ports:
    """The eight ports from `base` upward, in the order of the fields."""
    names = [f.name for f in fields(Ports)]
    if not 1024 <= base <= 65535 - len(names):
        raise InputError(f"--port-base {base}: choose a number from 1024 to {65535 - len(names)}.")
    return Ports(**{name: base + offset for offset, name in enumerate(names)})


def free(port: int) -> bool:
    """Can a server of ours listen on this port of 127.0.0.1 now?"""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError:
            return False
    return True
