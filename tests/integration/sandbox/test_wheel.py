"""`homeroom up` where the machine has no PostgreSQL package: the wheel's programs serve it all."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest

from homeroom.sandbox.service_user import outside_home
from tests.fixtures.postgres import free_base
from tests.integration.sandbox.test_up import endpoints, homeroom

pytestmark = pytest.mark.proof

WITHOUT_PACKAGE = """
from homeroom.sandbox import postgres_binaries
postgres_binaries.system_binaries = lambda root=None: []
from homeroom.cli import main
main()
"""


def test_everything_runs_on_the_wheel(tmp_path: Path) -> None:
    data = tmp_path / "district"
    arguments = ["up", "--detach", "--no-demo", "--data", str(data)]
    try:
        up = subprocess.run(
            [sys.executable, "-c", WITHOUT_PACKAGE, *arguments, "--port-base", str(free_base())],
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert up.returncode == 0, up.stderr
        with psycopg2.connect(endpoints(data)["database"]) as connection:
            assert connection.server_version >= 180000
        connection.close()
    finally:
        homeroom("down", "--data", str(data))
        shutil.rmtree(outside_home(data), ignore_errors=True)
