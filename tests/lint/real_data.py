"""Fails where a tracked file holds data that looks like a real person's, or a secret.

Run by `make lint`: phone numbers outside 555-01xx, e-mail addresses outside the reserved names,
Social Security numbers that could be issued, private keys.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PHONE = re.compile(r"(?<![\w.])\+?1?[ .-]?\(?([2-9]\d\d)\)?[ .-](\d{3})[ .-](\d{4})(?![\w.])")
E164 = re.compile(r"\+1[2-9]\d{2}(\d{3})(\d{4})\b")
EMAIL = re.compile(r"\b[A-Za-z0-9._%+-]+@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,})\b")
SSN = re.compile(r"(?<![\w-])(\d{3})-(\d{2})-(\d{4})(?![\w-])")
KEY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")
RESERVED = re.compile(r"(^|\.)(example|test|invalid|localhost|example\.(com|net|org))$")
SAMPLE_SSNS = frozenset({"078-05-1120", "219-09-9999"})
FOREIGN = ("admin_portal/static/", "tests/browser/vendor/", "LICENSE", "requirements")
BINARY = (".png", ".whl", ".woff2", ".mo", ".ico", ".jpg")


def findings(text: str) -> Iterator[str]:
    """What looks real in a text, by kind; the value itself is not repeated."""
    for number, line in enumerate(text.splitlines(), 1):
        for kind in _in_line(line):
            yield f"line {number}: {kind}"


def _in_line(line: str) -> Iterator[str]:
    for match in PHONE.finditer(line):
        if not (match[2] == "555" and match[3].startswith("01")):
            yield "a phone number that may be somebody's; use 555-01xx"
    for match in E164.finditer(line):
        if not (match[1] == "555" and match[2].startswith("01")):
            yield "a phone number that may be somebody's; use 555-01xx"
    for match in EMAIL.finditer(line):
        if not RESERVED.search(match[1].lower()):
            yield "an e-mail address that may be somebody's; use example.org"
    for match in SSN.finditer(line):
        issued = match[1] not in ("000", "666") and match[1] < "900"
        if issued and match[2] != "00" and match[3] != "0000" and match[0] not in SAMPLE_SSNS:
            yield "a Social Security number that may be somebody's"
    if KEY.search(line):
        yield "a private key"


def main() -> int:
    """Check every tracked file; 1 if anything was found."""
    listed = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True)
    found = 0
    for name in listed.stdout.splitlines():
        if name.startswith(FOREIGN) or name.endswith(BINARY) or name == "tests/lint/real_data.py":
            continue
        for finding in findings(Path(name).read_text(encoding="utf-8", errors="replace")):
            sys.stderr.write(f"{name}, {finding}\n")
            found += 1
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main())
