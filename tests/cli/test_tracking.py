"""``regulars tracking``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

ANSWERS = "id,when,stay,trouble\n" + "".join(f"{i},2026-0{1 + i // 40}-10,{5 - i % 2},{i % 2}\n" for i in range(120))
MAPPING = """
survey: {name: guests, title: {en: Guests, zh: 客人}, sample: census}
response: id
at: when
items:
  stay: {role: overall, label: {en: Stay, zh: 整体}, scale: {low: 1, high: 5}}
  trouble: {role: problem, label: {en: Problems, zh: 问题}, scale: {low: 0, high: 5}}
"""


@pytest.fixture
def guests(regulars, tmp_path: Path) -> None:
    """A home with one survey of three months."""
    (tmp_path / "guests.csv").write_text(ANSWERS)
    (tmp_path / "guests.yaml").write_text(MAPPING, "utf-8")
    assert regulars("import", "responses", tmp_path / "guests.csv", "--map", tmp_path / "guests.yaml").code == 0


@pytest.mark.usefixtures("guests")
def test_it_is_printed_and_written(regulars, tmp_path: Path) -> None:
    """In both languages, and as JSON with the numbers of the report."""
    file = tmp_path / "tracking.json"
    shown = regulars("tracking", "--period", "month")
    chinese = regulars("--language", "zh", "tracking", "--period", "month")
    done = regulars("tracking", "--period", "month", "-o", file)

    assert (shown.code, chinese.code, done.code) == (0, 0, 0)
    assert "No clear change in satisfaction, the number of problems." in shown.out
    assert "满意度、问题数无明显变化。" in chinese.out
    figures = json.loads(file.read_text("utf-8"))["reports"][0]["figures"]
    assert figures["satisfaction"]["value"] == 1
    assert figures["problems"]["value"] == pytest.approx(50)


@pytest.mark.usefixtures("guests")
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--period", "day"], "There is no period “day”. Choose one of: week, month, quarter."),
        (["--within", "0"], "--within: 0 is outside the range"),
        (["--survey", "guest"], "Did you mean: guests?"),
        (["--until", "soon"], "“soon” is not a day."),
    ],
)
def test_what_cannot_be_asked_is_named(regulars, options: list[str], said: str) -> None:
    done = regulars("tracking", *options)

    assert done.code != 0
    assert said in done.err
