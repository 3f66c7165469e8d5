"""What is measured does not stop at a process that ends meanwhile."""

from __future__ import annotations

import os
import subprocess
import sys

from homeroom.sandbox.measure import _memory, memory


def test_a_process_that_ended_is_left_out() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert _memory(ended.pid) is None
    own = memory(os.getpid())
    assert own
    assert all(0 < each.proportional <= each.resident for each in own)
