"""`python typesetting.py ROOT`: typst's language on standard input, a PDF on standard output.

A process of its own for each file, since typst keeps what it has set in memory.
"""

from __future__ import annotations

import sys

WRONG, NOT_THERE = 3, 4
"""Exit status: typst refuses (why, on standard error); it is not installed."""


def main(root: str) -> int:
    """Set the pages as PDF/UA-1, in typst's own fonts."""
    try:
        import typst
    except ImportError:
        return NOT_THERE
    try:
        made = typst.compile(  # type: ignore[call-overload]  # root and source may differ
            sys.stdin.buffer.read(),
            root=root,
            font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=True),
            format="pdf",
            pdf_standards="ua-1",
        )
    except typst.TypstError as error:
        sys.stderr.write(str(error))
        return WRONG
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
