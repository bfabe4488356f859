"""Gaps with a second estimate on the same line: what a low rating costs, and what a high one brings."""

from __future__ import annotations

from xml.etree import ElementTree

from regulars.charts import draw
from regulars.insights.report import ChartKind, Column, Row, Section, Table
from regulars.language import Estimate, Language, Missing, Text

SVG = "{http://www.w3.org/2000/svg}"


def section(other: Estimate | Missing) -> Section:
    columns = (
        Column("name", Text.of("Attribute"), numeric=False),
        Column("penalty", Text.of("Penalty")),
        Column("other", Text.of("Reward")),
    )
    rows = (Row("room", Text.of("Room"), (Estimate(-0.4, -0.6, -0.2), other), "weakest"),)
    return Section("sides", Text.of("Sides"), table=Table("sides", columns, rows), chart=ChartKind.GAPS)


def circles(other: Estimate | Missing) -> list[str | None]:
    root = ElementTree.fromstring(draw(section(other), Language.ENGLISH))  # noqa: S314 - our own drawing
    return [node.get("fill") for node in root.iter(f"{SVG}circle")]


def test_both_sides_stand_on_one_line_and_are_coloured_by_their_interval() -> None:
    weakest, above = circles(Estimate(0.3, 0.1, 0.5))
    assert weakest == "#a93f0b"
    assert above in ("#5a97d4", "#1a5799")
    assert circles(Estimate(0.3, -0.1, 0.7))[1] == "#737c81"


def test_a_side_that_was_not_measured_is_said_in_words() -> None:
    missing = Missing(Text.of("too few"))

    assert len(circles(missing)) == 1
    assert "too few" in draw(section(missing), Language.ENGLISH)
