"""Every message has both languages."""

from __future__ import annotations

import importlib.util
from pathlib import Path

TOOL = Path(__file__).parent.parent / "tools" / "catalogues.py"


def test_every_message_stands_in_both_languages() -> None:
    """The code's messages and the Chinese catalogues agree, to the last named place."""
    specification = importlib.util.spec_from_file_location("catalogues", TOOL)
    assert specification is not None
    assert specification.loader is not None
    tool = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(tool)

    assert tool.gaps() == []
