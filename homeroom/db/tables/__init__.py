"""All tables of ours, declared once. The migrations create them; a test proves both agree."""

from __future__ import annotations

import importlib
import pkgutil

from sqlalchemy import MetaData

metadata = MetaData()


def load_all() -> MetaData:
    """The metadata with every part's tables declared on it."""
    for part in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{part.name}")
    return metadata
