"""Sign-in with a directory's password, over the wire to a directory (see `directory.py`)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from homeroom.sandbox import configuration
from homeroom.sandbox.ports import HOST, from_base
from tests.fixtures.synapse import settle

ACCOUNT = "@wren.stone:district.example"
WRONG = "403 Invalid username or password"


def test_the_directory_checks_the_password_and_the_roster_says_who_it_is(tmp_path: Path) -> None:
    ports = from_base(8008)
    configuration.write(tmp_path, ports, database_address=(HOST, ports.postgres))
    settle(tmp_path, sign_on={"break_glass": ["emergency"]})
    script = Path(__file__).with_name("directory.py")
    root = Path(__file__).parents[3]
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", str(script), str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={"PYTHONPATH": str(root), "PATH": ""},
    )
    found = json.loads(ran.stdout)
    assert found["results"] == [
        # the account that the roster gives, not the name that was typed
        ACCOUNT,
        ACCOUNT,
        # another's password, and none, which a directory would take for "anybody"
        WRONG,
        WRONG,
        # known to the directory, and nobody of the roster
        "403 plain words",
        # a name that would be a piece of a search
        WRONG,
        WRONG,
        WRONG,
        # break-glass: left to Homeroom's own password
        "None",
    ]
    assert found["away"] == "503 The district's sign-on does not answer. Try again in a minute."
    # one account, by the roster's name, with no e-mail address
    assert found["made"] == [[ACCOUNT, "Wren Stone"]]
