"""docs/speed.md says what the result pages of the benchmarks say."""

from __future__ import annotations

import runpy
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_page_of_speed_is_what_was_measured() -> None:
    """``python tools/speed.py`` writes it anew after a benchmark."""
    tool = runpy.run_path(str(ROOT / "tools" / "speed.py"))

    assert (ROOT / "docs" / "speed.md").read_text("utf-8") == tool["text"]()
