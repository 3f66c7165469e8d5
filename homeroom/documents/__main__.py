"""The isolated process: a file on standard input, what was read as JSON on standard output."""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import asdict

from homeroom.documents.kinds import HEAD_BYTES, kind_of
from homeroom.documents.read import read
from homeroom.documents.reading import UnreadableError

CPU_SECONDS = 10
MEMORY_BYTES = 1024 * 1024 * 1024


def main() -> int:
    """0, whatever the file is; the kernel ends the process at a limit."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    data = sys.stdin.buffer.read()
    try:
        answer = asdict(read(data))
    except UnreadableError as error:
        answer = {"kind": kind_of(data[:HEAD_BYTES]), "unreadable": str(error)}
    except (MemoryError, RecursionError):
        answer = {"kind": kind_of(data[:HEAD_BYTES]), "unreadable": "is too large once unpacked"}
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
