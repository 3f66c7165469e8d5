"""Fails where a file of the repository holds data that looks like a real person's.

Telephone numbers must be of the range kept for fiction (555-0100 to 555-0199), e-mail addresses
of the domains kept for examples (RFC 2606), and no social security number may be a valid one.
"""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

NOT_OURS = ("LICENSE", "requirements", "admin_portal/static/", "deploy/bootstrap/pip")
PHONE = re.compile(
    r"(?<![\w.+/-])(?:\+?1[ .-]?)?(?:\([2-9]\d\d\) ?|[2-9]\d\d[ .-])[2-9]\d\d[ .-]\d{4}(?![\w-])"
    r"|(?<!\w)\+[1-9]\d{7,14}(?!\w)"
)
FICTION = re.compile(r"\d*55501\d\d\Z")
EMAIL = re.compile(r"(?<![\w.])[\w.+-]+@((?:[\w-]+\.)+[A-Za-z]{2,})(?![\w:])")
EXAMPLE = re.compile(r"(?i)(?:^|\.)(?:example\.(?:org|com|net)|example|invalid|test|localhost)\Z")
SSN = re.compile(r"(?<![\w-])(?!000|666|9)\d{3}-(?!00)\d\d-(?!0000)\d{4}(?![\w-])")
SSN_OF_NOBODY = re.compile(r"078-05-1120|219-09-9999|987-65-43\d\d|123-45-6789")


def main() -> int:
    """Name each finding by file and line; 1 if there is any."""
    found = [where for file in _files() for where in _findings(file)]
    for where in found:
        sys.stdout.write(f"{where}\n")
    return 1 if found else 0


def _files() -> Iterator[Path]:
    listed = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True)
    for name in listed.stdout.splitlines():
        if not name.startswith(NOT_OURS) and Path(name).is_file():
            yield Path(name)


def _findings(file: Path) -> Iterator[str]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return
    for number, line in enumerate(lines, 1):
        for kind, text in _in_line(line):
            yield f"{file}:{number}: {kind} that may be a real person's: {text}"


def _in_line(line: str) -> Iterator[tuple[str, str]]:
    for match in PHONE.finditer(line):
        if not FICTION.match(re.sub(r"\D", "", match[0])):
            yield "a telephone number", match[0]
    for match in EMAIL.finditer(line):
        if not EXAMPLE.search(match[1]):
            yield "an e-mail address", match[0]
    for match in SSN.finditer(line):
        if not SSN_OF_NOBODY.fullmatch(unicodedata.normalize("NFKC", match[0])):
            yield "a social security number", match[0]


if __name__ == "__main__":
    sys.exit(main())
