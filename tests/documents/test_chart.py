"""One section's picture as a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from regulars.documents import CHART_FORMATS, UnknownFormatError, write_chart
from regulars.language import Language

BEGINS = {".svg": b"<svg", ".png": b"\x89PNG", ".pdf": b"%PDF"}


@pytest.mark.parametrize("suffix", BEGINS)
def test_a_picture_is_of_the_kind_of_its_name(report: Any, suffix: str, tmp_path: Path) -> None:
    target = write_chart(report.section("planks"), tmp_path / f"planks{suffix}", Language.CHINESE)

    assert target.read_bytes().startswith(BEGINS[suffix])


def test_the_specification_is_vegas(report: Any, tmp_path: Path) -> None:
    target = write_chart(report.section("planks"), tmp_path / "planks.JSON", Language.ENGLISH)

    assert json.loads(target.read_text("utf-8"))["$schema"].endswith("vega/v6.json")
    assert set(CHART_FORMATS) == {*BEGINS, ".json"}


def test_an_unknown_kind_leaves_nothing_behind(report: Any, tmp_path: Path) -> None:
    with pytest.raises(UnknownFormatError, match="svg"):
        write_chart(report.section("planks"), tmp_path / "planks.gif", Language.ENGLISH)

    assert list(tmp_path.iterdir()) == []
