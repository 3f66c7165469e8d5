"""The shipped example of `homeroom.yaml` works, and says every key there is."""

from __future__ import annotations

import shutil
from pathlib import Path

from homeroom import shipped
from homeroom.config import load


def test_the_example_is_sound_and_complete(tmp_path: Path) -> None:
    shutil.copy(shipped.config("homeroom.yaml"), tmp_path)
    config = load(tmp_path)
    assert config.district == "lantern-county"
    said = config.model_dump(exclude_unset=True)
    assert said == config.model_dump()
